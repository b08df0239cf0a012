import { conv2d, convTranspose2d } from '../ops'
import type { ConvOptions, ConvTransposeOptions } from '../ops/conv'
import { type Card, Sums, shaped } from './card'
import {
  eachProduct,
  halving,
  largeShape,
  same,
  skewed,
  smallShape,
  uneven,
  work,
} from './convProducts'

export const conv2dCard: Card<'x' | 'weight', ConvOptions> = {
  op: ({ x, weight }, options) => conv2d(x, weight, options),
  reference({ x, weight }, options) {
    const small = smallShape(x.shape, weight.shape, options)
    const result = new Sums(small)
    eachProduct({ large: x.shape, small, weight: weight.shape }, options, (l, s, w) =>
      result.add(s, x.at(l) * weight.at(w)),
    )
    return result
  },
  bound: 8,
  gradient: { inputs: ['x', 'weight'], bound: 8 },
  samples: [
    { inputs: { x: shaped(2, 8, 8, 3), weight: shaped(4, 4, 3, 5) }, options: halving },
    { inputs: { x: shaped(1, 5, 7, 4), weight: shaped(3, 3, 4, 8) }, options: same },
    { inputs: { x: shaped(2, 9, 11, 1), weight: shaped(3, 2, 1, 5) }, options: uneven },
    { inputs: { x: shaped(2, 7, 8, 3), weight: shaped(3, 4, 3, 5) }, options: skewed },
    { inputs: { x: shaped(3, 3, 3, 5), weight: shaped(1, 1, 5, 4) }, options: {} },
    // Stride 3 leaves the last rows and columns of the image unread: their gradient is zero.
    { inputs: { x: shaped(1, 8, 10, 3), weight: shaped(3, 3, 3, 3) }, options: { stride: 3 } },
    { inputs: { x: shaped(3, 4, 4, 8), weight: shaped(4, 4, 8, 1) }, options: {} },
    { inputs: { x: shaped(2, 8, 8, 1), weight: shaped(4, 4, 1, 16) }, options: halving },
    {
      inputs: { x: shaped(2, 8, 8, 16), weight: shaped(4, 4, 16, 32) },
      options: halving,
      large: true,
    },
    {
      inputs: { x: shaped(2, 18, 17, 9), weight: shaped(2, 1, 9, 34) },
      options: { padding: [1, 0] },
      large: true,
    },
    // More terms than a part of a sum holds.
    { inputs: { x: shaped(2, 4, 4, 33), weight: shaped(4, 4, 33, 1) }, options: {}, large: true },
  ],
  errors: [
    {
      inputs: { x: shaped(2, 8, 8, 3), weight: shaped(4, 4, 4, 5) },
      options: {},
      message: /^conv2d: x has 3 channels but weight expects 4: x is \[2, 8, 8, 3\], weight is/,
    },
    {
      inputs: { x: shaped(8, 8, 3), weight: shaped(4, 4, 3, 5) },
      options: {},
      message: /^conv2d: x must have four dimensions \[N, H, W, C\], but is \[8, 8, 3\]/,
    },
    {
      inputs: { x: shaped(1, 2, 2, 1), weight: shaped(3, 3, 1, 1) },
      options: {},
      message: /^conv2d: the window \[3, 3\] is larger than the padded image \[1, 2, 2, 1\]/,
    },
    {
      inputs: { x: shaped(1, 4, 4, 1), weight: shaped(3, 3, 1, 1) },
      options: { stride: 0 },
      message: /^conv2d: stride must be a whole number of at least 1, but is \[0, 0\]/,
    },
  ],
  sizes: {
    'DCGAN 32², D block 1, batch 64': {
      inputs: { x: shaped(64, 32, 32, 3), weight: shaped(4, 4, 3, 64) },
      options: halving,
    },
    'DCGAN 32², D block 2, batch 64': {
      inputs: { x: shaped(64, 16, 16, 64), weight: shaped(4, 4, 64, 128) },
      options: halving,
    },
    'DCGAN 32², D block 3, batch 64': {
      inputs: { x: shaped(64, 8, 8, 128), weight: shaped(4, 4, 128, 256) },
      options: halving,
    },
    'DCGAN 32², D head, batch 64': {
      inputs: { x: shaped(64, 4, 4, 256), weight: shaped(4, 4, 256, 1) },
      options: {},
    },
  },
  work: ({ x, weight }, options) => {
    const small = smallShape(x.shape, weight.shape, options)
    return work({ large: x.shape, small, weight: weight.shape })
  },
  lesson: {
    title: 'Convolution',
    formula: String.raw`\begin{gathered}y_{n,p,q,k} = \sum_{r,s,c} x_{n,h,w,c}\; w_{r,s,c,k}\\ h = p\cdot\mathrm{stride}+r-\mathrm{pad},\\ w = q\cdot\mathrm{stride}+s-\mathrm{pad}\end{gathered}`,
    summary:
      'The discriminator looks at the image through a small window. With stride 2 each block halves ' +
      'height and width (here stride 1, so that the size stays). An invocation of the plain kernel ' +
      'computes one channel of one output pixel.',
    // More outputs than a workgroup has invocations.
    sample: { inputs: { x: shaped(1, 6, 6, 2), weight: shaped(3, 3, 2, 2) }, options: same },
  },
}

