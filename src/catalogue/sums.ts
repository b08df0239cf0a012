// Cards of sums, of their adjoint, and of the bias.

import { size } from '../autograd/check'
import { bias, expand, mean, sum, sumLeading } from '../ops'
import { bytesOf, type Card, elementwise, type None, type Shape, Sums, shaped } from './card'

const featureMap = { x: shaped(64, 16, 16, 64) }
const batch = 'a feature map of DCGAN 32², batch 64'

/** An odd image; more than one chunk of 128; a last pass over many chunks. */
const wholes = [
  { inputs: { x: shaped(2, 3, 5, 3) }, options: {} },
  { inputs: { x: shaped(1) }, options: {} },
  { inputs: { x: shaped(300, 5) }, options: {} },
]

const work = ({ x }: { readonly x: { shape: Shape } }, result: Shape = [1]) => ({
  flop: size(x.shape),
  bytes: bytesOf(x.shape, result),
})

export const sumCard: Card<'x', None> = {
  op: ({ x }) => sum(x),
  reference({ x }) {
    const result = new Sums([1])
    for (let i = 0; i < size(x.shape); i++) result.add(0, x.at(i))
    return result
  },
  bound: 8,
  gradient: { inputs: ['x'], bound: 1 },
  samples: [...wholes, { inputs: { x: shaped(128 * 128 + 1) }, options: {}, large: true }],
  errors: [],
  sizes: { [batch]: { inputs: featureMap, options: {} } },
  work: (inputs) => work(inputs),
  lesson: {
    title: 'Sum',
    formula: String.raw`y = \sum_i x_i`,
    summary:
      'Each invocation adds 128 numbers in order; passes repeat until one is left. Always the same tree, ' +
      'so always the same bits.',
  },
}

export const meanCard: Card<'x', None> = {
  op: ({ x }) => mean(x),
  reference({ x }) {
    const result = new Sums([1])
    for (let i = 0; i < size(x.shape); i++) result.add(0, x.at(i) / size(x.shape))
    return result
  },
  bound: 8,
  gradient: { inputs: ['x'], bound: 2 },
  samples: wholes,
  errors: [],
  sizes: { [batch]: { inputs: featureMap, options: {} } },
  work: (inputs) => work(inputs),
  lesson: {
    title: 'Mean',
    formula: String.raw`y = \frac{1}{n} \sum_i x_i`,
    summary: 'How the losses of a batch become one number.',
  },
}

export const sumLeadingCard: Card<'x', { shape: Shape }> = {
  op: ({ x }, { shape }) => sumLeading(x, shape),
  reference({ x }, { shape }) {
    const result = new Sums(shape)
    for (let i = 0; i < size(x.shape); i++) result.add(i % size(shape), x.at(i))
    return result
  },
  bound: 8,
  gradient: { inputs: ['x'], bound: 1 },
  samples: [
    { inputs: { x: shaped(2, 3, 5, 3) }, options: { shape: [3] } },
    { inputs: { x: shaped(300, 5) }, options: { shape: [5] } },
    { inputs: { x: shaped(4, 3, 2) }, options: { shape: [3, 2] } },
    { inputs: { x: shaped(4, 3) }, options: { shape: [4, 3] } },
  ],
  errors: [
    {
      inputs: { x: shaped(2, 3) },
      options: { shape: [2] },
      message:
        /^sumLeading: the result must hold one value or have the last dimensions of \[2, 3\]/,
    },
  ],
  sizes: { 'bias gradient of a feature map': { inputs: featureMap, options: { shape: [64] } } },
  work: (inputs, { shape }) => work(inputs, shape),
  lesson: {
    title: 'Sum over leading dimensions',
    formula: String.raw`y_c = \sum_{n,h,w} x_{n,h,w,c}`,
    summary: 'The gradient of a bias: every pixel of every image pulls at the same number.',
  },
}

export const expandCard: Card<'x', { shape: Shape }> = {
  op: ({ x }, { shape }) => expand(x, shape),
  reference: ({ x }, { shape }) => elementwise(shape, (i) => x.at(i % size(x.shape))),
  bound: 0,
  gradient: { inputs: ['x'], bound: 8 },
  samples: [
    { inputs: { x: shaped(3) }, options: { shape: [2, 5, 3] } },
    { inputs: { x: shaped(1) }, options: { shape: [200] } },
    { inputs: { x: shaped(3, 2) }, options: { shape: [4, 3, 2] } },
  ],
  errors: [
    {
      inputs: { x: shaped(2) },
      options: { shape: [2, 3] },
      message: /^expand: x must hold one value or have the last dimensions of \[2, 3\]/,
    },
  ],
  sizes: { [batch]: { inputs: { x: shaped(64) }, options: { shape: featureMap.x.shape } } },
  work: ({ x }, { shape }) => ({ flop: 0, bytes: bytesOf(x.shape, shape) }),
  lesson: {
    title: 'Expand',
    formula: 'y_{n,h,w,c} = x_c',
    summary: 'Repeats a row. It is the gradient of a sum, and its own gradient is a sum.',
  },
}

export const biasCard: Card<'x' | 'b', None> = {
  op: ({ x, b }) => bias(x, b),
  reference({ x, b }) {
    const result = new Sums(x.shape)
    for (let i = 0; i < size(x.shape); i++) {
      result.add(i, x.at(i))
      result.add(i, b.at(i % size(b.shape)))
    }
    return result
  },
  bound: 1,
  gradient: { inputs: ['x', 'b'], bound: 8 },
  samples: [
    { inputs: { x: shaped(2, 3, 5, 3), b: shaped(3) }, options: {} },
    { inputs: { x: shaped(150, 5), b: shaped(5) }, options: {} },
  ],
  errors: [
    {
      inputs: { x: shaped(2, 3), b: shaped(2) },
      options: {},
      message: /^bias: b must hold one value or have the last dimensions of \[2, 3\], but is \[2\]/,
    },
  ],
  sizes: { [batch]: { inputs: { ...featureMap, b: shaped(64) }, options: {} } },
  work: ({ x, b }) => ({ flop: size(x.shape), bytes: bytesOf(x.shape, x.shape, b.shape) }),
  lesson: {
    title: 'Bias',
    formula: 'y_{n,h,w,c} = x_{n,h,w,c} + b_c',
    summary: 'One number a channel, added everywhere.',
  },
}
