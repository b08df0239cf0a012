// Card of the binary cross-entropy, the loss of the GAN of 2014 and of DCGAN.

import { size } from '../autograd/check'
import { bceWithLogits } from '../ops'
import { bytesOf, type Card, Sums, shaped } from './card'

interface Options {
  /** A label for all, where no tensor of labels is given. */
  label?: number
  reduction?: 'mean' | 'sum'
}

const probabilities = (...shape: number[]) => ({ shape, low: 0, high: 1 })

export const bceWithLogitsCard: Card<'x', Options, 'labels'> = {
  op: ({ x, labels }, { label = 1, reduction = 'mean' }) =>
    bceWithLogits(x, labels ?? label, { reduction }),
  reference({ x, labels }, { label = 1, reduction = 'mean' }) {
    const result = new Sums([1])
    const n = size(x.shape)
    for (let i = 0; i < n; i++) {
      const logit = x.at(i)
      const t = labels ? labels.at(i) : label
      const soft = Math.log1p(Math.exp(-Math.abs(logit)))
      const term = Math.max(logit, 0) - logit * t + soft
      // WGSL promises log on [0.5, 2] to 2⁻²¹, whatever its value: that is 8 units of 1.
      const magnitude = Math.max(logit, 0) + Math.abs(logit * t) + 1
      result.add(
        0,
        reduction === 'mean' ? term / n : term,
        reduction === 'mean' ? magnitude / n : magnitude,
      )
    }
    return result
  },
  bound: 12,
  gradient: { inputs: ['x'], bound: 12 },
  // σ(x) - t: what is subtracted is at most one and as exact as one.
  cancelling: ({ x }, { reduction = 'mean' }, { cotangent }) =>
    Math.abs(cotangent.at(0)) / (reduction === 'mean' ? size(x.shape) : 1),
  samples: [
    { inputs: { x: shaped(2, 3, 1, 1) }, options: { label: 1 } },
    { inputs: { x: { shape: [7], low: -100, high: 100 } }, options: { label: 0 } },
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
  sizes: { 'a batch of 64': { inputs: { x: shaped(64, 1, 1, 1) }, options: { label: 1 } } },
  work: ({ x }) => ({ flop: 10 * size(x.shape), bytes: bytesOf(x.shape, [1]) }),
  lesson: {
    title: 'Binary cross-entropy of logits',
    formula: String.raw`\ell = \max(x, 0) - x t + \log(1 + e^{-|x|}), \qquad \partial x = \sigma(x) - t`,
    summary:
      'D is paid for telling real (t = 1) from fake (t = 0). From logits it neither overflows nor ' +
      'saturates, however sure D is.',
  },
}
