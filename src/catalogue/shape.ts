// Cards of joined and cut tensors. Copies are exact.

import { concat, slice, split } from '../ops'
import type { SliceOptions } from '../ops/shape'
import { bytesOf, type Card, copied, elementwise, placeOf, shaped, valueAt } from './card'

export const concatCard: Card<'a', { dim: number }, 'b' | 'c'> = {
  op: ({ a, b, c }, options) => concat(present(a, b, c), options),
  reference({ a, b, c }, { dim }) {
    const parts = present(a, b, c)
    const axis = (dim + a.shape.length) % a.shape.length
    const extents = parts.map((part) => part.shape[axis] ?? 1)
    const shape = a.shape.with(
      axis,
      extents.reduce((sum, extent) => sum + extent, 0),
    )
    return elementwise(shape, (i) => {
      // Outside its own part an element finds zeros, so the parts may be added.
      const place = placeOf(i, shape)
      let value = 0
      let start = 0
      for (const [index, part] of parts.entries()) {
        value += valueAt(part, place.with(axis, (place[axis] ?? 0) - start))
        start += extents[index] ?? 0
      }
      return value
    })
  },
  bound: 0,
  gradient: { inputs: ['a', 'b', 'c'], bound: 0 },
  samples: [
    {
      inputs: { a: shaped(2, 3, 2, 5), b: shaped(2, 3, 2, 3), c: shaped(2, 3, 2, 1) },
      options: { dim: -1 },
    },
    {
      inputs: { a: shaped(1, 3, 5), b: shaped(4, 3, 5), c: shaped(2, 3, 5) },
      options: { dim: 0 },
    },
    {
      inputs: { a: shaped(3, 2, 5), b: shaped(3, 1, 5), c: shaped(3, 4, 5) },
      options: { dim: 1 },
    },
    { inputs: { a: shaped(2, 3), b: shaped(2, 4) }, options: { dim: 1 }, gradient: false },
    { inputs: { a: shaped(2, 3) }, options: { dim: 1 }, gradient: false },
  ],
  errors: [
    {
      inputs: { a: shaped(2, 3), b: shaped(2, 3), c: shaped(3, 3) },
      options: { dim: 1 },
      message:
        /^concat: tensors may differ only in dimension 1, but the first is \[2, 3\] and number 3 is \[3, 3\]/,
    },
    {
      inputs: { a: shaped(2, 3), b: { shape: [2, 3], dtype: 'u32' } },
      options: { dim: 1 },
      message:
        /^concat: tensors must have one dtype, but the first, \[2, 3\], is f32 and number 2, \[2, 3\], is u32/,
    },
    {
      inputs: { a: shaped(2, 3) },
      options: { dim: 2 },
      message: /^concat: dim 2 is none of the first tensor, \[2, 3\]\. Use -2 to 1/,
    },
  ],
  sizes: {
    'a label plane beside images, 32², batch 64': {
      inputs: { a: shaped(64, 32, 32, 3), b: shaped(64, 32, 32, 1) },
      options: { dim: -1 },
    },
    'real and fake, 32², batch 64': {
      inputs: { a: shaped(64, 32, 32, 3), b: shaped(64, 32, 32, 3) },
      options: { dim: 0 },
    },
  },
  work: ({ a, b, c }) => copied(...present(a, b, c).map(({ shape }) => shape)),
  lesson: {
    title: 'Concatenation',
    formula: String.raw`y = (a \mid b)`,
    summary:
      'How a condition joins an image, or a skip connection its layer. The gradient of each part is a ' +
      'slice of the whole.',
  },
}

const present = <T>(...each: readonly (T | undefined)[]): T[] =>
  each.filter((one) => one !== undefined)

