import { size } from '../autograd/check'
import { styleActivation } from '../ops'
import type { StyleActivationOptions } from '../ops/styleActivation'
import { bytesOf, type Card, type Input, Sums, shaped } from './card'
import { channelOf } from './channels'

type Inputs = 'x' | 'd' | 'strength' | 'noise' | 'bias'

/** Biases that keep each channel on its side of the kink, where |x d + strength noise| stays below 1.5. */
function inputs([N, H, W, C]: readonly [number, number, number, number]): Record<Inputs, Input> {
  const values = Array.from({ length: C }, (_, c) => (c % 2 === 0 ? 1 : -1) * (1.75 + c / 8))
  return {
    x: shaped(N, H, W, C),
    d: { shape: [N, C], low: 0.25, high: 1 },
    strength: { shape: [1], low: 0.25, high: 0.5 },
    noise: shaped(N, H, W, 1),
    bias: { shape: [C], values },
  }
}

const message = (name: string, wanted: string, but: string) =>
  new RegExp(
    `^styleActivation: ${name} must be \\[${wanted}\\], as x is \\[2, 3, 5, 3\\], but is \\[${but}\\]`,
  )

export const styleActivationCard: Card<Inputs, StyleActivationOptions> = {
  op: ({ x, ...others }, options) => styleActivation(x, others, options),
  reference({ x, d, strength, noise, bias }, { negativeSlope = 0.2, gain = Math.SQRT2 }) {
    const C = x.shape[3] ?? 1
    const result = new Sums(x.shape)
    for (let i = 0; i < size(x.shape); i++) {
      const terms = [
        x.at(i) * d.at(channelOf(i, x.shape)),
        strength.at(0) * noise.at(Math.floor(i / C)),
        bias.at(i % C),
      ]
      const v = terms.reduce((sum, term) => sum + term, 0)
      const slope = gain * (v > 0 ? 1 : negativeSlope)
      for (const term of terms) result.add(i, slope * term)
    }
    return result
  },
  // Three roundings of sums, and those of the slope, of the gain and of both products.
  bound: 7,
  gradient: { inputs: ['x', 'd', 'strength', 'bias'], bound: 8 },
  refusesSecond:
    /^styleActivation: its gradient is one fused kernel and cannot be differentiated again\. Compose it/,
  samples: [
    { inputs: inputs([2, 3, 5, 3]), options: {} },
    { inputs: inputs([2, 2, 3, 4]), options: {} },
    { inputs: inputs([2, 13, 11, 2]), options: { negativeSlope: 0.5, gain: 1 } },
    // Nothing but demodulation, noise and bias.
    { inputs: inputs([1, 3, 3, 3]), options: { negativeSlope: 1, gain: 1 } },
    {
      inputs: {
        ...inputs([2, 2, 2, 3]),
        noise: { shape: [2, 2, 2, 1], values: [0, 0, 0, 0, 0, 0, 0, 0] },
      },
      options: {},
    },
  ],
  errors: [
    {
      inputs: { ...inputs([2, 3, 5, 3]), d: shaped(3) },
      options: {},
      message: message('d', '2, 3', '3'),
    },
    {
      inputs: { ...inputs([2, 3, 5, 3]), noise: shaped(2, 3, 5, 3) },
      options: {},
      message: message('noise', '2, 3, 5, 1', '2, 3, 5, 3'),
    },
    {
      inputs: { ...inputs([2, 3, 5, 3]), bias: shaped(1) },
      options: {},
      message: message('bias', '3', '1'),
    },
    {
      inputs: inputs([2, 3, 5, 3]),
      options: { negativeSlope: -0.2 },
      message:
        /^styleActivation: negativeSlope must not be negative and gain must be positive, but they are -0\.2 and 1\.41/,
    },
  ],
  sizes: {
    'a style-based G at 32², batch 16': { inputs: inputs([16, 32, 32, 8]), options: {} },
    'its first layer': { inputs: inputs([16, 4, 4, 64]), options: {} },
  },
  work: ({ x, noise }) => ({
    flop: 5 * size(x.shape),
    bytes: bytesOf(x.shape, x.shape, noise.shape),
  }),
  lesson: {
    title: 'After a modulated convolution',
    formula: String.raw`v = d\, x + s\, z + b_c, \qquad y = \begin{cases} g\, v & v > 0 \\ g\, \alpha\, v & \text{else} \end{cases}`,
    summary:
      'Demodulation, noise, bias and a leaky ReLU in one pass over the images. Its gradient computes v ' +
      'again, and adds up what each of them has to learn.',
  },
}
