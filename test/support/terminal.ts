// `ganvas` for tests: as a process, or in this process, which starts faster.

import { spawnSync } from 'node:child_process'
import { format } from 'node:util'
import { afterAll, vi } from 'vitest'
import { main } from '../../src/cli/main'
import { COMMAND, cachedIn } from './command'
import { shared } from './shared'

export { COMMAND }

// Bundled before a test starts it, so that two files do not bundle it twice.
await shared('command')

export interface Told {
  /** The exit code. */
  status: number | null
  stdout: string
  stderr: string
  /** Error output, line by line. */
  lines: string[]
}

/** Runs it as a separate process, as a user would. */
export function ganvas(...args: string[]): Told {
  const { status, stdout, stderr } = spawnSync('node', [COMMAND, ...args], { encoding: 'utf8' })
  return { status, stdout, stderr, lines: faultsIn(stderr) }
}

/** Runs it in this process, on the GPU that this file's other commands have opened (nodeGpu.ts). */
export async function tell(...args: string[]): Promise<Told> {
  const [out, err]: [string[], string[]] = [[], []]
  // As a console does, which prints where an error was thrown.
  const into = (said: string[]) => (what: unknown) => void said.push(`${format(what)}\n`)
  const spies = [
    vi.spyOn(console, 'log').mockImplementation(into(out)),
    vi.spyOn(console, 'error').mockImplementation(into(err)),
    // commander's
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => err.push(String(text)) > 0),
  ]
  try {
    process.exitCode = undefined
    const status = await main(args)
    const [stdout, stderr] = [out.join(''), err.join('')]
    return { status, stdout, stderr, lines: faultsIn(stderr) }
  } finally {
    for (const spy of spies) spy.mockRestore()
    process.exitCode = undefined
  }
}

function faultsIn(stderr: string): string[] {
  return stderr
    .split('\n')
    .filter((line) => line.startsWith('ganvas:') && !line.includes(' built '))
}

/** Hides kernels and judges cached on this machine from the tests of a file. */
export function ownCache(folder: string): void {
  const cached = cachedIn(folder)
  const before = Object.keys(cached).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, cached)
  afterAll(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  })
}
