// Runs the command as a separate process, and observes it repeatedly, by Linux's /proc.

import { spawn, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { COMMAND } from '../support/command'
import type { Seen } from './tenths'

/** Milliseconds between observations: a tooth of the memory's sawtooth takes seconds. */
const LOOK = 200

/** Last lines of its output, for an error. */
const LAST = 20

/** Makes V8 report each collection, to tell held memory from garbage. */
const TOLD = '--trace-gc'

/** `… Mark-Compact 120.6 (147.8) -> 28.6 (90.8) MB, …`; the others collect only what is new. */
const FULL = /Mark-Compact.* -> ([\d.]+) \([\d.]+\) MB/

export function watch(args: readonly string[]): Promise<Seen[]> {
  // If a source is newer than the bundle, the command builds it first, and then also holds Vite in memory.
  spawnSync(process.execPath, [COMMAND, '--version'])
  return new Promise((resolve, reject) => {
    const run = spawn(process.execPath, [TOLD, COMMAND, ...args])
    const seen: Seen[] = []
    const said: string[] = []
    let step = 0
    let held = Number.NaN
    for (const stream of [run.stdout, run.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        step = Number(/^\d+(?=\/\d+ )/.exec(line)?.[0] ?? step)
        held = Number(FULL.exec(line)?.[1] ?? held)
        said.push(line)
        if (said.length > LAST) said.shift()
      })
    }
    const timer = setInterval(() => {
      if (step === 0) return
      try {
        const status = readFileSync(`/proc/${run.pid}/status`, 'utf8')
        const memory = Number(/VmRSS:\s*(\d+)/.exec(status)?.[1]) / 1024
        const handles = readdirSync(`/proc/${run.pid}/fd`).length
        // A process that has ended but was not yet reaped has no memory.
        if (memory > 0) seen.push({ step, memory, held, handles })
      } catch {
        // It has just ended.
      }
    }, LOOK)
    run.on('error', reject)
    run.on('close', (code) => {
      clearInterval(timer)
      if (code === 0) resolve(seen)
      else reject(new Error(`ganvas ${args.join(' ')} ended with ${code}:\n${said.join('\n')}`))
    })
  })
}
