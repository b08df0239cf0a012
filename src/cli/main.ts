// The terminal's front door: passes the arguments to commander and turns the outcome into an exit code (0 done,
// 1 failed, 2 typed wrongly). Each command is a file in commands/, or a folder with a command.ts, that registers itself.

import { Command, CommanderError } from 'commander'
import { version } from '../../package.json'
import { reportError } from './terminal/failure'

/** Commands, in the order of the help. */
const COMMANDS = await Promise.all([
  import('./commands/train/command'),
  import('./commands/data'),
  import('./commands/tune/command'),
  import('./commands/sample'),
  import('./commands/export'),
  import('./commands/latent/command'),
  import('./commands/evaluate/command'),
  import('./commands/toy/command'),
  import('./commands/claims/command'),
  import('./commands/golden'),
  import('./commands/check'),
  import('./commands/bench'),
  import('./commands/doctor/command'),
])

const EXIT_CODES = `
Exit codes: 0 done, or stopped by Ctrl-C and saved; 1 failed: a file, the GPU, the disk, a run that diverged, or
a check that found something; 2 typed wrongly; 130 stopped by a second Ctrl-C, without saving.`

export function commands(): Command {
  const program = new Command('ganvas')
    .description('Trains generative adversarial networks on the GPU, with WGSL kernels.')
    .version(version)
    .exitOverride()
    .showSuggestionAfterError()
    .addHelpText('after', `${EXIT_CODES}\nExample:\n  $ ganvas train --help`)
    .configureOutput({ outputError: (message, write) => write(oneLine(message)) })
  for (const command of COMMANDS) command.register(program)
  return program
}

/** Runs one command. A command that ends without an error but not well sets process.exitCode. */
export async function main(args: string[]): Promise<number> {
  try {
    await commands().parseAsync(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) return reportError(error)
    return error.exitCode === 0 ? 0 : 2
  }
  return Number(process.exitCode ?? 0)
}

/** `error: unknown command 'x'⏎(Did you mean y?)⏎` as one line that always ends in advice. */
function oneLine(message: string): string {
  const line = message
    .replace(/^error: /, '')
    .trim()
    .replaceAll(/\p{Cc}+/gu, ' ')
  const advice = line.endsWith(')') ? '' : ' (see ganvas --help)'
  return `ganvas: ${line}${advice}\n`
}
