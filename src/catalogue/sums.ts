import { size } from '../autograd/check'
import { expand, mean, sum, sumTo } from '../ops'
import {
  bytesOf,
  type Card,
  type Dense,
  elementwise,
  type Input,
  type Shape,
  Sums,
  shaped,
} from './card'

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

export interface Options {
  dim?: number | readonly number[]
  keepdim?: boolean
}

/** Over all, over one dimension of each kind, and over two that are neighbours or not. */
const parts: { inputs: { x: Input }; options: Options }[] = [
  { inputs: { x: shaped(3, 150) }, options: { dim: -1 } },
  { inputs: { x: shaped(3, 5, 4) }, options: { dim: 1, keepdim: true } },
  { inputs: { x: shaped(2, 3, 5, 3) }, options: { dim: [1, 2] } },
  { inputs: { x: shaped(3, 2, 5, 2) }, options: { dim: [0, 2], keepdim: true } },
  { inputs: { x: shaped(3, 1) }, options: { dim: 1 } },
]

const noDimension = (op: string): { inputs: { x: Input }; options: Options; message: RegExp } => ({
  inputs: { x: shaped(2, 3) },
  options: { dim: 2 },
  message: new RegExp(`^${op}: x is \\[2, 3\\] and has no dimension 2. Take one from -2 to 1`),
})

/** Σ x · factor(shape) over `dim`, into the shape that is left. */
function summed(x: Dense, { dim, keepdim = false }: Options, mean: boolean): Sums {
  const rank = x.shape.length
  const asked = dim === undefined ? [...x.shape.keys()] : [dim].flat()
  const gone = new Set(asked.map((d) => (d + rank) % rank))
  const wide = x.shape.map((extent, d) => (gone.has(d) ? 1 : extent))
  const left = x.shape.filter((_, d) => !gone.has(d))
  const shape = keepdim ? wide : left.length > 0 ? left : [1]
  const result = new Sums(keepdim && dim === undefined ? wide : shape)
  const rows = mean ? size(x.shape) / size(wide) : 1
  for (let i = 0; i < size(x.shape); i++) result.add(target(i, x.shape, wide), x.at(i) / rows)
  return result
}

/** The flat index in `small` of element i of `large`, where `small` has 1 wherever it is repeated. */
function target(i: number, large: Shape, small: Shape): number {
  let index = 0
  let stride = 1
  let rest = i
  for (let d = large.length - 1; d >= 0; d--) {
    const [extent = 1, kept = 1] = [large[d], small[d - large.length + small.length]]
    if (kept > 1) index += (rest % extent) * stride
    stride *= kept
    rest = Math.floor(rest / extent)
  }
  return index
}

export const sumCard: Card<'x', Options> = {
  op: ({ x }, options) => sum(x, options),
  reference: ({ x }, options) => summed(x, options, false),
  bound: 8,
  gradient: { inputs: ['x'], bound: 1 },
  samples: [
    ...wholes,
    ...parts,
    { inputs: { x: shaped(128 * 128 + 1) }, options: {}, large: true },
  ],
  errors: [noDimension('sum')],
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

export const meanCard: Card<'x', Options> = {
  op: ({ x }, options) => mean(x, options),
  reference: ({ x }, options) => summed(x, options, true),
  bound: 8,
  gradient: { inputs: ['x'], bound: 2 },
  samples: [...wholes, ...parts],
  errors: [noDimension('mean')],
  sizes: { [batch]: { inputs: featureMap, options: {} } },
  work: (inputs) => work(inputs),
  lesson: {
    title: 'Mean',
    formula: String.raw`y = \frac{1}{n} \sum_i x_i`,
    summary: 'How the losses of a batch become one number.',
  },
}

export const sumToCard: Card<'x', { shape: Shape }> = {
  op: ({ x }, { shape }) => sumTo(x, shape),
  reference({ x }, { shape }) {
    const result = new Sums(shape)
    for (let i = 0; i < size(x.shape); i++) result.add(target(i, x.shape, shape), x.at(i))
    return result
  },
  bound: 8,
  gradient: { inputs: ['x'], bound: 1 },
  samples: [
    { inputs: { x: shaped(2, 3, 5, 3) }, options: { shape: [3] } },
    { inputs: { x: shaped(300, 5) }, options: { shape: [5] } },
    { inputs: { x: shaped(4, 3, 2) }, options: { shape: [3, 2] } },
    { inputs: { x: shaped(4, 3) }, options: { shape: [4, 3] } },
    { inputs: { x: shaped(2, 3, 5, 3) }, options: { shape: [2, 1, 1, 3] } },
    { inputs: { x: shaped(3, 2, 5, 2) }, options: { shape: [2, 1, 1] } },
  ],
  errors: [
    {
      inputs: { x: shaped(2, 3) },
      options: { shape: [2] },
      message:
        /^sumTo: the result must have the last dimensions of \[2, 3\], with 1 where it is repeated, but is \[2\]/,
    },
  ],
  sizes: { 'bias gradient of a feature map': { inputs: featureMap, options: { shape: [64] } } },
  work: (inputs, { shape }) => work(inputs, shape),
  lesson: {
    title: 'Sum to a shape',
    formula: String.raw`y_c = \sum_{n,h,w} x_{n,h,w,c}`,
    summary: 'The gradient of a bias: every pixel of every image pulls at the same number.',
  },
}

export const expandCard: Card<'x', { shape: Shape }> = {
  op: ({ x }, { shape }) => expand(x, shape),
  reference: ({ x }, { shape }) => elementwise(shape, (i) => x.at(target(i, shape, x.shape))),
  bound: 0,
  gradient: { inputs: ['x'], bound: 8 },
  samples: [
    { inputs: { x: shaped(3) }, options: { shape: [2, 5, 3] } },
    { inputs: { x: shaped(1) }, options: { shape: [200] } },
    { inputs: { x: shaped(3, 2) }, options: { shape: [4, 3, 2] } },
    { inputs: { x: shaped(3, 1, 1, 2) }, options: { shape: [3, 2, 3, 2] } },
    { inputs: { x: shaped(3, 1, 2, 1) }, options: { shape: [2, 3, 4, 2, 3] } },
    { inputs: { x: shaped(5, 1) }, options: { shape: [5, 7] } },
  ],
  errors: [
    {
      inputs: { x: shaped(2) },
      options: { shape: [2, 3] },
      message:
        /^expand: x must have the last dimensions of \[2, 3\], with 1 where it is repeated, but is \[2\]/,
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
