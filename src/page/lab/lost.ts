// Runs whose device was lost, and did not come back.

import type { Live } from '../../gan/model/config'
import { type Fault, NoGpuError } from '../core/protocol'
import { count, messageOf } from '../core/words'
import type { Lab } from './lab'
import type { Kept } from './run'

/** State from which such a run can be saved and gone on with, and its settings changed since. */
export interface Stranded {
  kept?: Kept | undefined
  live?: Live | undefined
}

export const stranded = new WeakMap<Lab, Stranded>()

/** The state with the settings of the run, for Save. */
export function strandedState(lab: Lab): Kept | undefined {
  const { kept, live } = stranded.get(lab) ?? {}
  return kept && { ...kept, run: { ...kept.run, ...live } }
}

/**
 * Fault of a run that a loss has ended.
 *
 * @param cause  why no other device could be opened
 * @param step   of the kept state, if there is one
 */
export function faultOfLoss(
  lost: unknown,
  { cause, step }: { cause: unknown; step: number | undefined },
): Fault & { kept?: number } {
  const why = messageOf(lost).replace(/\.$/, '')
  const gone = cause instanceof NoGpuError
  if (step === undefined) {
    const advice = gone ? 'The browser offers no other: restart it' : 'Start opens it again'
    return { message: `${why}. ${advice}` }
  }
  const at = `step ${count(step)}`
  const message = gone
    ? `The GPU was lost, and the browser offers no other. Restart the browser to go on with ${at}. Save works now, without a GPU`
    : `${why}. Continue opens it again and goes on with ${at}. Save works now, without a GPU`
  return { message, kept: step }
}