export const sliceCard: Card<'x', SliceOptions> = {
  op: ({ x }, options) => slice(x, options),
  reference({ x }, { dim, start = 0, end }) {
    const axis = (dim + x.shape.length) % x.shape.length
    const shape = x.shape.with(axis, (end ?? x.shape[axis] ?? 1) - start)
    return elementwise(shape, (i) => {
      const place = placeOf(i, shape)
      return valueAt(x, place.with(axis, (place[axis] ?? 0) + start))
    })
  },
  bound: 0,
  gradient: { inputs: ['x'], bound: 0 },
  samples: [
    { inputs: { x: shaped(2, 3, 5, 7) }, options: { dim: 3, start: 2, end: 5 } },
    { inputs: { x: shaped(2, 3, 5, 7) }, options: { dim: -3, start: 1 } },
    { inputs: { x: shaped(5, 3) }, options: { dim: 0, end: 2 } },
    { inputs: { x: shaped(3, 5) }, options: { dim: 1 } },
  ],
  errors: [
    {
      inputs: { x: shaped(2, 5) },
      options: { dim: 1, start: 3, end: 3 },
      message:
        /^slice: start 3 and end 3 are no range of dimension 1 of x, \[2, 5\]\. .* 0 ≤ start < end ≤ 5/,
    },
    {
      inputs: { x: shaped(2, 5) },
      options: { dim: -1, start: 3, end: 6 },
      message: /^slice: start 3 and end 6 are no range of dimension 1/,
    },
    {
      inputs: { x: shaped(2, 5) },
      options: { dim: 0, start: -1 },
      message: /^slice: start -1 and end 2 are no range of dimension 0/,
    },
    {
      inputs: { x: shaped(2, 5) },
      options: { dim: -3 },
      message: /^slice: dim -3 is none of x, \[2, 5\]\. Use -2 to 1/,
    },
  ],
  sizes: {
    'images without their label plane, 32², batch 64': {
      inputs: { x: shaped(64, 32, 32, 4) },
      options: { dim: -1, end: 3 },
    },
  },
  work: ({ x }, { dim, start = 0, end }) => {
    const length = x.shape.at(dim) ?? 1
    return { flop: 0, bytes: (2 * bytesOf(x.shape) * ((end ?? length) - start)) / length }
  },
  lesson: {
    title: 'Slice',
    formula: 'y_l = x_{l + s}',
    summary: 'A part of a tensor. Its gradient is zero wherever the part was not taken from.',
  },
}

/** The parts, put together again in another order. */
export const splitCard: Card<
  'x',
  { dim: number; sizes: readonly number[]; order: readonly number[] }
> = {
  op({ x }, { order, ...options }) {
    const parts = split(x, options)
    return concat(
      order.flatMap((n) => parts[n] ?? []),
      options,
    )
  },
  reference({ x }, { dim, sizes, order }) {
    const axis = (dim + x.shape.length) % x.shape.length
    const from = order.flatMap((n) => {
      const start = sizes.slice(0, n).reduce((a, b) => a + b, 0)
      return Array.from({ length: sizes[n] ?? 0 }, (_, i) => start + i)
    })
    const shape = x.shape.with(axis, from.length)
    return elementwise(shape, (i) => {
      const place = placeOf(i, shape)
      return valueAt(x, place.with(axis, from[place[axis] ?? 0] ?? 0))
    })
  },
  bound: 0,
  gradient: { inputs: ['x'], bound: 0 },
  samples: [
    { inputs: { x: shaped(2, 3, 6) }, options: { dim: -1, sizes: [1, 3, 2], order: [2, 0, 1] } },
    // Parts that are views, of 256 bytes; the last one is not looked at.
    { inputs: { x: shaped(6, 32) }, options: { dim: 0, sizes: [2, 2, 2], order: [1, 0] } },
  ],
  errors: [
    {
      inputs: { x: shaped(2, 5) },
      options: { dim: 1, sizes: [2, 2], order: [0] },
      message:
        /^split: sizes \[2, 2\] must be whole numbers above 0 that add up to dimension 1 of x/,
    },
    {
      inputs: { x: shaped(2, 5) },
      options: { dim: 0, sizes: [2, 0], order: [0] },
      message: /^split: sizes \[2, 0\] must be whole numbers above 0/,
    },
  ],
  sizes: {},
  work: ({ x }) => copied(x.shape),
  lesson: {
    title: 'Split',
    formula: String.raw`x = (y_1 \mid y_2 \mid \dots)`,
    summary:
      'D scores real and generated images in one batch; its losses look at each half. The gradients of ' +
      'the parts are joined again, each where its part came from.',
  },
}
