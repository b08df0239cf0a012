// Calls of functions that live in another process, a page or Deno, by their names.

import type { Outcome } from '../gpu/page/callPage'
import { type Envelope, pack, unpack } from '../gpu/page/parcel'
import { Failure, revived } from '../terminal/failure'

/**
 * Runs a function of the other side by its name. Arguments and result are serialised by parcel.ts. An error thrown there
 * arrives with its class; other errors of that side become a Failure.
 */
export type Call = <T>(name: string, ...args: unknown[]) => Promise<T>

export interface OtherSide {
  /** Address of the server that both sides reach. */
  origin(): string
  /** Hands a call to `ganvasAnswer` (src/cli/gpu/page/callPage.ts) there. */
  answer(name: string, given: Envelope): Promise<Outcome>
  /** Rejects with the reason when the other side has ended. */
  crashed: Promise<never>
  /** Errors there that belong to no call. */
  problems: string[]
}

/** Milliseconds until the reason of a crash is known. */
const REASON = 500

export function callerOf({ origin, answer, crashed, problems }: OtherSide): Call {
  // A crash between two calls is reported by the next one.
  crashed.catch(() => {})
  // A call that a dying process cuts short fails a moment before the reason is known.
  const orWhy = async (error: unknown) => {
    await Promise.race([crashed, new Promise((resolve) => setTimeout(resolve, REASON))])
    throw error
  }
  return async <T>(name: string, ...args: unknown[]) => {
    const given = await pack(args, origin())
    const outcome = await Promise.race([crashed, answer(name, given).catch(orWhy)])
    if ('message' in outcome) return orWhy(revived(outcome))
    if (problems.length > 0) throw new Failure(`in the page: ${problems.splice(0).join('; ')}`)
    return (await unpack(outcome, origin())) as T
  }
}
