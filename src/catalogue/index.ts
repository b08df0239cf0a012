// Every op's card. An op that src/ops exports and that has no card here does not compile.

import type * as ops from '../ops'
import { leakyReluCard, reluCard, sigmoidCard, tanhCard } from './activations'
import { addCard, mulCard, reshapeCard, scaleCard } from './arithmetic'
import { batchNormCard } from './batchNorm'
import type { AnyCard } from './card'
import { conv2dCard, convTranspose2dCard, convWeightGradientCard } from './conv'
import { gatherCard } from './gather'
import { linearCard } from './linear'
import { bceWithLogitsCard } from './losses'
import { avgPool2dCard, upsampleNearest2dCard } from './pool'
import { normalCard, uniformCard } from './random'
import { concatCard, padCard, sliceCard, transposeCard } from './shape'
import { biasCard, expandCard, meanCard, sumCard, sumLeadingCard } from './sums'
import { affineWarpCard } from './warp'

export type OpName = keyof typeof ops

export const catalogue = {
  conv2d: conv2dCard,
  convTranspose2d: convTranspose2dCard,
  convWeightGradient: convWeightGradientCard,
  linear: linearCard,
  batchNorm: batchNormCard,
  relu: reluCard,
  leakyRelu: leakyReluCard,
  tanh: tanhCard,
  sigmoid: sigmoidCard,
  bceWithLogits: bceWithLogitsCard,
  add: addCard,
  mul: mulCard,
  scale: scaleCard,
  reshape: reshapeCard,
  bias: biasCard,
  sum: sumCard,
  mean: meanCard,
  sumLeading: sumLeadingCard,
  expand: expandCard,
  transpose: transposeCard,
  concat: concatCard,
  slice: sliceCard,
  pad: padCard,
  avgPool2d: avgPool2dCard,
  upsampleNearest2d: upsampleNearest2dCard,
  affineWarp: affineWarpCard,
  uniform: uniformCard,
  normal: normalCard,
  gather: gatherCard,
} satisfies Record<OpName, AnyCard>

export const opNames = Object.keys(catalogue) as OpName[]

/** The card of an op; its inputs and options are those of its own samples. */
export function cardOf(name: OpName): AnyCard {
  return catalogue[name]
}
