// Families of kernels: each has one colour and one mark in the plot.

import type { OpName } from '../../catalogue'

export const familyNames = ['products', 'norms', 'elements', 'sums', 'moves', 'others'] as const

export type Family = (typeof familyNames)[number]

/** Ops of each family; an op that is not listed counts as element by element. */
const members: Record<
  Exclude<Family, 'elements'>,
  readonly (OpName | 'adam' | 'rmsprop' | 'sgd')[]
> = {
  products: ['conv2d', 'convTranspose2d', 'convWeightGradient', 'linear'],
  norms: ['batchNorm', 'layerNorm', 'instanceNorm', 'groupNorm'],
  sums: [
    'bceWithLogits',
    'mse',
    'l1',
    'hinge',
    'crossEntropy',
    'logSoftmax',
    'logSumExp',
    'sum',
    'mean',
    'sumTo',
    'avgPool2d',
  ],
  moves: [
    'oneHot',
    'embedding',
    'reshape',
    'reverseGradient',
    'expand',
    'transpose',
    'concat',
    'slice',
    'split',
    'pad',
    'upsampleNearest2d',
    'affineWarp',
    'shiftCut',
    'gather',
    'gatherClasses',
  ],
  others: ['uniform', 'normal', 'bernoulli', 'choice', 'adam', 'rmsprop', 'sgd'],
}

const familyOfOp = new Map<string, Family>(
  Object.entries(members).flatMap(([family, ops]) => ops.map((op) => [op, family as Family])),
)

export const familyOf = (op: string): Family => familyOfOp.get(op) ?? 'elements'
