// Cards of the losses: binary cross-entropy (the GAN of 2014, DCGAN), squared error (LSGAN), absolute
// error, hinge.

import { size } from '../autograd/check'
import { bceWithLogits, hinge, l1, mse } from '../ops'
import { bytesOf, type Card, type Dense, type Input, type Shape, Sums, shaped } from './card'

export interface Reduced {
  reduction?: 'mean' | 'sum'
}

export interface Options extends Reduced {
  /** A label for all, where no tensor of labels is given. */
  label?: number
}

const scores = { x: shaped(64, 1, 1, 1) }

const probabilities = (...shape: number[]) => ({ shape, low: 0, high: 1 })

/** The mean or sum of terms; their magnitudes where they are larger than the terms. */
function reduced(
  shape: Shape,
  reduction: 'mean' | 'sum',
  f: (index: number) => { term: number; magnitude?: number },
): Sums {
  const result = new Sums([1])
  const n = size(shape)
  const divisor = reduction === 'mean' ? n : 1
  for (let i = 0; i < n; i++) {
    const { term, magnitude = Math.abs(term) } = f(i)
    result.add(0, term / divisor, magnitude / divisor)
  }
  return result
}

export const bceWithLogitsCard: Card<'x', Options, 'labels'> = {
  op: ({ x, labels }, { label = 1, reduction = 'mean' }) =>
    bceWithLogits(x, labels ?? label, { reduction }),
  reference({ x, labels }, { label = 1, reduction = 'mean' }) {
    return reduced(x.shape, reduction, (i) => {
      const logit = x.at(i)
      const t = labels ? labels.at(i) : label
      const soft = Math.log1p(Math.exp(-Math.abs(logit)))
      const term = Math.max(logit, 0) - logit * t + soft
      // WGSL promises log on [0.5, 2] to 2⁻²¹, whatever its value: that is 8 units of 1.
      return { term, magnitude: Math.max(logit, 0) + Math.abs(logit * t) + 1 }
    })
  },
  bound: 12,
  gradient: { inputs: ['x'], bound: 12 },
  // σ(x) - t: what is subtracted is at most one and as exact as one.
  cancelling: ({ x }, { reduction = 'mean' }, { cotangent }) =>
    Math.abs(cotangent.at(0)) / (reduction === 'mean' ? size(x.shape) : 1),
  samples: [
    { inputs: { x: shaped(2, 3, 1, 1) }, options: { label: 1 } },
    { inputs: { x: { shape: [7], low: -100, high: 100 } }, options: { label: 0 } },
    // As many as one invocation adds up alone, and more.
    { inputs: { x: shaped(1024) }, options: { label: 1 }, large: true },
    { inputs: { x: shaped(1030) }, options: { label: 0 }, large: true },
    { inputs: { x: shaped(9), labels: probabilities(9) }, options: {} },
    {
      inputs: { x: { shape: [150], low: -100, high: 100 }, labels: probabilities(150) },
      options: { reduction: 'sum' },
    },
  ],
  errors: [
    {
      inputs: { x: shaped(4, 1, 1, 1), labels: shaped(4) },
      options: {},
      message: /^bceWithLogits: x and labels must have the same shape, but x is \[4, 1, 1, 1\]/,
    },
  ],
  sizes: { 'a batch of 64': { inputs: scores, options: { label: 1 } } },
  work: ({ x }) => ({ flop: 10 * size(x.shape), bytes: bytesOf(x.shape, [1]) }),
  lesson: {
    title: 'Binary cross-entropy of logits',
    formula: String.raw`\ell = \max(x, 0) - x t + \log(1 + e^{-|x|}), \qquad \partial x = \sigma(x) - t`,
    summary:
      'D is paid for telling real (t = 1) from fake (t = 0). From logits it neither overflows nor ' +
      'saturates, however sure D is.',
  },
}

export interface Aim extends Reduced {
  /** A target for all, where no tensor of targets is given. */
  aim?: number
}

/** Pairs with no tie: x lies in [-1, 1), each target outside of it, on either side. */
const apart = (...shape: number[]): { x: Input; target: Input } => ({
  x: shaped(...shape),
  target: { shape, keepAway: 1.01 },
})

/**
 * Errors far above and far below the target 0. Few, and none small: differences of a sum of squares are
 * no more exact than the sum, in which a small square is lost.
 */
const far = { x: { shape: [7], low: -100, high: 100, keepAway: 10 } }

const unlike = (op: string) => ({
  inputs: { x: shaped(4, 1), target: shaped(4) },
  options: {},
  message: new RegExp(
    `^${op}: x and target must have the same shape, but x is \\[4, 1\\] and target is \\[4\\]`,
  ),
})

const lossWork = ({ x }: { readonly x: { shape: Shape } }, operations: number) => ({
  flop: operations * size(x.shape),
  bytes: bytesOf(x.shape, [1]),
})

