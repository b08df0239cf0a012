// Cases of the accuracy table: layers of DCGANs, and enough numbers of every other op. cases.json holds them, since
// PyTorch is asked about the same ones (test/golden/accuracy.py), whose errors in float32 are in pytorch.json.

import type { AnySample } from '../card'
import { cardOf, type OpName, opNames } from '../index'
import listed from './cases.json'
import pytorch from './pytorch.json'

export interface AccuracyCase {
  op: OpName
  name: string
  sample: AnySample
  /** Times that it is drawn: a loss is one number. */
  draws: number
}

/** Ops that PyTorch has not: their cards' first samples. */
const others = opNames
  .filter((op) => !listed.some((each) => each.op === op))
  .map((op) => ({ op, name: 'first sample', draws: 1, sample: cardOf(op).samples[0] }))

export const accuracyCases: readonly AccuracyCase[] = [
  ...(listed as (AnySample & { op: OpName; name: string; draws?: number })[]).map(
    ({ op, name, draws = 1, ...sample }) => ({ op, name, draws, sample }),
  ),
  ...others.flatMap(({ sample, ...rest }) => (sample ? [{ ...rest, sample }] : [])),
]

/** The rms error of PyTorch's float32 for y or the gradient of an input, in the same case. */
export function errorOfPyTorch({ op, name }: AccuracyCase, tensor: string): number | undefined {
  const errors: Readonly<Record<string, Readonly<Record<string, number>>>> = pytorch
  return errors[`${op}: ${name}`]?.[tensor]
}