export const convTranspose2dCard: Card<'x' | 'weight', ConvTransposeOptions> = {
  op: ({ x, weight }, options) => convTranspose2d(x, weight, options),
  reference({ x, weight }, options) {
    const large = largeShape(x.shape, weight.shape, options)
    const result = new Sums(large)
    eachProduct({ large, small: x.shape, weight: weight.shape }, options, (l, s, w) =>
      result.add(l, x.at(s) * weight.at(w)),
    )
    return result
  },
  bound: 8,
  gradient: { inputs: ['x', 'weight'], bound: 8 },
  samples: [
    { inputs: { x: shaped(2, 4, 4, 5), weight: shaped(4, 4, 3, 5) }, options: halving },
    { inputs: { x: shaped(3, 1, 1, 6), weight: shaped(4, 4, 8, 6) }, options: {} },
    {
      inputs: { x: shaped(1, 3, 4, 4), weight: shaped(3, 3, 4, 4) },
      options: { ...halving, outputPadding: [1, 0] },
    },
    {
      inputs: { x: shaped(2, 3, 4, 5), weight: shaped(2, 3, 1, 5) },
      options: { stride: [3, 2], padding: [0, 1], dilation: [2, 1] },
    },
    {
      inputs: { x: shaped(2, 3, 4, 5), weight: shaped(3, 4, 3, 5) },
      options: { ...skewed, outputPadding: [0, 2] },
    },
    { inputs: { x: shaped(1, 5, 3, 4), weight: shaped(3, 3, 8, 4) }, options: same },
    { inputs: { x: shaped(2, 3, 3, 4), weight: shaped(1, 1, 5, 4) }, options: {} },
    { inputs: { x: shaped(2, 4, 4, 8), weight: shaped(4, 4, 1, 8) }, options: halving },
    {
      inputs: { x: shaped(2, 4, 4, 32), weight: shaped(4, 4, 16, 32) },
      options: halving,
      large: true,
    },
    {
      inputs: { x: shaped(8, 8, 8, 8), weight: shaped(3, 2, 18, 8) },
      options: { stride: 2, padding: [1, 0] },
      large: true,
    },
  ],
  errors: [
    {
      inputs: { x: shaped(2, 4, 4, 3), weight: shaped(4, 4, 3, 5) },
      options: {},
      message: /^convTranspose2d: x has 3 channels but weight expects 5/,
    },
    {
      inputs: { x: shaped(1, 4, 4, 1), weight: shaped(4, 4, 1, 1) },
      options: { ...halving, outputPadding: 2 },
      message: /^convTranspose2d: outputPadding \[2, 2\] must be smaller than stride \[2, 2\]/,
    },
    {
      inputs: { x: shaped(1, 1, 1, 1), weight: shaped(2, 2, 1, 1) },
      options: { padding: 1 },
      message: /^convTranspose2d: the output would be 0 × 0/,
    },
  ],
  sizes: {
    'DCGAN 32², G projection, batch 64': {
      inputs: { x: shaped(64, 1, 1, 100), weight: shaped(4, 4, 256, 100) },
      options: {},
    },
    'DCGAN 32², G block 2, batch 64': {
      inputs: { x: shaped(64, 4, 4, 256), weight: shaped(4, 4, 128, 256) },
      options: halving,
    },
    'DCGAN 32², G block 3, batch 64': {
      inputs: { x: shaped(64, 8, 8, 128), weight: shaped(4, 4, 64, 128) },
      options: halving,
    },
    'DCGAN 32², G image, batch 64': {
      inputs: { x: shaped(64, 16, 16, 64), weight: shaped(4, 4, 3, 64) },
      options: halving,
    },
  },
  work: ({ x, weight }, options) => {
    const large = largeShape(x.shape, weight.shape, options)
    return work({ large, small: x.shape, weight: weight.shape })
  },
  lesson: {
    title: 'Transposed convolution',
    formula: String.raw`y_{n,h,w,c} = \sum_{\substack{p\cdot\mathrm{stride}+r-\mathrm{pad}=h\\ q\cdot\mathrm{stride}+s-\mathrm{pad}=w}} \sum_k x_{n,p,q,k}\; w_{r,s,c,k}`,
    summary:
      'The generator paints: each small pixel stamps a weighted window onto the large image. It is the ' +
      'adjoint of convolution: the same weights carry numbers back, from its outputs to its inputs. One ' +
      'invocation gathers every stamp that reaches its pixel. With few channels, as here, the fast kernel ' +
      'first makes all stamps, as one matrix product, and then adds them up.',
    sample: { inputs: { x: shaped(1, 3, 3, 2), weight: shaped(4, 4, 2, 2) }, options: halving },
  },
}