const errorOf = (x: Dense, target: Dense | undefined, aim: number, i: number): number =>
  x.at(i) - (target ? target.at(i) : aim)

export const mseCard: Card<'x', Aim, 'target'> = {
  op: ({ x, target }, { aim = 1, reduction = 'mean' }) => mse(x, target ?? aim, { reduction }),
  reference: ({ x, target }, { aim = 1, reduction = 'mean' }) =>
    reduced(x.shape, reduction, (i) => ({ term: errorOf(x, target, aim, i) ** 2 })),
  bound: 8,
  gradient: { inputs: ['x', 'target'], bound: 8 },
  samples: [
    { inputs: { x: shaped(2, 3, 1, 1) }, options: { aim: 1 } },
    { inputs: { x: shaped(2, 3, 5, 3), target: shaped(2, 3, 5, 3) }, options: {} },
    { inputs: far, options: { aim: 0, reduction: 'sum' } },
    // More than one invocation adds up alone.
    { inputs: { x: { shape: [1030], low: 2, high: 3 } }, options: { aim: 0.5 }, large: true },
  ],
  errors: [unlike('mse')],
  sizes: { 'a batch of 64': { inputs: scores, options: { aim: 1 } } },
  work: (inputs) => lossWork(inputs, 3),
  lesson: {
    title: 'Squared error',
    formula: String.raw`\ell = \frac{1}{n} \sum_i (x_i - t_i)^2, \qquad \partial x_i = \tfrac{2}{n} (x_i - t_i)`,
    summary:
      'In a least-squares GAN the score itself is pulled to 1 for real and 0 for fake. Samples that are ' +
      'right, but far from the border, are pulled too: that is what keeps the gradient alive.',
  },
}

export const l1Card: Card<'x', Aim, 'target'> = {
  op: ({ x, target }, { aim = 0, reduction = 'mean' }) => l1(x, target ?? aim, { reduction }),
  reference: ({ x, target }, { aim = 0, reduction = 'mean' }) =>
    reduced(x.shape, reduction, (i) => ({ term: Math.abs(errorOf(x, target, aim, i)) })),
  bound: 8,
  gradient: { inputs: ['x', 'target'], bound: 8 },
  samples: [
    { inputs: { x: { shape: [2, 3, 1, 1], keepAway: 0.01 } }, options: {} },
    { inputs: apart(2, 3, 5, 3), options: {} },
    { inputs: far, options: { reduction: 'sum' } },
  ],
  errors: [unlike('l1')],
  sizes: {
    'images of 32², batch 64': {
      inputs: { x: shaped(64, 32, 32, 3), target: shaped(64, 32, 32, 3) },
      options: {},
    },
  },
  work: (inputs) => lossWork(inputs, 3),
  lesson: {
    title: 'Absolute error',
    formula: String.raw`\ell = \frac{1}{n} \sum_i |x_i - t_i|`,
    summary:
      'How far an image is from another, pixel by pixel. One that is far off pulls no harder than one ' +
      'that is near.',
  },
}

/** 64 scores from -4 to 4, none closer than 1/16 to a whole number: the kinks lie at ±1. */
const margins = Array.from({ length: 64 }, (_, i) => (i - 32) / 8 + 1 / 16)

export const hingeCard: Card<'x', Reduced & { sign: 1 | -1 }> = {
  op: ({ x }, options) => hinge(x, options),
  reference: ({ x }, { sign, reduction = 'mean' }) =>
    reduced(x.shape, reduction, (i) => ({ term: Math.max(0, 1 - sign * x.at(i)) })),
  bound: 8,
  gradient: { inputs: ['x'], bound: 8 },
  samples: [
    { inputs: { x: { shape: [64, 1], values: margins } }, options: { sign: 1 } },
    { inputs: { x: { shape: [64], values: margins } }, options: { sign: -1, reduction: 'sum' } },
    { inputs: { x: { shape: [7], low: -100, high: -1.01 } }, options: { sign: 1 } },
    { inputs: { x: { shape: [1030], low: -3, high: 0.9 } }, options: { sign: 1 }, large: true },
  ],
  errors: [
    {
      inputs: { x: shaped(3) },
      options: { sign: Number(0) as 1 },
      message: /^hinge: sign must be 1 or -1, but is 0/,
    },
  ],
  sizes: { 'a batch of 64': { inputs: scores, options: { sign: 1 } } },
  work: (inputs) => lossWork(inputs, 3),
  lesson: {
    title: 'Hinge',
    formula: String.raw`\ell = \frac{1}{n} \sum_i \max(0,\, 1 - s\, x_i), \qquad s = \pm 1`,
    summary:
      'D is pushed until it is right by a margin of one, and no further: it spends its strength on the ' +
      'images that it still gets wrong.',
  },
}
