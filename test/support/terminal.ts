// `ganvas` for tests: as a process, or in this one, which takes no second to start.

import { spawnSync } from 'node:child_process'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import { main } from '../../src/cli/main'
import { COMMAND } from './command'
import { shared } from './shared'

export { COMMAND }

// Bundled before a test starts it, so that two files do not bundle it twice.
await shared('command')

export interface Told {
  /** The exit code. */
  status: number | null
  stdout: string
  stderr: string
  /** What was wrong, line by line. */
  lines: string[]
}

/** A process of its own, as a user starts it. */
export function ganvas(...args: string[]): Told {
  const { status, stdout, stderr } = spawnSync('node', [COMMAND, ...args], { encoding: 'utf8' })
  return { status, stdout, stderr, lines: faultsIn(stderr) }
}

/** The same without a process. */
export async function tell(...args: string[]): Promise<Told> {
  const [out, err]: [string[], string[]] = [[], []]
  const into = (said: string[]) => (text: unknown) => void said.push(`${text}\n`)
  const spies = [
    vi.spyOn(console, 'log').mockImplementation(into(out)),
    vi.spyOn(console, 'error').mockImplementation(into(err)),
    // commander's
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => err.push(String(text)) > 0),
  ]
  try {
    const status = await main(args)
    const [stdout, stderr] = [out.join(''), err.join('')]
    return { status, stdout, stderr, lines: faultsIn(stderr) }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

function faultsIn(stderr: string): string[] {
  return stderr
    .split('\n')
    .filter((line) => line.startsWith('ganvas:') && !line.includes(' built '))
}

/** What was tuned or learned on this machine is none of a test's business; what Mesa compiled is reused. */
export function ownCache(folder: string): void {
  const { env } = process
  env['MESA_SHADER_CACHE_DIR'] ??= env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
  env['XDG_CACHE_HOME'] = folder
}
