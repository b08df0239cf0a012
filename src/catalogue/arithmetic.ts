import { add, div, mul, reshape, scale, sub } from '../ops'
import { bytesOf, type Card, elementwise, type None, type Shape, shaped } from './card'

const weights = { a: shaped(4, 4, 64, 128), b: shaped(4, 4, 64, 128) }
const size = 'weights of DCGAN 32², D block 2'

const binaryWork = ({ a }: { readonly a: { shape: Shape } }) => ({
  flop: bytesOf(a.shape) / 4,
  bytes: bytesOf(a.shape, a.shape, a.shape),
})

const unlike = (op: string) => ({
  inputs: { a: shaped(2, 3), b: shaped(3, 2) },
  options: {},
  message: new RegExp(
    `^${op}: a and b must have the same shape, but a is \\[2, 3\\] and b is \\[3, 2\\]`,
  ),
})

export const addCard: Card<'a' | 'b', None> = {
  op: ({ a, b }) => add(a, b),
  reference: ({ a, b }) => elementwise(a.shape, (i) => a.at(i) + b.at(i)),
  bound: 1,
  gradient: { inputs: ['a', 'b'], bound: 1 },
  samples: [
    { inputs: { a: shaped(2, 3, 5, 3), b: shaped(2, 3, 5, 3) }, options: {} },
    { inputs: { a: shaped(1), b: shaped(1) }, options: {} },
  ],
  errors: [unlike('add')],
  sizes: { [size]: { inputs: weights, options: {} } },
  work: binaryWork,
  lesson: {
    title: 'Sum of two tensors',
    formula: String.raw`y = a + b, \qquad \partial a = \partial b = \partial y`,
    summary: 'Where two paths through a network meet, their gradients are added.',
  },
}

export const subCard: Card<'a' | 'b', None> = {
  op: ({ a, b }) => sub(a, b),
  reference: ({ a, b }) => elementwise(a.shape, (i) => a.at(i) - b.at(i)),
  bound: 1,
  gradient: { inputs: ['a', 'b'], bound: 1 },
  samples: [
    { inputs: { a: shaped(2, 3, 5, 3), b: shaped(2, 3, 5, 3) }, options: {} },
    // Of unlike sizes, so that the difference has to be rounded.
    { inputs: { a: shaped(65), b: { shape: [65], low: -1000, high: 1000 } }, options: {} },
  ],
  errors: [unlike('sub')],
  sizes: { [size]: { inputs: weights, options: {} } },
  work: binaryWork,
  lesson: {
    title: 'Difference of two tensors',
    formula: String.raw`y = a - b, \qquad \partial a = \partial y, \; \partial b = -\partial y`,
    summary: 'How far a score is from its target: what every squared or absolute loss begins with.',
  },
}

export const mulCard: Card<'a' | 'b', None> = {
  op: ({ a, b }) => mul(a, b),
  reference: ({ a, b }) => elementwise(a.shape, (i) => a.at(i) * b.at(i)),
  bound: 1,
  gradient: { inputs: ['a', 'b'], bound: 1 },
  samples: [
    { inputs: { a: shaped(2, 3, 5, 3), b: shaped(2, 3, 5, 3) }, options: {} },
    { inputs: { a: shaped(65), b: shaped(65) }, options: {} },
  ],
  errors: [unlike('mul')],
  sizes: { [size]: { inputs: weights, options: {} } },
  work: binaryWork,
  lesson: {
    title: 'Product of two tensors',
    formula: String.raw`y = a\,b, \qquad \partial a = b\,\partial y`,
    summary: 'Element by element. Each factor’s gradient is the other factor.',
  },
}

export const divCard: Card<'a' | 'b', None> = {
  op: ({ a, b }) => div(a, b),
  reference: ({ a, b }) => elementwise(a.shape, (i) => a.at(i) / b.at(i)),
  // WGSL promises a division to 2.5 units in the last place: five roundings.
  bound: 5,
  // Of b: a quotient, a product, and a quotient again.
  gradient: { inputs: ['a', 'b'], bound: 11 },
  samples: [
    {
      inputs: { a: shaped(2, 3, 5, 3), b: { shape: [2, 3, 5, 3], low: 0.5, high: 2 } },
      options: {},
    },
    {
      inputs: { a: { shape: [65], low: -10, high: 10 }, b: { shape: [65], low: -90, high: -30 } },
      options: {},
    },
  ],
  errors: [unlike('div')],
  sizes: { [size]: { inputs: weights, options: {} } },
  work: binaryWork,
  lesson: {
    title: 'Quotient of two tensors',
    formula: String.raw`y = a / b, \qquad \partial a = \partial y / b, \; \partial b = -\partial y \, y / b`,
    summary: 'Element by element. Normalisations divide by what they have measured.',
  },
}

export const scaleCard: Card<'x', { factor: number }> = {
  op: ({ x }, { factor }) => scale(x, factor),
  reference: ({ x }, { factor }) => elementwise(x.shape, (i) => factor * x.at(i)),
  // The factor is rounded to f32, and so is the product.
  bound: 2,
  gradient: { inputs: ['x'], bound: 2 },
  samples: [
    { inputs: { x: shaped(2, 3, 5, 3) }, options: { factor: -0.3 } },
    { inputs: { x: shaped(3) }, options: { factor: 1e-9 } },
  ],
  errors: [
    {
      inputs: { x: shaped(3) },
      options: { factor: Number.NaN },
      message: /^scale: factor must be a finite number, but is NaN/,
    },
    {
      inputs: { x: shaped(3) },
      options: { factor: 1e39 },
      message: /^scale: factor must be a finite number, but is 1e\+39, beyond what f32 can hold/,
    },
  ],
  sizes: { [size]: { inputs: { x: weights.a }, options: { factor: 2 } } },
  work: ({ x }) => ({ flop: bytesOf(x.shape) / 4, bytes: bytesOf(x.shape, x.shape) }),
  lesson: {
    title: 'A number times a tensor',
    formula: String.raw`y = \lambda x`,
    summary: 'Means, signs and penalty weights. The number is part of the program.',
  },
}

export const reshapeCard: Card<'x', { shape: Shape }> = {
  op: ({ x }, { shape }) => reshape(x, shape),
  reference: ({ x }, { shape }) => elementwise(shape, (i) => x.at(i)),
  bound: 0,
  gradient: { inputs: ['x'], bound: 0 },
  samples: [
    { inputs: { x: shaped(2, 3, 4, 5) }, options: { shape: [6, 20] } },
    { inputs: { x: shaped(5) }, options: { shape: [5, 1, 1, 1] } },
  ],
  errors: [
    {
      inputs: { x: shaped(2, 3) },
      options: { shape: [4] },
      message: /^reshape: \[2, 3\] holds 6 values, but \[4\] holds 4/,
    },
  ],
  sizes: {},
  work: () => ({ flop: 0, bytes: 0 }),
  lesson: {
    title: 'Reshape',
    formula: 'y_i = x_i',
    summary: 'The same memory under another shape. No kernel runs.',
  },
}
