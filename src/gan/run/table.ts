// What was tuned on one adapter, as it is kept: in a file, in a browser's database, with a run.

import { isRecord } from '../../data/json'
import type { Choice, Choices } from '../../gpu/choice'
import type { Gpu } from '../../gpu/device'
import { kernelsHash } from '../../ops/convChoice'

export interface Table {
  /** The fingerprint of the adapter that it was measured on. */
  adapter: string
  /** The hash of the kernels' text: other kernels take other times. */
  kernels: string
  choices: Choices
}

export function tableOf({ fingerprint }: Pick<Gpu, 'fingerprint'>, choices: Choices): Table {
  return { adapter: fingerprint, kernels: kernelsHash, choices }
}

/** The choices that were kept for an adapter; undefined where they are damaged, or another's. */
export function choicesOf(kept: unknown, gpu: Pick<Gpu, 'fingerprint'>): Choices | undefined {
  if (!isRecord(kept)) return undefined
  const { adapter, kernels, choices } = kept
  if (adapter !== gpu.fingerprint || kernels !== kernelsHash) return undefined
  return isChoices(choices) ? choices : undefined
}

/** Whether each of them can be is seen when it is used. */
export function isChoices(value: unknown): value is Choices {
  return isRecord(value) && Object.values(value).every(isChoice)
}

function isChoice(value: unknown): value is Choice {
  if (!isRecord(value)) return false
  const { kernel, constants } = value
  if (typeof kernel !== 'string' || !isRecord(constants)) return false
  return Object.values(constants).every((constant) => typeof constant === 'number')
}
