// Cards of functions of one number. WGSL promises less of some than a rounding, and a bound is what it
// promises: a unit in the last place is up to two roundings, so 3 units are 6 roundings.
// https://www.w3.org/TR/WGSL/#concrete-float-accuracy

import { size } from '../autograd/check'
import { abs, clamp, exp, log, maximum, minimum, sqrt, square } from '../ops'
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

const scores = { x: shaped(64, 1, 1, 1) }
const image = { x: shaped(64, 32, 32, 3) }

/** Values on both sides of the kink at zero, none on it. */
export const sided = (...shape: number[]): { x: Input } => ({ x: { shape, keepAway: 0.01 } })

/** 65 numbers from -2 to 2, none closer than 1/32 to a multiple of 1/16: a bound is a kink. */
const offGrid: { x: Input } = {
  x: { shape: [65], values: Array.from({ length: 65 }, (_, i) => (i - 32) / 16 + 1 / 32) },
}

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

export interface Bound {
  bound: number
}

const unbounded = (op: string) => ({
  inputs: { x: shaped(3) },
  options: { bound: Number.POSITIVE_INFINITY },
  message: new RegExp(`^${op}: bound must be a finite number, but is Infinity`),
})

export const maximumCard: Card<'x', Bound> = {
  op: ({ x }, { bound }) => maximum(x, bound),
  reference: ({ x }, { bound }) => elementwise(x.shape, (i) => Math.max(x.at(i), bound)),
  // The number is rounded to f32.
  bound: 1,
  gradient: { inputs: ['x'], bound: 0 },
  samples: [
    { inputs: sided(2, 3, 5, 3), options: { bound: 0 } },
    { inputs: offGrid, options: { bound: -0.3 } },
  ],
  errors: [unbounded('maximum')],
  sizes: { 'scores of a batch of 64': { inputs: scores, options: { bound: 0 } } },
  work: (inputs) => work(inputs),
  lesson: {
    title: 'The larger of a tensor and a number',
    formula: String.raw`y = \max(x, b)`,
    summary: 'A floor. Below it nothing moves, and no gradient comes back.',
  },
}

export const minimumCard: Card<'x', Bound> = {
  op: ({ x }, { bound }) => minimum(x, bound),
  reference: ({ x }, { bound }) => elementwise(x.shape, (i) => Math.min(x.at(i), bound)),
  bound: 1,
  gradient: { inputs: ['x'], bound: 0 },
  samples: [
    { inputs: sided(2, 3, 5, 3), options: { bound: 0 } },
    { inputs: offGrid, options: { bound: 0.3 } },
  ],
  errors: [unbounded('minimum')],
  sizes: { 'scores of a batch of 64': { inputs: scores, options: { bound: 0 } } },
  work: (inputs) => work(inputs),
  lesson: {
    title: 'The smaller of a tensor and a number',
    formula: String.raw`y = \min(x, b)`,
    summary: 'A ceiling, with the same rule: above it no gradient comes back.',
  },
}

export const clampCard: Card<'x', { min?: number; max?: number }> = {
  op: ({ x }, options) => clamp(x, options),
  reference: ({ x }, { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }) =>
    elementwise(x.shape, (i) => Math.min(Math.max(x.at(i), min), max)),
  bound: 1,
  gradient: { inputs: ['x'], bound: 0 },
  samples: [
    { inputs: offGrid, options: { min: -0.3, max: 1 } },
    { inputs: offGrid, options: { min: 0.5 } },
    { inputs: sided(2, 3, 5, 3), options: { max: 0 } },
  ],
  errors: [
    { inputs: { x: shaped(3) }, options: {}, message: /^clamp: there is neither a min nor a max/ },
    {
      inputs: { x: shaped(3) },
      options: { min: 1, max: -1 },
      message: /^clamp: min is 1 but max is -1/,
    },
    {
      inputs: { x: shaped(3) },
      options: { max: Number.NaN },
      message: /^clamp: max must be a finite number, but is NaN/,
    },
  ],
  sizes: { 'pixels of a batch': { inputs: image, options: { min: -1, max: 1 } } },
  work: (inputs) => work(inputs, 2),
  lesson: {
    title: 'Clamp',
    formula: String.raw`y = \min(\max(x, a), b)`,
    summary:
      'A floor and a ceiling. The first Wasserstein GAN holds its critic’s weights so; the gradient ' +
      'passes between the bounds, and on them.',
  },
}
