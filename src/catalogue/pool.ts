import { avgPool2d, upsampleNearest2d } from '../ops'
import type { Pair } from '../ops/conv'
import type { AvgPoolOptions } from '../ops/pool'
import { bytesOf, type Card, elementwise, type Shape, Sums, shaped } from './card'

const pair = (value: Pair): readonly [number, number] =>
  typeof value === 'number' ? [value, value] : value

function pooled([N = 0, H = 0, W = 0, C = 0]: Shape, options: AvgPoolOptions): Shape {
  const { kernelSize, stride = kernelSize, padding = 0 } = options
  const extent = (large: number, axis: 0 | 1) =>
    Math.floor((large + 2 * pair(padding)[axis] - pair(kernelSize)[axis]) / pair(stride)[axis]) + 1
  return [N, extent(H, 0), extent(W, 1), C]
}

export const avgPool2dCard: Card<'x', AvgPoolOptions> = {
  op: ({ x }, options) => avgPool2d(x, options),
  reference({ x }, options) {
    const { kernelSize, stride = kernelSize, padding = 0, countIncludePad = true } = options
    const [, H = 0, W = 0, C = 0] = x.shape
    const [rows, columns] = pair(kernelSize)
    const [strideH, strideW] = pair(stride)
    const [paddingH, paddingW] = pair(padding)
    const shape = pooled(x.shape, options)
    const [, P = 0, Q = 0] = shape
    const result = new Sums(shape)
    for (let i = 0; i < result.y.data.length; i++) {
      const c = i % C
      const q = Math.floor(i / C) % Q
      const p = Math.floor(i / C / Q) % P
      const n = Math.floor(i / C / Q / P)
      const inside: number[] = []
      for (let h = p * strideH - paddingH; h < p * strideH - paddingH + rows; h++) {
        for (let w = q * strideW - paddingW; w < q * strideW - paddingW + columns; w++) {
          if (h >= 0 && h < H && w >= 0 && w < W) inside.push(((n * H + h) * W + w) * C + c)
        }
      }
      const count = countIncludePad ? rows * columns : inside.length
      for (const index of inside) result.add(i, x.at(index) / count)
    }
    return result
  },
  // A sum, and a division that WGSL promises to 2.5 units in the last place.
  bound: 8,
  gradient: { inputs: ['x'], bound: 8 },
  samples: [
    { inputs: { x: shaped(2, 6, 8, 3) }, options: { kernelSize: 2 } },
    // Floor mode: the last row and column are in no window.
    { inputs: { x: shaped(2, 7, 9, 3) }, options: { kernelSize: 2 } },
    { inputs: { x: shaped(2, 5, 6, 1) }, options: { kernelSize: 3, stride: 1, padding: 1 } },
    {
      inputs: { x: shaped(2, 7, 8, 3) },
      options: { kernelSize: 3, stride: 2, padding: 1, countIncludePad: false },
    },
    {
      inputs: { x: shaped(1, 9, 7, 2) },
      options: { kernelSize: [3, 4], stride: [2, 1], padding: [0, 2], countIncludePad: false },
    },
    // A stride beyond the window skips pixels; a window of the whole image.
    { inputs: { x: shaped(1, 7, 8, 2) }, options: { kernelSize: [1, 2], stride: 3 } },
    { inputs: { x: shaped(3, 3, 5, 4) }, options: { kernelSize: [3, 5] } },
  ],
  errors: [
    {
      inputs: { x: shaped(1, 4, 4, 1) },
      options: { kernelSize: 2, padding: [1, 2] },
      message:
        /^avgPool2d: padding \[1, 2\] must be at most half of kernelSize \[2, 2\]\. Pad less, or use pad/,
    },
    {
      inputs: { x: shaped(1, 2, 4, 1) },
      options: { kernelSize: 3 },
      message:
        /^avgPool2d: the window \[3, 3\] is larger than the padded image \[1, 2, 4, 1\]\. Pad more/,
    },
    {
      inputs: { x: shaped(1, 4, 4, 1) },
      options: { kernelSize: 2, stride: 0 },
      message: /^avgPool2d: stride must be a whole number of at least 1, but is \[0, 0\]/,
    },
    {
      inputs: { x: shaped(4, 4, 1) },
      options: { kernelSize: 2 },
      message: /^avgPool2d: x must have four dimensions \[N, H, W, C\], but is \[4, 4, 1\]/,
    },
  ],
  sizes: {
    'a residual block of a critic, 32² to 16², batch 64': {
      inputs: { x: shaped(64, 32, 32, 128) },
      options: { kernelSize: 2 },
    },
  },
  work({ x }, options) {
    const small = pooled(x.shape, options)
    const [rows, columns] = pair(options.kernelSize)
    return {
      flop: (bytesOf(small) / 4) * rows * columns,
      bytes: bytesOf(x.shape, small),
    }
  },
  lesson: {
    title: 'Average pooling',
    formula: String.raw`y_{p,q} = \frac{1}{RS} \sum_{r,s} x_{pS_h + r,\; qS_w + s}`,
    summary:
      'A convolution whose weight is the same everywhere, channel by channel. Its gradient spreads each ' +
      'window’s share back over the window, gathered pixel by pixel.',
  },
}

