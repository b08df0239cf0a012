// What kernels are of a kind: they have one colour and one mark in the plot.

import type { OpName } from '../../catalogue'

export const families = {
  products: 'convolutions, products',
  norms: 'norms',
  elements: 'element by element',
  sums: 'sums, losses',
  moves: 'moving data',
  others: 'random numbers, optimisers',
} as const

export type Family = keyof typeof families

export const familyNames = Object.keys(families) as Family[]

const familyOfOp: Record<OpName | 'adam' | 'rmsprop' | 'sgd', Family> = {
  conv2d: 'products',
  convTranspose2d: 'products',
  convWeightGradient: 'products',
  linear: 'products',
  batchNorm: 'norms',
  layerNorm: 'norms',
  instanceNorm: 'norms',
  groupNorm: 'norms',
  roundToHalf: 'elements',
  relu: 'elements',
  leakyRelu: 'elements',
  elu: 'elements',
  tanh: 'elements',
  sigmoid: 'elements',
  softplus: 'elements',
  add: 'elements',
  sub: 'elements',
  mul: 'elements',
  div: 'elements',
  scale: 'elements',
  square: 'elements',
  sqrt: 'elements',
  abs: 'elements',
  exp: 'elements',
  log: 'elements',
  maximum: 'elements',
  minimum: 'elements',
  clamp: 'elements',
  bias: 'elements',
  colourJitter: 'elements',
  bceWithLogits: 'sums',
  mse: 'sums',
  l1: 'sums',
  hinge: 'sums',
  crossEntropy: 'sums',
  logSoftmax: 'sums',
  logSumExp: 'sums',
  sum: 'sums',
  mean: 'sums',
  sumTo: 'sums',
  avgPool2d: 'sums',
  oneHot: 'moves',
  embedding: 'moves',
  reshape: 'moves',
  expand: 'moves',
  transpose: 'moves',
  concat: 'moves',
  slice: 'moves',
  split: 'moves',
  pad: 'moves',
  upsampleNearest2d: 'moves',
  affineWarp: 'moves',
  shiftCut: 'moves',
  gather: 'moves',
  gatherClasses: 'moves',
  uniform: 'others',
  normal: 'others',
  bernoulli: 'others',
  choice: 'others',
  adam: 'others',
  rmsprop: 'others',
  sgd: 'others',
}

/** A report of another version may have ops that are not known here. */
export const familyOf = (op: string): Family =>
  (familyOfOp as Readonly<Record<string, Family>>)[op] ?? 'others'
