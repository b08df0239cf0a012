// A run that is killed at random moments and resumed, beside one that nobody disturbs: are their folders the
// same, byte for byte? For the test of it, and for `npm run soak -- resume`.

import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readSafetensors } from '../../src/data/safetensors'
import { COMMAND } from '../support/command'

/** Milliseconds after a step within which a run is killed: it may train by then, draw, or write its files. */
const JITTER = 60

export interface Killed {
  /** Steps that the log had reached when the run was killed; 0 where there was no log yet. */
  at: number[]
  /** Files compared. */
  files: number
  /** What differs, or is only in one of the two. */
  different: string[]
}

export interface KillOptions {
  /** Settings of `train`. */
  args: readonly string[]
  /** Where it trains, and goes on. */
  runtime?: string
  steps: number
  /** A folder for both runs. */
  folder: string
  /** How often it is killed. */
  kills: number
  /** A number from 0 to below 1, as Math.random. */
  random: () => number
}

export async function killAndCompare(options: KillOptions): Promise<Killed> {
  const { args, runtime = 'node', steps, folder, kills, random } = options
  const [straight, killed] = [join(folder, 'straight'), join(folder, 'killed')]
  const there = ['--runtime', runtime]
  const begin = (out: string) => {
    return ['train', ...args, ...there, '--steps', String(steps), '--out', out]
  }
  await start(begin(straight))
  const at: number[] = []
  while (true) {
    // Before the first checkpoint there is nothing to go on with, after the last one nothing to do.
    const saved = savedStep(killed)
    if (saved === steps) break
    const wanted = saved > 0 ? ['train', '--resume', killed, ...there] : begin(killed)
    const from = lastStep(killed)
    // All of the steps that are left but for some, so that there are some for the next time.
    const left = (steps - from) / (kills - at.length + 1)
    const kill = { step: from + 1 + Math.floor(random() * left), later: random() * JITTER }
    const { dead } = await start(wanted, at.length < kills ? kill : undefined)
    if (!dead) break
    at.push(lastStep(killed))
  }
  const [ours, theirs] = [contents(straight), contents(killed)]
  const names = [...new Set([...ours.keys(), ...theirs.keys()])]
  const different = names
    .filter((name) => ours.get(name) !== theirs.get(name))
    .map((name) => `${name}${apart(ours.get(name), theirs.get(name))}`)
  return { at, files: names.length, different }
}

/** When to kill a run: so many milliseconds after it has told of a step. */
interface Kill {
  step: number
  later: number
}

/** Runs the command to its end, or kills it; was it killed? */
function start(args: readonly string[], kill?: Kill): Promise<{ dead: boolean }> {
  return new Promise((resolve, reject) => {
    const run = spawn(process.execPath, [COMMAND, ...args])
    let said = ''
    let due = false
    run.stdout.on('data', (data: Buffer) => {
      said += data.toString()
      if (!kill || due || lastTold(said) < kill.step) return
      due = true
      setTimeout(() => run.kill('SIGKILL'), kill.later)
    })
    run.stderr.on('data', (data: Buffer) => {
      said += data.toString()
    })
    run.on('error', reject)
    run.on('close', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') resolve({ dead: signal === 'SIGKILL' })
      else reject(new Error(`ganvas ${args.join(' ')} ended with ${code ?? signal}:\n${said}`))
    })
  })
}

const lastTold = (said: string): number => Number(said.match(/^\d+(?=\/\d+ )/gm)?.at(-1) ?? 0)

const linesOf = (run: string): string[] => {
  const path = join(run, 'log.jsonl')
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : []
}

const lastStep = (run: string): number =>
  linesOf(run).reduce((most, line) => Number(/^\{"step":(\d+),/.exec(line)?.[1] ?? most), 0)

/** The step of its checkpoint; 0 where there is none yet. */
function savedStep(run: string): number {
  const path = join(run, 'checkpoint.safetensors')
  if (!existsSync(path)) return 0
  return Number(readSafetensors(readFileSync(path), path).metadata['step'])
}

/** Where two files differ, of files of lines; which run has it, of one that the other lacks. */
function apart(ours: string | undefined, theirs: string | undefined): string {
  if (ours === undefined || theirs === undefined)
    return ours === undefined ? ' (only killed)' : ' (only straight)'
  const lines = theirs.split('\n')
  const at = ours.split('\n').findIndex((line, i) => line !== lines[i])
  return /^\{"/.test(ours) ? ` (line ${at + 1}: ${lines[at]}, not ${ours.split('\n')[at]})` : ''
}

/** Every file of a run folder, but for what tells the time. */
function contents(run: string): Map<string, string> {
  const names = readdirSync(run, { recursive: true, encoding: 'utf8' })
  const files = names.filter((name) => statSync(join(run, name)).isFile())
  return new Map(
    files
      .filter((name) => name !== 'report.html' && !name.includes('tfevents'))
      .map((name) => {
        const text = readFileSync(join(run, name), 'latin1')
        return [name, name === 'log.jsonl' ? text.replace(/"imagesPerSecond":[^,}]*/g, '') : text]
      }),
  )
}
