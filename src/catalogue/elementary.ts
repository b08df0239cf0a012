// Cards of functions of one number. WGSL promises less of some than a rounding, and a bound is what it
// promises: a unit in the last place is up to two roundings, so 3 units are 6 roundings.
// https://www.w3.org/TR/WGSL/#concrete-float-accuracy

import { size } from '../autograd/check'
import { abs, exp, log, rsqrt, sqrt, square } from '../ops'
import {
  bytesOf,
  type Card,
  type Dense,
  elementwise,
  type Input,
  type None,
  type Shape,
  shaped,
} from './card'

export const work = ({ x }: { readonly x: { shape: Shape } }, operations = 1) => ({
  flop: operations * size(x.shape),
  bytes: bytesOf(x.shape, x.shape),
})

const image = { x: shaped(64, 32, 32, 3) }

/** Values on both sides of the kink at zero, none on it. */
export const sided = (...shape: number[]): { x: Input } => ({ x: { shape, keepAway: 0.01 } })

export const u = (cotangent: Dense, index: number): number => Math.abs(cotangent.at(index))

export const squareCard: Card<'x', None> = {
  op: ({ x }) => square(x),
  reference: ({ x }) => elementwise(x.shape, (i) => x.at(i) ** 2),
  bound: 1,
  gradient: { inputs: ['x'], bound: 1 },
  samples: [
    { inputs: { x: shaped(2, 3, 5, 3) }, options: {} },
    { inputs: { x: { shape: [65], low: -1000, high: 1000 } }, options: {} },
  ],
  errors: [],
  sizes: { 'the gradient of a batch of images': { inputs: image, options: {} } },
  work: (inputs) => work(inputs),
  lesson: {
    title: 'Square',
    formula: String.raw`y = x^2, \qquad \partial x = 2x\, \partial y`,
    summary: 'Least squares, norms, variances: far counts more than near.',
  },
}

export const sqrtCard: Card<'x', None> = {
  op: ({ x }) => sqrt(x),
  reference: ({ x }) => elementwise(x.shape, (i) => Math.sqrt(x.at(i))),
  // 1 / inverseSqrt(x): 2 units for the one, 2.5 for the other.
  bound: 9,
  // A quotient more, 2.5 units.
  gradient: { inputs: ['x'], bound: 14 },
  samples: [
    { inputs: { x: { shape: [2, 3, 5, 3], low: 0.5, high: 2 } }, options: {} },
    { inputs: { x: { shape: [65], low: 10, high: 10_000 } }, options: {} },
    // At zero the slope is infinite, so only the values are looked at.
    {
      inputs: { x: { shape: [7], values: [0, 2 ** -100, 2 ** -21, 0.25, 1, 2 ** 24, 2 ** 100] } },
      options: {},
      gradient: false,
    },
  ],
  errors: [],
  sizes: { 'gradient norms of a batch of 64': { inputs: { x: shaped(64) }, options: {} } },
  work: (inputs) => work(inputs),
  lesson: {
    title: 'Square root',
    formula: String.raw`y = \sqrt{x}, \qquad \partial x = \frac{\partial y}{2y}`,
    summary:
      'The last step of a norm. Near zero its slope grows without limit, which is why a small number ' +
      'is often added under the root.',
  },
}

export const rsqrtCard: Card<'x', { eps?: number }> = {
  op: ({ x }, options) => rsqrt(x, options),
  reference: ({ x }, { eps = 0 }) => elementwise(x.shape, (i) => 1 / Math.sqrt(x.at(i) + eps)),
  // 2 units for the root, and a rounding of the sum under it.
  bound: 5,
  // The cube of that, and four products.
  gradient: { inputs: ['x'], bound: 20 },
  samples: [
    { inputs: { x: { shape: [2, 3, 5, 3], low: 0.5, high: 2 } }, options: {} },
    { inputs: { x: { shape: [65], low: 0, high: 4 } }, options: { eps: 0.25 } },
    {
      inputs: { x: { shape: [6], values: [0, 2 ** -100, 2 ** -21, 0.25, 1, 2 ** 24] } },
      options: { eps: 1e-8 },
      gradient: false,
    },
  ],
  errors: [
    {
      inputs: { x: shaped(3) },
      options: { eps: Number.NaN },
      message: /^rsqrt: eps must be a finite number, but is NaN/,
    },
  ],
  sizes: { 'demodulation of a batch of 16': { inputs: { x: shaped(16, 64) }, options: {} } },
  work: (inputs) => work(inputs),
  lesson: {
    title: 'Inverse square root',
    formula: String.raw`y = \frac{1}{\sqrt{x + \varepsilon}}, \qquad \partial x = -\tfrac12 y^3\, \partial y`,
    summary:
      'Multiplied by it, numbers get the size 1. The number under the root keeps what is near zero from ' +
      'growing without limit.',
  },
}

