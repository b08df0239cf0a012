// A run that is killed at random moments and resumed, compared with an uninterrupted one: are their folders the
// same, byte for byte? For the test of it, and for `npm run soak -- resume`.

import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readSafetensors } from '../../src/data/safetensors'
import { COMMAND } from '../support/command'

/** Events after a step within which a run is killed (kill.mjs): it may train by then, draw, or write its files. */
const EVENTS = 12

/** The same in milliseconds, for a run in Chrome. */
const JITTER = 60

const KILL = pathToFileURL('test/soak/kill.mjs').href

export interface Killed {
  /** Steps that the log had reached when the run was killed; 0 if there was no log yet. */
  at: number[]
  /** Files compared. */
  files: number
  /** Files that differ, or exist in only one of the two. */
  different: string[]
}

export interface KillOptions {
  /** Command that begins and resumes. Default: train. */
  command?: 'train' | 'adapt'
  /** Its settings. */
  args: readonly string[]
  /** Runtime that trains and resumes. */
  runtime?: string
  steps: number
  /** A folder for both runs. */
  folder: string
  /** Number of kills. */
  kills: number
  /** Returns a number from 0 to below 1, like Math.random. */
  random: () => number
}

export async function killAndCompare(options: KillOptions): Promise<Killed> {
  const { command = 'train', args, runtime = 'node', steps, folder, kills, random } = options
  const [straight, killed] = [join(folder, 'straight'), join(folder, 'killed')]
  const there = ['--runtime', runtime]
  const begin = (out: string) => {
    return [command, ...args, ...there, '--steps', String(steps), '--out', out]
  }
  await start(begin(straight))
  const at: number[] = []
  while (true) {
    // Before the first checkpoint there is nothing to resume, after the last one nothing to do.
    const saved = savedStep(killed)
    if (saved === steps) break
    const wanted = saved > 0 ? [command, '--resume', killed, ...there] : begin(killed)
    const from = lastStep(killed)
    // A part of the remaining steps, so that some are left for the next time.
    const left = (steps - from) / (kills - at.length + 1)
    const kill = { step: from + 1 + Math.floor(random() * left), later: random(), runtime }
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

/** When to kill a run: a while after it has reported a step. */
interface Kill {
  step: number
  /** Share of the longest while, from 0 to below 1. */
  later: number
  runtime: string
}

/** Runs the command to its end, or kills it; was it killed? */
function start(args: readonly string[], kill?: Kill): Promise<{ dead: boolean }> {
  return new Promise((resolve, reject) => {
    // In Node it kills itself, so that it cannot end before a busy machine gets round to it.
    const itself = kill?.runtime === 'node'
    const env = itself
      ? { ...process.env, GANVAS_KILL: `${kill.step},${Math.floor(kill.later * EVENTS)}` }
      : process.env
    const run = spawn(process.execPath, [...(itself ? ['--import', KILL] : []), COMMAND, ...args], {
      env,
    })
    let said = ''
    let due = false
    run.stdout.on('data', (data: Buffer) => {
      said += data.toString()
      if (!kill || itself || due || lastTold(said) < kill.step) return
      due = true
      setTimeout(() => run.kill('SIGKILL'), kill.later * JITTER)
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

/** The step of its checkpoint; 0 if there is none yet. */
function savedStep(run: string): number {
  const path = join(run, 'checkpoint.safetensors')
  if (!existsSync(path)) return 0
  return Number(readSafetensors(readFileSync(path), path).metadata['step'])
}

/** First difference of two text files, or the run that has the file if the other lacks it. */
function apart(ours: string | undefined, theirs: string | undefined): string {
  if (ours === undefined || theirs === undefined)
    return ours === undefined ? ' (only killed)' : ' (only straight)'
  const lines = theirs.split('\n')
  const at = ours.split('\n').findIndex((line, i) => line !== lines[i])
  return /^\{"/.test(ours) ? ` (line ${at + 1}: ${lines[at]}, not ${ours.split('\n')[at]})` : ''
}

/** Every file of a run folder, without times. */
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
