// Cards of functions that keep a number within bounds.

import { clamp, maximum, minimum } from '../ops'
import { type Card, elementwise, type Input, shaped } from './card'
import { sided, work } from './elementary'

/** 65 numbers from -2 to 2, none closer than 1/32 to a multiple of 1/16: a bound is a kink. */
const offGrid: { x: Input } = {
  x: { shape: [65], values: Array.from({ length: 65 }, (_, i) => (i - 32) / 16 + 1 / 32) },
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
  sizes: {
    'scores of a batch of 64': { inputs: { x: shaped(64, 1, 1, 1) }, options: { bound: 0 } },
  },
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
  sizes: {
    'scores of a batch of 64': { inputs: { x: shaped(64, 1, 1, 1) }, options: { bound: 0 } },
  },
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
  sizes: {
    'pixels of a batch': { inputs: { x: shaped(64, 32, 32, 3) }, options: { min: -1, max: 1 } },
  },
  work: (inputs) => work(inputs, 2),
  lesson: {
    title: 'Clamp',
    formula: String.raw`y = \min(\max(x, a), b)`,
    summary:
      'A floor and a ceiling. The first Wasserstein GAN holds its critic’s weights so; the gradient ' +
      'passes between the bounds, and on them.',
  },
}
