// Small runs in separate processes, to be harmed: their results are compared with an uninterrupted run.

import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { COMMAND, cachedIn } from '../support/command'

const LOSE = pathToFileURL('test/fuzz/lose.mjs').href

export const folder = mkdtempSync(join(tmpdir(), 'ganvas-faults-'))

/** Small, but it saves often enough to be interrupted while saving. */
export const SETTINGS = ['--width', '4', '--batch-size', '8', '--latent', '8', '--log-every', '1']
export const STEPS = 60
export const train = (...more: string[]): string[] => [
  ...['train', ...SETTINGS, '--steps', `${STEPS}`, '--sample-every', '5', ...more],
]

export interface Ended {
  status: number | null
  said: string
  /** Error output, line by line. */
  faults: string[]
}

const env = { ...process.env, ...cachedIn(join(folder, 'cache')), NO_COLOR: '1' }

const ended = (status: number | null, said: string): Ended => ({
  status,
  said,
  faults: said.split('\n').filter((line) => /^ganvas: (?!built)/.test(line)),
})

/** Runs a command to its end. */
export function ganvas(args: readonly string[], before = ''): Ended {
  const command = `${before}exec node ${COMMAND} ${args.map((arg) => `'${arg}'`).join(' ')}`
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8', env })
  return ended(status, stdout + stderr)
}

/** Runs a command that is harmed some time after its first step, through another program if given. */
export async function harmed(
  args: readonly string[],
  wait: number,
  harm: (run: ChildProcess) => void,
  under?: { command: string; args: readonly string[] },
): Promise<Ended> {
  const node = ['node', COMMAND, ...args]
  const [command = '', ...rest] = under ? [under.command, ...under.args, ...node] : node
  const run = spawn(command, rest, { env })
  let said = ''
  let begun = false
  const hear = (data: Buffer) => {
    said += data.toString()
    if (begun || !new RegExp(`^\\d+/${STEPS} `, 'm').test(said)) return
    begun = true
    setTimeout(() => harm(run), wait)
  }
  run.stdout.on('data', hear)
  run.stderr.on('data', hear)
  const status = await new Promise<number | null>((resolve) => run.on('close', resolve))
  return ended(status, said)
}

/** Runs a command whose GPU devices are destroyed, one after the other, after the given numbers of submits. */
export function losing(args: readonly string[], submits: readonly number[]): Ended {
  const options = { encoding: 'utf8', env: { ...env, GANVAS_LOSE: submits.join() } } as const
  const { status, stdout, stderr } = spawnSync(
    'node',
    ['--import', LOSE, COMMAND, ...args],
    options,
  )
  return ended(status, stdout + stderr)
}

/** Child processes with this text in their command line. */
export function below(pid: number, words: string): number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
  const rows = table.split('\n').flatMap((line) => {
    const [, id, parent, args = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    return id ? [{ id: Number(id), parent: Number(parent), args }] : []
  })
  const children = (of: number): typeof rows =>
    rows.filter(({ parent }) => parent === of).flatMap((row) => [row, ...children(row.id)])
  return children(pid).flatMap(({ id, args }) => (args.includes(words) ? [id] : []))
}

const FILES = ['checkpoint', 'generator', 'discriminator'].map((name) => `${name}.safetensors`)

/** Resumes (or restarts) up to the last step, and compares with an uninterrupted run. */
export function goesOn(name: string, straight: string, ...more: string[]): string {
  const out = join(folder, name)
  const saved = existsSync(join(out, 'checkpoint.safetensors'))
  const { status, faults } = ganvas(
    saved ? ['train', '--resume', out, '--runtime', 'node', ...more] : train('--out', out),
  )
  // A run that had ended in time has nothing left to do.
  const complete = faults.some((line) => line.includes('is complete'))
  if (status !== 0 && !complete) return `END WITHOUT RESUMING: ${faults.join(' ')}`
  return sameBits(name, straight)
}

export function sameBits(name: string, straight: string): string {
  const differ = FILES.filter(
    (file) =>
      !readFileSync(join(folder, name, file)).equals(readFileSync(join(folder, straight, file))),
  )
  return differ.length === 0 ? 'same bits' : `OTHER BITS in ${differ.join(', ')}`
}
