// The terminal's command, for those who start it as a process.

export const COMMAND = 'src/cli/ganvas.mjs'
