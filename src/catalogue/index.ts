// Every op's card. An op that src/ops exports and that has no card here does not compile.

import type * as ops from '../ops'
import {
  eluCard,
  leakyReluCard,
  reluCard,
  sigmoidCard,
  softplusCard,
  tanhCard,
} from './activations'
import { addCard, divCard, mulCard, reshapeCard, scaleCard, subCard } from './arithmetic'
import { colourJitterCard, gateDrawsCard, shiftCutCard } from './augment'
import { batchNormCard } from './batchNorm'
import { biasCard } from './bias'
import { clampCard, maximumCard, minimumCard } from './bounds'
import type { AnyCard } from './card'
import { channelProductsCard, scaleChannelsCard } from './channels'
import { embeddingCard, oneHotCard } from './classes'
import { conv2dCard, convTranspose2dCard } from './conv'
import { convWeightGradientCard } from './convWeightGradient'
import { absCard, expCard, logCard, rsqrtCard, sqrtCard, squareCard } from './elementary'
import { gatherCard, gatherClassesCard } from './gather'
import { groupNormCard, instanceNormCard, layerNormCard } from './groupNorm'
import { roundToHalfCard } from './half'
import { imagePoolCard, poolPlacesCard } from './imagePool'
import { linearCard } from './linear'
import { crossEntropyCard, logSoftmaxCard, logSumExpCard } from './logits'
import { bceWithLogitsCard, hingeCard, l1Card, mseCard } from './losses'
import { adamCard, rmspropCard } from './optimisers'
import { padCard } from './pad'
import { avgPool2dCard, upsampleNearest2dCard } from './pool'
import { bernoulliCard, choiceCard, normalCard, uniformCard } from './random'
import { upfirdn2dCard, upsampleBilinear2dCard } from './resample'
import { reverseGradientCard } from './reverse'
import { concatCard, sliceCard, splitCard } from './shape'
import { geluCard, siluCard } from './smooth'
import { minibatchStddevCard } from './stddev'
import { styleActivationCard } from './styleActivation'
import { expandCard, meanCard, sumCard, sumToCard } from './sums'
import { transposeCard } from './transpose'
import { affineWarpCard } from './warp'

export type OpName = keyof typeof ops

export const catalogue = {
  conv2d: conv2dCard,
  convTranspose2d: convTranspose2dCard,
  convWeightGradient: convWeightGradientCard,
  linear: linearCard,
  batchNorm: batchNormCard,
  layerNorm: layerNormCard,
  instanceNorm: instanceNormCard,
  groupNorm: groupNormCard,
  roundToHalf: roundToHalfCard,
  relu: reluCard,
  leakyRelu: leakyReluCard,
  elu: eluCard,
  silu: siluCard,
  gelu: geluCard,
  tanh: tanhCard,
  sigmoid: sigmoidCard,
  softplus: softplusCard,
  bceWithLogits: bceWithLogitsCard,
  mse: mseCard,
  l1: l1Card,
  hinge: hingeCard,
  crossEntropy: crossEntropyCard,
  logSoftmax: logSoftmaxCard,
  logSumExp: logSumExpCard,
  oneHot: oneHotCard,
  embedding: embeddingCard,
  add: addCard,
  sub: subCard,
  mul: mulCard,
  div: divCard,
  scale: scaleCard,
  reshape: reshapeCard,
  reverseGradient: reverseGradientCard,
  square: squareCard,
  sqrt: sqrtCard,
  rsqrt: rsqrtCard,
  abs: absCard,
  exp: expCard,
  log: logCard,
  maximum: maximumCard,
  minimum: minimumCard,
  clamp: clampCard,
  bias: biasCard,
  scaleChannels: scaleChannelsCard,
  channelProducts: channelProductsCard,
  styleActivation: styleActivationCard,
  minibatchStddev: minibatchStddevCard,
  sum: sumCard,
  mean: meanCard,
  sumTo: sumToCard,
  expand: expandCard,
  transpose: transposeCard,
  concat: concatCard,
  slice: sliceCard,
  split: splitCard,
  pad: padCard,
  avgPool2d: avgPool2dCard,
  upsampleNearest2d: upsampleNearest2dCard,
  upsampleBilinear2d: upsampleBilinear2dCard,
  upfirdn2d: upfirdn2dCard,
  affineWarp: affineWarpCard,
  colourJitter: colourJitterCard,
  gateDraws: gateDrawsCard,
  shiftCut: shiftCutCard,
  uniform: uniformCard,
  normal: normalCard,
  bernoulli: bernoulliCard,
  choice: choiceCard,
  gather: gatherCard,
  gatherClasses: gatherClassesCard,
  poolPlaces: poolPlacesCard,
  imagePool: imagePoolCard,
} satisfies Record<OpName, AnyCard>

export const opNames = Object.keys(catalogue) as OpName[]

/** Steps of optimisers, which are no ops: nothing differentiates them. */
const steps = { adam: adamCard, rmsprop: rmspropCard } satisfies Record<string, AnyCard>

/** An op, or the step of an optimiser. */
export type KernelName = OpName | keyof typeof steps

export const kernelNames: readonly KernelName[] = [
  ...opNames,
  ...(Object.keys(steps) as (keyof typeof steps)[]),
]

const all: Readonly<Record<KernelName, AnyCard>> = { ...catalogue, ...steps }

/** The card of an op or a step; its inputs and options are those of its own samples. */
export function cardOf(name: KernelName): AnyCard {
  return all[name]
}
