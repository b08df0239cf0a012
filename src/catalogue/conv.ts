// Cards of convolution, its adjoint and its weight gradient: one loop over all products serves all three.

import { conv2d, convTranspose2d, convWeightGradient } from '../ops'
import type { ConvOptions, ConvTransposeOptions, WeightGradientOptions } from '../ops/conv'
import { bytesOf, type Card, type Shape, Sums, shaped, type Work } from './card'

type Pair = readonly [number, number]

const pair = (value: number | Pair = 0): Pair =>
  typeof value === 'number' ? [value, value] : value

interface Extents {
  /** [N, H, W, C] */
  large: Shape
  /** [N, P, Q, K] */
  small: Shape
  /** [R, S, C, K] */
  weight: Shape
}

/** Visits every product of a convolution: which element of each of the three takes part in it. */
function eachProduct(
  { large, small, weight }: Extents,
  { stride = 1, padding = 0, dilation = 1 }: ConvOptions,
  visit: (large: number, small: number, weight: number) => void,
): void {
  const [N = 0, H = 0, W = 0, C = 0] = large
  const [, P = 0, Q = 0, K = 0] = small
  const [R = 0, S = 0] = weight
  const [strideH, strideW] = pair(stride)
  const [paddingH, paddingW] = pair(padding)
  const [dilationH, dilationW] = pair(dilation)
  for (let n = 0; n < N; n++) {
    for (let p = 0; p < P; p++) {
      for (let q = 0; q < Q; q++) {
        for (let r = 0; r < R; r++) {
          for (let s = 0; s < S; s++) {
            const h = p * strideH + r * dilationH - paddingH
            const w = q * strideW + s * dilationW - paddingW
            if (h < 0 || h >= H || w < 0 || w >= W) continue
            for (let c = 0; c < C; c++) {
              for (let k = 0; k < K; k++) {
                visit(
                  ((n * H + h) * W + w) * C + c,
                  ((n * P + p) * Q + q) * K + k,
                  ((r * S + s) * C + c) * K + k,
                )
              }
            }
          }
        }
      }
    }
  }
}

function work({ large, small, weight }: Extents): Work {
  const [, , , C = 0] = large
  const [N = 0, P = 0, Q = 0, K = 0] = small
  const [R = 0, S = 0] = weight
  return { flop: 2 * N * P * Q * K * R * S * C, bytes: bytesOf(large, small, weight) }
}

function smallShape([N = 0, H = 0, W = 0]: Shape, weight: Shape, options: ConvOptions): Shape {
  const [R = 0, S = 0, , K = 0] = weight
  const { stride = 1, padding = 0, dilation = 1 } = options
  const extent = (large: number, taps: number, axis: 0 | 1) =>
    Math.floor(
      (large + 2 * pair(padding)[axis] - pair(dilation)[axis] * (taps - 1) - 1) /
        pair(stride)[axis],
    ) + 1
  return [N, extent(H, R, 0), extent(W, S, 1), K]
}

function largeShape(
  [N = 0, P = 0, Q = 0]: Shape,
  weight: Shape,
  options: ConvTransposeOptions,
): Shape {
  const [R = 0, S = 0, C = 0] = weight
  const { stride = 1, padding = 0, dilation = 1, outputPadding = 0 } = options
  const extent = (small: number, taps: number, axis: 0 | 1) =>
    (small - 1) * pair(stride)[axis] -
    2 * pair(padding)[axis] +
    pair(dilation)[axis] * (taps - 1) +
    pair(outputPadding)[axis] +
    1
  return [N, extent(P, R, 0), extent(Q, S, 1), C]
}

const halving = { stride: 2, padding: 1 }
const same = { padding: 1 }
/** Without dilation, which the fast kernels leave to the plain ones. */
const skewed = { stride: [2, 3], padding: [0, 2] } as const
const uneven = { stride: [2, 3], padding: [1, 0], dilation: [1, 2] } as const

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