export interface UpsampleOptions {
  scaleFactor?: Pair
}

function enlarged([N = 0, H = 0, W = 0, C = 0]: Shape, { scaleFactor = 2 }: UpsampleOptions) {
  const [factorH, factorW] = pair(scaleFactor)
  return [N, H * factorH, W * factorW, C] as const
}

export const upsampleNearest2dCard: Card<'x', UpsampleOptions> = {
  op: ({ x }, options) => upsampleNearest2d(x, options),
  reference({ x }, options) {
    const [factorH, factorW] = pair(options.scaleFactor ?? 2)
    const [, H = 0, W = 0] = x.shape
    const shape = enlarged(x.shape, options)
    const [, P, Q, C] = shape
    return elementwise(shape, (i) => {
      const c = i % C
      const w = Math.floor((Math.floor(i / C) % Q) / factorW)
      const h = Math.floor((Math.floor(i / C / Q) % P) / factorH)
      const n = Math.floor(i / C / Q / P)
      return x.at(((n * H + h) * W + w) * C + c)
    })
  },
  bound: 0,
  gradient: { inputs: ['x'], bound: 8 },
  samples: [
    { inputs: { x: shaped(2, 3, 5, 3) }, options: {} },
    { inputs: { x: shaped(1, 4, 3, 2) }, options: { scaleFactor: [3, 1] } },
    { inputs: { x: shaped(2, 1, 2, 1) }, options: { scaleFactor: 5 } },
    { inputs: { x: shaped(1, 2, 3, 2) }, options: { scaleFactor: 1 } },
  ],
  errors: [
    {
      inputs: { x: shaped(1, 4, 4, 1) },
      options: { scaleFactor: 1.5 },
      message:
        /^upsampleNearest2d: scaleFactor must be a whole number of at least 1, but is \[1\.5, 1\.5\]/,
    },
    {
      inputs: { x: shaped(4, 4, 1) },
      options: {},
      message: /^upsampleNearest2d: x must have four dimensions \[N, H, W, C\], but is \[4, 4, 1\]/,
    },
  ],
  sizes: {
    'a residual block of a generator, 16² to 32², batch 64': {
      inputs: { x: shaped(64, 16, 16, 128) },
      options: {},
    },
  },
  work: ({ x }, options) => ({ flop: 0, bytes: bytesOf(x.shape, enlarged(x.shape, options)) }),
  lesson: {
    title: 'Nearest-neighbour upsampling',
    formula: String.raw`y_{h,w} = x_{\lfloor h/f \rfloor,\, \lfloor w/f \rfloor}`,
    summary:
      'Followed by a convolution it enlarges an image without the chequered pattern that a strided ' +
      'transposed convolution can leave. Its gradient is the sum over the block.',
  },
}
