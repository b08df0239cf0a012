import { size } from '../autograd/check'
import { channelProducts, scaleChannels } from '../ops'
import { bytesOf, type Card, elementwise, type None, type Shape, Sums, shaped } from './card'

/** The number of a channel of an image that element i of [N, H, W, C] belongs to. */
export const channelOf = (i: number, [, H = 1, W = 1, C = 1]: Shape): number =>
  Math.floor(i / (H * W * C)) * C + (i % C)

const styled = 'a style-based G at 32², batch 16'

export const scaleChannelsCard: Card<'x' | 's', None> = {
  op: ({ x, s }) => scaleChannels(x, s),
  reference: ({ x, s }) => elementwise(x.shape, (i) => x.at(i) * s.at(channelOf(i, x.shape))),
  bound: 1,
  gradient: { inputs: ['x', 's'], bound: 8 },
  samples: [
    { inputs: { x: shaped(2, 3, 5, 3), s: shaped(2, 3) }, options: {} },
    { inputs: { x: shaped(3, 2, 3, 4), s: shaped(3, 4) }, options: {} },
    // More than one chunk of pixels, and a last one that is not whole.
    { inputs: { x: shaped(2, 13, 11, 5), s: shaped(2, 5) }, options: {} },
    { inputs: { x: shaped(2, 1, 1, 1), s: shaped(2, 1) }, options: {} },
  ],
  errors: [
    {
      inputs: { x: shaped(2, 3, 5, 3), s: shaped(3) },
      options: {},
      message: /^scaleChannels: s must be \[2, 3\], as x is \[2, 3, 5, 3\], but is \[3\]/,
    },
    {
      inputs: { x: shaped(2, 3), s: shaped(2, 3) },
      options: {},
      message: /^scaleChannels: x must have four dimensions \[N, H, W, C\], but is \[2, 3\]/,
    },
  ],
  sizes: {
    [styled]: { inputs: { x: shaped(16, 16, 16, 16), s: shaped(16, 16) }, options: {} },
    'its first layer': { inputs: { x: shaped(16, 4, 4, 64), s: shaped(16, 64) }, options: {} },
  },
  work: ({ x, s }) => ({ flop: size(x.shape), bytes: bytesOf(x.shape, x.shape, s.shape) }),
  lesson: {
    title: 'Scale of channels',
    formula: String.raw`y_{n,h,w,c} = x_{n,h,w,c}\, s_{n,c}`,
    summary:
      'The style of an image turns each channel up or down before a convolution. To scale the images ' +
      'is to scale the weights, but one set of weights then serves the whole batch.',
  },
}

export const channelProductsCard: Card<'a' | 'b', None> = {
  op: ({ a, b }) => channelProducts(a, b),
  reference({ a, b }) {
    const [N = 0, , , C = 0] = a.shape
    const result = new Sums([N, C])
    for (let i = 0; i < size(a.shape); i++) result.add(channelOf(i, a.shape), a.at(i) * b.at(i))
    return result
  },
  bound: 8,
  gradient: { inputs: ['a', 'b'], bound: 1 },
  samples: [
    { inputs: { a: shaped(2, 3, 5, 3), b: shaped(2, 3, 5, 3) }, options: {} },
    { inputs: { a: shaped(2, 13, 11, 2), b: shaped(2, 13, 11, 2) }, options: {} },
  ],
  errors: [
    {
      inputs: { a: shaped(2, 3, 5, 3), b: shaped(2, 3, 5, 4) },
      options: {},
      message:
        /^channelProducts: a and b must have the same shape, but a is \[2, 3, 5, 3\] and b is \[2, 3, 5, 4\]/,
    },
  ],
  sizes: {
    [styled]: { inputs: { a: shaped(16, 32, 32, 8), b: shaped(16, 32, 32, 8) }, options: {} },
  },
  work: ({ a, b }) => ({ flop: 2 * size(a.shape), bytes: bytesOf(a.shape, b.shape) }),
  lesson: {
    title: 'Products of channels',
    formula: String.raw`y_{n,c} = \sum_{h,w} a_{n,h,w,c}\, b_{n,h,w,c}`,
    summary:
      'The gradient of a style: every pixel of a channel pulls at the number that scaled it. Chunks ' +
      'of pixels are added apart, and then together, in a fixed order.',
  },
}