export const absCard: Card<'x', None> = {
  op: ({ x }) => abs(x),
  reference: ({ x }) => elementwise(x.shape, (i) => Math.abs(x.at(i))),
  bound: 0,
  gradient: { inputs: ['x'], bound: 0 },
  samples: [
    { inputs: sided(2, 3, 5, 3), options: {} },
    { inputs: sided(257), options: {} },
  ],
  errors: [],
  sizes: { 'a batch of images': { inputs: image, options: {} } },
  work: (inputs) => work(inputs),
  lesson: {
    title: 'Absolute value',
    formula: String.raw`y = |x|, \qquad \partial x = \operatorname{sign}(x)\, \partial y`,
    summary: 'How far from zero. The gradient knows only the side, and at zero it is zero.',
  },
}

export const expCard: Card<'x', None> = {
  op: ({ x }) => exp(x),
  // 3 + 2|x| units in the last place: what a rounding of x costs, |x| e^x, beside the result itself.
  reference: ({ x }) =>
    elementwise(
      x.shape,
      (i) => Math.exp(x.at(i)),
      (i) => Math.exp(x.at(i)) * (1 + Math.abs(x.at(i))),
    ),
  bound: 6,
  // A product more. The gradient is as exact as e^x is.
  gradient: { inputs: ['x'], bound: 7 },
  cancelling: ({ x }, __, { index, cotangent }) =>
    u(cotangent, index) * Math.exp(x.at(index)) * (1 + Math.abs(x.at(index))),
  samples: [
    { inputs: { x: shaped(2, 3, 5, 3) }, options: {} },
    { inputs: { x: { shape: [65], low: -8, high: 8 } }, options: {} },
    // From numbers that f32 flushes to zero to just below its largest.
    { inputs: { x: { shape: [257], low: -100, high: 88 } }, options: {} },
  ],
  errors: [],
  sizes: { 'ten logits of a batch of 64': { inputs: { x: shaped(64, 10) }, options: {} } },
  work: (inputs) => work(inputs, 10),
  lesson: {
    title: 'Exponential',
    formula: String.raw`y = e^x, \qquad \partial x = y\, \partial y`,
    summary: 'From logits to odds. It overflows above 88, so subtract the largest logit first.',
  },
}

export const logCard: Card<'x', None> = {
  op: ({ x }) => log(x),
  // 3 units in the last place; but on [0.5, 2] an absolute 2⁻²¹, 8 roundings of 1, however small log x.
  reference: ({ x }) =>
    elementwise(
      x.shape,
      (i) => Math.log(x.at(i)),
      (i) => (x.at(i) >= 0.5 && x.at(i) <= 2 ? 1 : Math.abs(Math.log(x.at(i)))),
    ),
  bound: 8,
  // A quotient, twice where it is differentiated again.
  gradient: { inputs: ['x'], bound: 11 },
  samples: [
    { inputs: { x: { shape: [2, 3, 5, 3], low: 0.5, high: 2 } }, options: {} },
    { inputs: { x: { shape: [65], low: 2, high: 1000 } }, options: {} },
    // Too close to zero for differences: only the values are looked at.
    {
      inputs: {
        x: { shape: [7], values: [2 ** -126, 2 ** -100, 1e-6, 0.1, 0.49, 2 ** 60, 2 ** 127] },
      },
      options: {},
      gradient: false,
    },
  ],
  errors: [],
  sizes: { 'ten probabilities of a batch of 64': { inputs: { x: shaped(64, 10) }, options: {} } },
  work: (inputs) => work(inputs, 10),
  lesson: {
    title: 'Logarithm',
    formula: String.raw`y = \log x, \qquad \partial x = \partial y / x`,
    summary:
      'Likelihoods become sums. Of a probability that has saturated it is infinite: losses take logits.',
  },
}
