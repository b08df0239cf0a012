// Kernel choices tuned on one adapter, as stored in a file, in a browser's database, or with a run.

import { isRecord } from '../../data/json'
import type { Choice, Choices } from '../../gpu/choice'
import type { Gpu } from '../../gpu/device'
import { kernelsHash } from '../../ops/convFamily'

export interface Table {
  /** Fingerprint of the adapter of the measurement. */
  adapter: string
  /** Hash of the kernels' text: changed kernels need new measurements. */
  kernels: string
  choices: Choices
}

export function tableOf({ fingerprint }: Pick<Gpu, 'fingerprint'>, choices: Choices): Table {
  return { adapter: fingerprint, kernels: kernelsHash, choices }
}

/** Stored choices for an adapter; undefined if they are damaged or belong to another adapter. */
export function choicesOf(kept: unknown, gpu: Pick<Gpu, 'fingerprint'>): Choices | undefined {
  if (!isRecord(kept)) return undefined
  const { adapter, kernels, choices } = kept
  if (adapter !== gpu.fingerprint || kernels !== kernelsHash) return undefined
  return isChoices(choices) ? choices : undefined
}

/** Checks the form only: whether the adapter allows a choice is checked when it is used. */
export function isChoices(value: unknown): value is Choices {
  return isRecord(value) && Object.values(value).every(isChoice)
}

function isChoice(value: unknown): value is Choice {
  if (!isRecord(value)) return false
  const { kernel, constants } = value
  if (typeof kernel !== 'string' || !isRecord(constants)) return false
  return Object.values(constants).every((constant) => typeof constant === 'number')
}
