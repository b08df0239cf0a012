// The gradient checks of one op or of all, one after the other: what `ganvas check` prints.

import type { Gpu } from '../gpu/device'
import type { TraceOptions } from '../gpu/trace'
import { identify, type Subject } from './evaluate'
import { opNames } from './index'
import { secondPairs, verifySecond } from './second'
import { type Verdict, verifyGradient } from './verify'

/** First and second derivatives, for each sample and each input that a gradient flows to. */
export async function verifyGradients(
  gpu: Gpu,
  subject?: Subject,
  options: TraceOptions = {},
): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (const each of subject ? [subject] : opNames) {
    verdicts.push(...(await firsts(gpu, each, options)), ...(await seconds(gpu, each, options)))
  }
  return verdicts
}

export async function firsts(
  gpu: Gpu,
  subject: Subject,
  options: TraceOptions = {},
): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (const { sample, inputs } of differentiable(subject)) {
    for (const input of inputs)
      verdicts.push(await verifyGradient(gpu, subject, sample, input, options))
  }
  return verdicts
}

export async function seconds(
  gpu: Gpu,
  subject: Subject,
  options: TraceOptions = {},
): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (const { sample, inputs, large } of differentiable(subject)) {
    if (large) continue
    for (const pair of secondPairs(subject, inputs)) {
      verdicts.push(await verifySecond(gpu, subject, sample, pair, options))
    }
  }
  return verdicts
}

/** The samples of an op that have a gradient, and those of their inputs that it flows to. */
export function differentiable(subject: Subject) {
  const { gradient, samples } = identify(subject).card
  return samples.flatMap(({ gradient: wanted = true, large = false, inputs: given }, sample) => {
    if (!gradient || !wanted) return []
    return [{ sample, inputs: gradient.inputs.filter((name) => name in given), large }]
  })
}
