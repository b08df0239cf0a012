// The small D of the gradient microscope in float64, from the references of the cards. Loaded with them when
// somebody opens the lesson.

import { leakyReluCard, tanhCard } from '../../catalogue/activations'
import { batchNormCard } from '../../catalogue/batchNorm'
import { Dense, type Sums } from '../../catalogue/card'
import { conv2dCard } from '../../catalogue/conv'
import { bceWithLogitsCard, hingeCard, mseCard } from '../../catalogue/losses'
import { meanCard } from '../../catalogue/sums'
import { forms } from '../lessons/losses/forms'
import {
  BATCH,
  HALF,
  type PartName,
  type ScopeLoss,
  type Setting,
  SIDE,
  SLOPE,
  shapes,
  starts,
  WEIGHTS,
} from '../lessons/microscope/net'

export interface Evaluated {
  loss: number
  /** Σ|terms|: those of the loss, and those of each logit by how much the loss follows it. */
  magnitude: number
  /** For each unit that has a kink: is it beyond? */
  sides: readonly boolean[]
}

/** What D loses on the real and on the generated half, from its scores. */
const losses: Record<ScopeLoss, (x: Dense, half: 'real' | 'fake') => Sums> = {
  'non-saturating': (x, half) =>
    bceWithLogitsCard.reference({ x }, { label: Number(half === 'real') }),
  lsgan: (x, half) => mseCard.reference({ x }, { aim: Number(half === 'real') }),
  wgan: (x) => meanCard.reference({ x }, {}),
  hinge: (x, half) => hingeCard.reference({ x }, { sign: half === 'real' ? 1 : -1 }),
}

/** By what its terms are to be multiplied. */
const factor = (loss: ScopeLoss, half: 'real' | 'fake'): number =>
  loss === 'lsgan' ? 0.5 : loss === 'wgan' && half === 'real' ? -1 : 1

/** @param images  [8, 8, 8, 1]; @param weights  all of them, in float64 */
export function evaluate(
  { loss, activation }: Setting,
  images: ArrayLike<number>,
  weights: Float64Array,
): Evaluated {
  const part = (name: PartName) => {
    const { [name]: shape } = shapes
    const start = starts[name]
    const end = Object.values(starts).find((other) => other > start) ?? WEIGHTS
    return new Dense(shape, weights.slice(start, end))
  }
  const x = new Dense([BATCH, SIDE, SIDE, 1], Float64Array.from(images))
  const first = conv2dCard.reference({ x, weight: part('weight1') }, { stride: 2, padding: 1 }).y
  const norm = { x: first, weight: part('gamma'), bias: part('beta') }
  const { y: before } = batchNormCard.reference(norm, { training: true, parts: 2 })
  const { y: after } =
    activation === 'tanh'
      ? tanhCard.reference({ x: before }, {})
      : leakyReluCard.reference({ x: before }, { negativeSlope: SLOPE })
  const logits = conv2dCard.reference({ x: after, weight: part('weight2') }, {})
  const found = { loss: 0, magnitude: 0 }
  for (const half of ['real', 'fake'] as const) {
    const from = half === 'real' ? 0 : HALF
    const scores = new Dense([HALF], logits.y.data.slice(from, from + HALF))
    const { y, magnitude } = losses[loss](scores, half)
    found.loss += factor(loss, half) * y.at(0)
    found.magnitude += Math.abs(factor(loss, half)) * magnitude.at(0)
    for (let n = 0; n < HALF; n++) {
      const slope = forms[loss][half].slope(scores.at(n)) / HALF
      found.magnitude += Math.abs(slope) * logits.magnitude.at(from + n)
    }
  }
  return { ...found, sides: [...unitSides(activation, before), ...scoreSides(loss, logits.y)] }
}

const unitSides = (activation: Setting['activation'], before: Dense): boolean[] =>
  activation === 'leakyRelu' ? Array.from(before.data, (value) => value > 0) : []

const scoreSides = (loss: ScopeLoss, { data }: Dense): boolean[] =>
  loss === 'hinge' ? Array.from(data, (score, n) => (n < HALF ? score < 1 : score > -1)) : []
