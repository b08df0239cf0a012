// One input for one parser: it is accepted, or refused in one line; everything else is a bug.

import type fc from 'fast-check'
import { withLedger } from './ledger'

/** A row of the table (parsers.ts). */
export interface Parser<Input> {
  name: string
  inputs: fc.Arbitrary<Input>
  /** Throws a `Bug` if the parser's result is impossible. */
  read(input: Input): unknown
  /** Errors that tell the user what is wrong with the input. */
  refusals: readonly (abstract new (
    ...args: never[]
  ) => Error)[]
  /** Most bytes of one array, for an input. */
  most(input: Input): number
}

export class Bug extends Error {
  override name = 'Bug'
}

/** Milliseconds of this process's CPU time, since the cores may be shared. */
const LONG = 5_000

/** Most characters of a message: more would fill a screen. */
const LONGEST = 1_000

export interface Attempt {
  taken: boolean
  ms: number
  /** Bytes of the largest requested array. */
  largest: number
}

/** @throws Bug with a description */
export async function attempt<Input>(parser: Parser<Input>, input: Input): Promise<Attempt> {
  const { name, read, refusals, most } = parser
  const before = process.cpuUsage()
  const { outcome, largest } = await withLedger(() => read(input))
  const { user, system } = process.cpuUsage(before)
  const ms = (user + system) / 1000
  if (ms > LONG) throw new Bug(`${name}: took ${ms.toFixed(0)} ms`)
  const allowed = most(input)
  if (largest > allowed) {
    throw new Bug(`${name}: asked for ${largest} bytes at once, of which ${allowed} are justified`)
  }
  if (outcome.status === 'fulfilled') return { taken: true, ms, largest }
  const error: unknown = outcome.reason
  if (error instanceof Bug) throw error
  if (!(error instanceof Error) || !refusals.some((kind) => error instanceof kind)) {
    const cause = error instanceof Error ? error.stack : String(error)
    throw new Bug(`${name}: crashed: ${cause}`, { cause: error })
  }
  const { message } = error
  if (message === '') throw new Bug(`${name}: refused without a word`)
  if (/[\p{Cc}\u2028\u2029]/u.test(message)) {
    throw new Bug(`${name}: its message is not one line: ${JSON.stringify(message)}`)
  }
  if (message.length > LONGEST) throw new Bug(`${name}: its message has ${message.length} letters`)
  return { taken: false, ms, largest }
}
