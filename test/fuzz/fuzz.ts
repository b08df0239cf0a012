// Feeds the parsers: a number of inputs each, or for a time, from a seed. A found bug is shrunk to a small input.

import fc from 'fast-check'
import { type Attempt, attempt, type Parser as ParserOf } from './attempt'
import type { Parser } from './parsers'

export interface Tally {
  name: string
  inputs: number
  taken: number
  /** Milliseconds of the slowest input. */
  slowest: number
  /** Bytes of the largest array. */
  largest: number
  /** The bug that was found, with its input. */
  bug?: string
}

export interface FuzzOptions {
  seed: number
  runs?: number
  /** Milliseconds. */
  time?: number
  /** Called before each input. */
  heed?: (name: string) => void
}

export async function fuzz(
  parser: Parser,
  { seed, runs = Number.MAX_SAFE_INTEGER, time, heed = () => {} }: FuzzOptions,
): Promise<Tally> {
  const row = parser as unknown as ParserOf<unknown>
  const tally: Tally = { name: row.name, inputs: 0, taken: 0, slowest: 0, largest: 0 }
  const note = ({ taken, ms, largest }: Attempt) => {
    tally.inputs++
    if (taken) tally.taken++
    tally.slowest = Math.max(tally.slowest, ms)
    tally.largest = Math.max(tally.largest, largest)
  }
  const property = fc.asyncProperty(row.inputs, async (input) => {
    heed(row.name)
    note(await attempt(row, input))
  })
  const limit = time === undefined ? {} : { interruptAfterTimeLimit: time }
  const checked = await fc.check(property, { seed, numRuns: runs, ...limit })
  if (checked.failed && checked.counterexample) {
    const { errorInstance, counterexample } = checked
    tally.bug = `${errorInstance}\n  input: ${fc.stringify(counterexample[0]).slice(0, 2000)}`
  }
  return tally
}