export const convWeightGradientCard: Card<'large' | 'small', WeightGradientOptions> = {
  op: ({ large, small }, options) => convWeightGradient(large, small, options),
  reference({ large, small }, options) {
    const [R, S] = pair(options.kernelSize)
    const weight = [R, S, large.shape[3] ?? 0, small.shape[3] ?? 0]
    const result = new Sums(weight)
    eachProduct({ large: large.shape, small: small.shape, weight }, options, (l, s, w) =>
      result.add(w, large.at(l) * small.at(s)),
    )
    return result
  },
  bound: 8,
  gradient: { inputs: ['large', 'small'], bound: 8 },
  samples: [
    {
      inputs: { large: shaped(2, 8, 8, 3), small: shaped(2, 4, 4, 5) },
      options: { kernelSize: 4, ...halving },
    },
    {
      inputs: { large: shaped(3, 5, 7, 4), small: shaped(3, 5, 7, 8) },
      options: { kernelSize: 3, ...same },
    },
    {
      inputs: { large: shaped(2, 9, 11, 1), small: shaped(2, 5, 3, 5) },
      options: { kernelSize: [3, 2], ...uneven },
    },
    {
      inputs: { large: shaped(2, 7, 8, 3), small: shaped(2, 3, 3, 5) },
      options: { kernelSize: [3, 4], ...skewed },
    },
    {
      inputs: { large: shaped(3, 4, 4, 8), small: shaped(3, 1, 1, 1) },
      options: { kernelSize: 4 },
    },
    {
      inputs: { large: shaped(1, 8, 10, 3), small: shaped(1, 2, 3, 3) },
      options: { kernelSize: 3, stride: 3 },
    },
    {
      inputs: { large: shaped(5, 1, 1, 8), small: shaped(5, 1, 1, 4) },
      options: { kernelSize: 1 },
    },
    {
      inputs: { large: shaped(4, 8, 8, 16), small: shaped(4, 4, 4, 32) },
      options: { kernelSize: 4, ...halving },
      large: true,
    },
    {
      inputs: { large: shaped(2, 5, 6, 33), small: shaped(2, 2, 3, 10) },
      options: { kernelSize: 4, ...halving },
      large: true,
    },
    {
      inputs: { large: shaped(4, 8, 8, 3), small: shaped(4, 4, 4, 16) },
      options: { kernelSize: 4, ...halving },
      large: true,
    },
  ],
  errors: [
    {
      inputs: { large: shaped(2, 8, 8, 3), small: shaped(3, 4, 4, 5) },
      options: { kernelSize: 4, ...halving },
      message: /^convWeightGradient: large has 2 images but small has 3/,
    },
    {
      inputs: { large: shaped(2, 8, 8, 3), small: shaped(2, 5, 4, 5) },
      options: { kernelSize: 4, ...halving },
      message: /^convWeightGradient: small \[2, 5, 4, 5\] has more windows than large/,
    },
  ],
  sizes: {
    'DCGAN 32², D block 1, batch 64': {
      inputs: { large: shaped(64, 32, 32, 3), small: shaped(64, 16, 16, 64) },
      options: { kernelSize: 4, ...halving },
    },
    'DCGAN 32², D block 2, batch 64': {
      inputs: { large: shaped(64, 16, 16, 64), small: shaped(64, 8, 8, 128) },
      options: { kernelSize: 4, ...halving },
    },
    'DCGAN 32², D block 3, batch 64': {
      inputs: { large: shaped(64, 8, 8, 128), small: shaped(64, 4, 4, 256) },
      options: { kernelSize: 4, ...halving },
    },
  },
  work: ({ large, small }, { kernelSize }) => {
    const weight = [...pair(kernelSize), large.shape[3] ?? 0, small.shape[3] ?? 0]
    return work({ large: large.shape, small: small.shape, weight })
  },
  lesson: {
    title: 'Weight gradient of a convolution',
    formula: String.raw`\begin{gathered}\partial w_{r,s,c,k} = \sum_{n,p,q} x_{n,h,w,c}\; \partial y_{n,p,q,k}\\ h = p\cdot\mathrm{stride}+r-\mathrm{pad},\\ w = q\cdot\mathrm{stride}+s-\mathrm{pad}\end{gathered}`,
    summary:
      'How should each weight change? Sum, over all images and windows, what the weight saw times how ' +
      'its output should change. An invocation of the plain kernel computes the gradient of one weight.',
    result: 'weight',
    sample: {
      inputs: { large: shaped(1, 6, 6, 2), small: shaped(1, 6, 6, 2) },
      options: { kernelSize: 3, ...same },
    },
  },
}
