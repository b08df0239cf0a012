// Cards of the activation functions. Their error is stated beside |y| in what a rounding of x costs,
// |x · f'(x)|: WGSL promises exp(x) to 3 + 2|x| units in the last place, so large x cost digits.
// https://www.w3.org/TR/WGSL/#concrete-float-accuracy

import { elu, leakyRelu, relu, sigmoid, softplus, tanh } from '../ops'
import { type Card, elementwise, type None, shaped } from './card'
import { sided, u, work } from './elementary'

const blockOfG = { x: shaped(64, 16, 16, 64) }
const image = { x: shaped(64, 32, 32, 3) }

export const reluCard: Card<'x', None> = {
  op: ({ x }) => relu(x),
  reference: ({ x }) => elementwise(x.shape, (i) => Math.max(x.at(i), 0)),
  bound: 0,
  gradient: { inputs: ['x'], bound: 0 },
  samples: [
    { inputs: sided(2, 3, 5, 3), options: {} },
    { inputs: sided(257), options: {} },
  ],
  errors: [],
  sizes: { 'DCGAN 32², G block 3, batch 64': { inputs: blockOfG, options: {} } },
  work: (inputs) => work(inputs),
  lesson: {
    title: 'ReLU',
    formula: String.raw`y = \max(x, 0)`,
    summary: 'The generator’s non-linearity: what is negative becomes zero, and its gradient too.',
  },
}

export const leakyReluCard: Card<'x', { negativeSlope?: number; gain?: number }> = {
  op: ({ x }, options) => leakyRelu(x, options),
  reference: ({ x }, { negativeSlope = 0.01, gain = 1 }) =>
    elementwise(x.shape, (i) => gain * (x.at(i) > 0 ? x.at(i) : negativeSlope * x.at(i))),
  // The slope is rounded to f32, and so is the product. A gain is one more of each.
  bound: 4,
  gradient: { inputs: ['x'], bound: 4 },
  samples: [
    { inputs: sided(2, 3, 5, 3), options: { negativeSlope: 0.2 } },
    { inputs: sided(33), options: { negativeSlope: 0.2, gain: Math.SQRT2 } },
    { inputs: sided(65), options: {} },
    { inputs: sided(7), options: { negativeSlope: 0 } },
  ],
  errors: [
    {
      inputs: { x: shaped(3) },
      options: { negativeSlope: -0.2 },
      message: /^leakyRelu: negativeSlope must not be negative, but is -0.2/,
    },
    {
      inputs: { x: shaped(3) },
      options: { gain: 0 },
      message: /^leakyRelu: gain must be finite and positive, but is 0/,
    },
  ],
  sizes: {
    'DCGAN 32², D block 1, batch 64': { inputs: blockOfG, options: { negativeSlope: 0.2 } },
  },
  work: (inputs) => work(inputs),
  lesson: {
    title: 'Leaky ReLU',
    formula: String.raw`y = \begin{cases} x & x > 0 \\ \alpha x & \text{else} \end{cases}`,
    summary:
      'The discriminator’s non-linearity. The small slope keeps a gradient flowing to the generator ' +
      'even through units that are switched off.',
  },
}

export const eluCard: Card<'x', { alpha?: number }> = {
  op: ({ x }, options) => elu(x, options),
  reference: ({ x }, { alpha = 1 }) =>
    elementwise(
      x.shape,
      (i) => (x.at(i) > 0 ? x.at(i) : alpha * Math.expm1(x.at(i))),
      (i) =>
        x.at(i) > 0
          ? x.at(i)
          : alpha * (Math.abs(Math.expm1(x.at(i))) + Math.abs(x.at(i)) * Math.exp(x.at(i))),
    ),
  bound: 12,
  gradient: { inputs: ['x'], bound: 12 },
  // Below zero the gradient is α e^x, as exact as an exponential is.
  cancelling: ({ x }, { alpha = 1 }, { index, cotangent }) =>
    x.at(index) > 0
      ? 0
      : u(cotangent, index) * alpha * (1 + Math.abs(x.at(index))) * Math.exp(x.at(index)),
  samples: [
    { inputs: sided(2, 3, 5, 3), options: {} },
    {
      inputs: { x: { shape: [257], low: -100, high: 100, keepAway: 0.01 } },
      options: { alpha: 1.7 },
    },
    // Both sides of where tanh(x/2) takes its series, at -0.7.
    { inputs: { x: { shape: [65], low: -0.8, high: -0.6 } }, options: {} },
    // Near zero e^x - 1 would lose its digits. The differences would step over the kink.
    {
      inputs: {
        x: {
          shape: [9],
          values: [0, 2 ** -126, -(2 ** -100), -1e-6, 1e-6, -1e-3, -0.1, 2 ** 127, -(2 ** 127)],
        },
      },
      options: { alpha: 0.3 },
      gradient: false,
    },
    { inputs: sided(7), options: { alpha: 0 } },
  ],
  errors: [
    {
      inputs: { x: shaped(3) },
      options: { alpha: -1 },
      message: /^elu: alpha must be finite and not negative, but is -1/,
    },
    {
      inputs: { x: shaped(3) },
      options: { alpha: Number.POSITIVE_INFINITY },
      message: /^elu: alpha must be finite and not negative, but is Infinity/,
    },
  ],
  sizes: { 'DCGAN 32², G block 3, batch 64': { inputs: blockOfG, options: {} } },
  work: (inputs) => work(inputs, 20),
  lesson: {
    title: 'ELU',
    formula: String.raw`y = \begin{cases} x & x > 0 \\ \alpha (e^x - 1) & \text{else} \end{cases}`,
    summary:
      'A ReLU that goes on below zero, and levels off at −α: the mean of what it gives is nearer to ' +
      'zero, and a unit that is nearly off still learns.',
  },
}

