// The small D of the gradient microscope in float64, from the references of the cards. Loaded with them when
// the lesson is opened.

import { leakyReluCard, tanhCard } from '../../../catalogue/activations'
import { batchNormCard } from '../../../catalogue/batchNorm'
import { Dense, type Sums } from '../../../catalogue/card'
import { conv2dCard } from '../../../catalogue/conv'
import { bceWithLogitsCard, hingeCard, mseCard } from '../../../catalogue/losses'
import { meanCard } from '../../../catalogue/sums'
import { forms } from '../tools/forms'
import {
  BATCH,
  CHANNELS,
  HALF,
  KERNEL,
  type PartName,
  partOf,
  type ScopeLoss,
  type Setting,
  SIDE,
  SLOPE,
  shapes,
  starts,
  WEIGHTS,
} from './net'

export interface Evaluated {
  loss: number
  /** Σ|terms|: those of the loss, and those of each logit times the loss's slope. */
  magnitude: number
  /** For each unit with a kink: is its input on the positive side? */
  sides: readonly boolean[]
}

/** D's losses on the real and on the generated half, by its scores. */
const losses: Record<ScopeLoss, (x: Dense, half: 'real' | 'fake') => Sums> = {
  'non-saturating': (x, half) =>
    bceWithLogitsCard.reference({ x }, { label: Number(half === 'real') }),
  lsgan: (x, half) => mseCard.reference({ x }, { aim: Number(half === 'real') }),
  wgan: (x) => meanCard.reference({ x }, {}),
  hinge: (x, half) => hingeCard.reference({ x }, { sign: half === 'real' ? 1 : -1 }),
}

/** Factor of its terms. */
const factor = (loss: ScopeLoss, half: 'real' | 'fake'): number =>
  loss === 'lsgan' ? 0.5 : loss === 'wgan' && half === 'real' ? -1 : 1

const NORM = { training: true, parts: 2 } as const

/** D's forward pass up to the logits. */
function forward({ activation }: Setting, images: ArrayLike<number>, weights: Float64Array) {
  const part = (name: PartName) => {
    const { [name]: shape } = shapes
    const start = starts[name]
    const end = Object.values(starts).find((other) => other > start) ?? WEIGHTS
    return new Dense(shape, weights.slice(start, end))
  }
  const x = new Dense([BATCH, SIDE, SIDE, 1], Float64Array.from(images))
  const first = conv2dCard.reference({ x, weight: part('weight1') }, { stride: 2, padding: 1 }).y
  const norm = { x: first, weight: part('gamma'), bias: part('beta') }
  const { y: before } = batchNormCard.reference(norm, NORM)
  const { y: after } =
    activation === 'tanh'
      ? tanhCard.reference({ x: before }, {})
      : leakyReluCard.reference({ x: before }, { negativeSlope: SLOPE })
  const weight2 = part('weight2')
  const logits = conv2dCard.reference({ x: after, weight: weight2 }, {})
  return { norm, before, after, weight2, logits }
}

/** Derivative of the loss by the score of one image. */
const slopeAt = (loss: ScopeLoss, scores: Dense, n: number): number =>
  forms[loss][n < HALF ? 'real' : 'fake'].slope(scores.at(n)) / HALF

/** @param images  [8, 8, 8, 1]; @param weights  all of them, in float64 */
export function evaluate(
  setting: Setting,
  images: ArrayLike<number>,
  weights: Float64Array,
): Evaluated {
  const { loss, activation } = setting
  const { before, logits } = forward(setting, images, weights)
  const found = { loss: 0, magnitude: 0 }
  for (const half of ['real', 'fake'] as const) {
    const from = half === 'real' ? 0 : HALF
    const scores = new Dense([HALF], logits.y.data.slice(from, from + HALF))
    const { y, magnitude } = losses[loss](scores, half)
    found.loss += factor(loss, half) * y.at(0)
    found.magnitude += Math.abs(factor(loss, half)) * magnitude.at(0)
    for (let n = from; n < from + HALF; n++) {
      found.magnitude += Math.abs(slopeAt(loss, logits.y, n)) * logits.magnitude.at(n)
    }
  }
  return { ...found, sides: [...unitSides(activation, before), ...scoreSides(loss, logits.y)] }
}

/**
 * Σ|terms| that the tape adds up for one gradient. As in `ganvas check`, a rounding is 2⁻²⁴ of this, however small
 * the sum is; batch norm's card describes the cancellation inside it.
 */
export function gradientTerms(
  setting: Setting,
  images: ArrayLike<number>,
  weights: Float64Array,
  index: number,
): number {
  const { norm, before, after, weight2, logits } = forward(setting, images, weights)
  const { name, at } = partOf(index)
  const [tap, channel] = [Math.floor(at / CHANNELS), at % CHANNELS]
  const perImage = after.data.length / BATCH
  const slopes = Array.from({ length: BATCH }, (_, n) => slopeAt(setting.loss, logits.y, n))
  if (name === 'weight2') {
    return slopes.reduce((sum, slope, n) => sum + Math.abs(slope * after.at(n * perImage + at)), 0)
  }
  const steep = (unit: number): number =>
    setting.activation === 'tanh' ? 1 - after.at(unit) ** 2 : before.at(unit) > 0 ? 1 : SLOPE
  const cotangent = new Dense(before.shape)
  for (const unit of before.data.keys()) {
    const slope = slopes[Math.floor(unit / perImage)] ?? Number.NaN
    cotangent.data[unit] = slope * weight2.at(unit % perImage) * steep(unit)
  }
  const summed = (input: string, at: number): number =>
    batchNormCard.cancelling?.(norm, NORM, { input, index: at, cotangent }) ?? Number.NaN
  if (name === 'gamma') return summed('weight', at)
  if (name === 'beta') return summed('bias', at)
  const half = SIDE / 2
  let terms = 0
  for (let unit = channel; unit < before.data.length; unit += CHANNELS) {
    const place = Math.floor((unit % perImage) / CHANNELS)
    const row = 2 * Math.floor(place / half) - 1 + Math.floor(tap / KERNEL)
    const column = 2 * (place % half) - 1 + (tap % KERNEL)
    if (Math.min(row, column) < 0 || Math.max(row, column) >= SIDE) continue
    const pixel = images[(Math.floor(unit / perImage) * SIDE + row) * SIDE + column] ?? 0
    terms += Math.abs(pixel) * summed('x', unit)
  }
  return terms
}

const unitSides = (activation: Setting['activation'], before: Dense): boolean[] =>
  activation === 'leakyRelu' ? Array.from(before.data, (value) => value > 0) : []

const scoreSides = (loss: ScopeLoss, { data }: Dense): boolean[] =>
  loss === 'hinge' ? Array.from(data, (score, n) => (n < HALF ? score < 1 : score > -1)) : []
