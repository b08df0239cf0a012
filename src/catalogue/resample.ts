import { upfirdn2d, upsampleBilinear2d } from '../ops'
import type { UpfirdnOptions } from '../ops/resample'
import { bytesOf, type Card, type None, placeOf, type Shape, Sums, shaped, valueAt } from './card'

/** The two pixels along an axis that output `at` is made of, and their shares. At the border both may be one pixel. */
function between(at: number, extent: number): [pixel: number, share: number][] {
  const near = Math.floor(at / 2)
  const far = at % 2 === 0 ? near - 1 : near + 1
  return [
    [near, 0.75],
    [Math.min(Math.max(far, 0), extent - 1), 0.25],
  ]
}

export const upsampleBilinear2dCard: Card<'x', None> = {
  op: ({ x }) => upsampleBilinear2d(x),
  reference({ x }) {
    const [N = 0, H = 0, W = 0, C = 0] = x.shape
    const result = new Sums([N, 2 * H, 2 * W, C])
    for (let i = 0; i < result.y.data.length; i++) {
      const [n = 0, h = 0, w = 0, c = 0] = placeOf(i, result.y.shape)
      for (const [row, down] of between(h, H)) {
        for (const [column, right] of between(w, W)) {
          result.add(i, down * right * valueAt(x, [n, row, column, c]))
        }
      }
    }
    return result
  },
  bound: 4,
  gradient: { inputs: ['x'], bound: 8 },
  samples: [
    { inputs: { x: shaped(2, 3, 5, 3) }, options: {} },
    { inputs: { x: shaped(1, 4, 4, 1) }, options: {} },
    // The border on both sides at once.
    { inputs: { x: shaped(2, 1, 2, 2) }, options: {} },
  ],
  errors: [
    {
      inputs: { x: shaped(4, 4, 1) },
      options: {},
      message:
        /^upsampleBilinear2d: x must have four dimensions \[N, H, W, C\], but is \[4, 4, 1\]/,
    },
  ],
  sizes: {
    'images of a style-based G, 16² to 32², batch 16': {
      inputs: { x: shaped(16, 16, 16, 3) },
      options: {},
    },
  },
  work: ({ x }) => ({ flop: 6 * bytesOf(x.shape), bytes: 5 * bytesOf(x.shape) }),
  lesson: {
    title: 'Bilinear upsampling',
    formula: String.raw`y_{2p} = \tfrac34 x_p + \tfrac14 x_{p-1}, \qquad y_{2p+1} = \tfrac34 x_p + \tfrac14 x_{p+1}`,
    summary:
      'Twice as many rows, and columns likewise: each new one lies a quarter of the way between two old ' +
      'ones. A style-based generator enlarges its small image so, and adds detail to it.',
  },
}

function shapeOf([N = 0, H = 0, W = 0, C = 0]: Shape, options: UpfirdnOptions): Shape {
  const { up = 1, down = 1, padding } = options
  const [left, right, top, bottom] = padding
  return [
    N,
    Math.floor((H * up + top + bottom - 4) / down) + 1,
    Math.floor((W * up + left + right - 4) / down) + 1,
    C,
  ]
}

export const upfirdn2dCard: Card<'x', UpfirdnOptions> = {
  op: ({ x }, options) => upfirdn2d(x, options),
  reference({ x }, options) {
    const { taps = [1, 3, 3, 1], up = 1, down = 1, padding, gain = 1 } = options
    const [left, , top] = padding
    const total = taps.reduce((sum, tap) => sum + tap, 0)
    const filter = taps.map((tap) => tap / total).toReversed()
    const result = new Sums(shapeOf(x.shape, options))
    for (let i = 0; i < result.y.data.length; i++) {
      const [n = 0, p = 0, q = 0, c = 0] = placeOf(i, result.y.shape)
      for (const [r, across] of filter.entries()) {
        for (const [s, along] of filter.entries()) {
          const [h, w] = [(p * down + r - top) / up, (q * down + s - left) / up]
          if (!Number.isInteger(h) || !Number.isInteger(w)) continue
          result.add(i, gain * across * along * valueAt(x, [n, h, w, c]))
        }
      }
    }
    return result
  },
  bound: 8,
  gradient: { inputs: ['x'], bound: 8 },
  samples: [
    { inputs: { x: shaped(2, 3, 5, 3) }, options: { up: 2, padding: [2, 1, 2, 1], gain: 4 } },
    { inputs: { x: shaped(2, 7, 6, 2) }, options: { down: 2, padding: [1, 1, 1, 1] } },
    { inputs: { x: shaped(1, 4, 5, 2) }, options: { padding: [2, 1, 2, 1] } },
    // No symmetry anywhere: the filter is mirrored, and each side is padded by its own number.
    {
      inputs: { x: shaped(2, 5, 4, 1) },
      options: { taps: [1, 2, 4, -1], up: 3, down: 2, padding: [3, 0, 1, 2], gain: 0.5 },
    },
  ],
  errors: [
    {
      inputs: { x: shaped(1, 4, 4, 1) },
      options: { padding: [4, 0, 0, 0] },
      message: /^upfirdn2d: padding must be whole numbers from 0 to 3, but is \[4, 0, 0, 0\]/,
    },
    {
      inputs: { x: shaped(1, 4, 4, 1) },
      options: { padding: [1, 1, 1, 1], up: 0 },
      message: /^upfirdn2d: up must be a whole number of at least 1, but is 0/,
    },
    {
      inputs: { x: shaped(1, 2, 4, 1) },
      options: { padding: [0, 0, 0, 1] },
      message:
        /^upfirdn2d: four taps are more than the padded image \[1, 2, 4, 1\] has pixels\. Pad more/,
    },
    {
      inputs: { x: shaped(1, 4, 4, 1) },
      options: { padding: [1, 1, 1, 1], taps: [1, -1, 1, -1] },
      message: /^upfirdn2d: taps \[1, -1, 1, -1\] must have a finite sum that is not 0/,
    },
  ],
  sizes: {
    'a blur of a critic, 32², batch 16': {
      inputs: { x: shaped(16, 32, 32, 16) },
      options: { padding: [2, 1, 2, 1] },
    },
  },
  work({ x }, options) {
    const y = shapeOf(x.shape, options)
    return { flop: 10 * bytesOf(y), bytes: bytesOf(x.shape, y) }
  },
  lesson: {
    title: 'Upsample, filter, downsample',
    formula: String.raw`y_{p,q} = \sum_{r,s} t_r\, t_s\, x_{p+r,\, q+s}`,
    summary:
      'A blur before pixels are left out, or after zeros were put between them: so no pattern of the ' +
      'grid gets into the image. Its gradient is one too, with the two exchanged.',
  },
}