export const tanhCard: Card<'x', None> = {
  op: ({ x }) => tanh(x),
  reference: ({ x }) =>
    elementwise(
      x.shape,
      (i) => Math.tanh(x.at(i)),
      (i) => Math.abs(Math.tanh(x.at(i))) + Math.abs(x.at(i)) / Math.cosh(x.at(i)) ** 2,
    ),
  bound: 8,
  gradient: { inputs: ['x'], bound: 8 },
  // The gradient is made from y, of which f32 keeps no more than 2⁻²⁴: 1 - y² loses digits near ±1.
  cancelling: (_, __, { index, cotangent }) => u(cotangent, index),
  samples: [
    { inputs: { x: shaped(2, 3, 5, 3) }, options: {} },
    { inputs: { x: { shape: [257], low: -9, high: 9 } }, options: {} },
    // The series near zero, where (e^x - e^-x) / (e^x + e^-x) would lose its digits.
    { inputs: { x: { shape: [65], low: -1e-3, high: 1e-3 } }, options: {} },
  ],
  errors: [],
  sizes: { 'DCGAN 32², G image, batch 64': { inputs: image, options: {} } },
  work: (inputs) => work(inputs, 20),
  lesson: {
    title: 'tanh',
    formula: String.raw`y = \tanh x, \qquad \partial x = (1 - y^2)\, \partial y`,
    summary:
      'The generator’s last step: pixels in [-1, 1], the range that real images are scaled to.',
  },
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x))

export const sigmoidCard: Card<'x', None> = {
  op: ({ x }) => sigmoid(x),
  reference: ({ x }) =>
    elementwise(
      x.shape,
      (i) => logistic(x.at(i)),
      (i) => logistic(x.at(i)) * (1 + Math.abs(x.at(i)) * logistic(-x.at(i))),
    ),
  bound: 12,
  gradient: { inputs: ['x'], bound: 12 },
  // As with tanh: y (1 - y), from a rounded y. The second factor is exact only to 2⁻²⁴.
  cancelling: (_, __, { index, cotangent }) => u(cotangent, index) / 4,
  samples: [
    { inputs: { x: shaped(2, 3, 5, 3) }, options: {} },
    { inputs: { x: { shape: [257], low: -100, high: 100 } }, options: {} },
  ],
  errors: [],
  sizes: { 'D(x) of a batch of 64': { inputs: { x: shaped(64, 1, 1, 1) }, options: {} } },
  work: (inputs) => work(inputs, 10),
  lesson: {
    title: 'Sigmoid',
    formula: String.raw`y = \sigma(x) = \frac{1}{1 + e^{-x}}, \qquad \partial x = y (1 - y)\, \partial y`,
    summary:
      'Turns the discriminator’s logit into the probability that the image is real. Losses take the ' +
      'logit itself, so this is for reading, not for training.',
  },
}

export const softplusCard: Card<'x', None> = {
  op: ({ x }) => softplus(x),
  // A rounding of x costs |x| σ(x). Where e^-|x| is above 1/16, log(1 + e^-|x|) is a WGSL logarithm on
  // [0.5, 2]: an absolute 2⁻²¹ at worst, 8 roundings of 1. Below that a series keeps every digit.
  reference: ({ x }) =>
    elementwise(
      x.shape,
      (i) => Math.max(x.at(i), 0) + Math.log1p(Math.exp(-Math.abs(x.at(i)))),
      (i) =>
        Math.log1p(Math.exp(-Math.abs(x.at(i)))) +
        Math.abs(x.at(i)) * logistic(x.at(i)) +
        (Math.abs(x.at(i)) < Math.log(16) ? 1 : 0),
    ),
  bound: 12,
  gradient: { inputs: ['x'], bound: 12 },
  // The gradient is as exact as the sigmoid is, whose magnitude is on its own card.
  cancelling: ({ x }, __, { index, cotangent }) =>
    u(cotangent, index) *
    logistic(x.at(index)) *
    (1 + Math.abs(x.at(index)) * logistic(-x.at(index))),
  samples: [
    { inputs: { x: shaped(2, 3, 5, 3) }, options: {} },
    { inputs: { x: { shape: [257], low: -100, high: 100 } }, options: {} },
    // Both sides of where the series takes over, at ±log 16.
    { inputs: { x: { shape: [65], low: -4, high: -2 } }, options: {} },
  ],
  errors: [],
  sizes: { 'scores of a batch of 64': { inputs: { x: shaped(64, 1, 1, 1) }, options: {} } },
  work: (inputs) => work(inputs, 20),
  lesson: {
    title: 'Softplus',
    formula: String.raw`y = \log(1 + e^x), \qquad \partial x = \sigma(x)\, \partial y`,
    summary:
      'A ReLU without the corner. The losses of 2014 in a logit: −log σ(x) is softplus(−x), and ' +
      '−log(1 − σ(x)) is softplus(x).',
  },
}
