// Card of the affine warp. The reference takes PyTorch's way to a place, through coordinates from -1 to 1;
// the kernel takes another, from the centres.

import { affineWarp } from '../ops'
import type { AffineWarpOptions } from '../ops/warp'
import { bytesOf, type Card, type Dense, type Input, type Shape, Sums, shaped } from './card'

type Inputs = Readonly<Record<'x' | 'theta', Dense>>

interface Touch {
  /** Flat indices into x and y, of channel 0. */
  x: number
  y: number
  /** Weight of that pixel of x in that pixel of y. */
  weight: number
  /** Error that the weight may have, in units of 2⁻²⁴, where the kernel's place is rounded. */
  rounding: number
}

const shapeOfY = (x: Shape, { height, width }: AffineWarpOptions): Shape => {
  const [N = 0, H = 0, W = 0, C = 0] = x
  return [N, height ?? H, width ?? W, C]
}

/** Visits each pixel of x that a pixel of y mixes. */
function eachTouch(
  { x, theta }: Inputs,
  options: AffineWarpOptions,
  visit: (touch: Touch) => void,
) {
  const [, H = 0, W = 0, C = 0] = x.shape
  const [N = 0, P = 0, Q = 0] = shapeOfY(x.shape, options)
  for (let n = 0; n < N; n++) {
    const row = (at: number) => [theta.at(at), theta.at(at + 1), theta.at(at + 2)] as const
    for (let p = 0; p < P; p++) {
      for (let q = 0; q < Q; q++) {
        const u = placeOf(row(n * 6), W, { p, q, P, Q })
        const v = placeOf(row(n * 6 + 3), H, { p, q, P, Q })
        for (const h of [Math.floor(v.at), Math.floor(v.at) + 1]) {
          for (const w of [Math.floor(u.at), Math.floor(u.at) + 1]) {
            if (h < 0 || h >= H || w < 0 || w >= W) continue
            const [alongV, alongU] = [1 - Math.abs(v.at - h), 1 - Math.abs(u.at - w)]
            visit({
              x: ((n * H + h) * W + w) * C,
              y: ((n * P + p) * Q + q) * C,
              weight: alongV * alongU,
              rounding: alongV * u.rounding + alongU * v.rounding,
            })
          }
        }
      }
    }
  }
}

/** Position along one axis of x, whose extent is `extent`, that a pixel of y is taken from. */
function placeOf(
  [a, b, shift]: readonly [number, number, number],
  extent: number,
  { p, q, P, Q }: Readonly<Record<'p' | 'q' | 'P' | 'Q', number>>,
) {
  const coordinate = a * ((2 * q + 1) / Q - 1) + b * ((2 * p + 1) / P - 1) + shift
  // The kernel's sum. What f32 holds exactly is not rounded: there the weights must be exact as well.
  const terms = [
    ((a * extent) / Q) * (q - (Q - 1) / 2),
    ((b * extent) / P) * (p - (P - 1) / 2),
    (shift * extent) / 2,
    (extent - 1) / 2,
  ]
  const exact = terms.every((term) => Math.fround(term) === term)
  return {
    at: ((coordinate + 1) * extent - 1) / 2,
    rounding: exact ? 0 : terms.reduce((sum, term) => sum + Math.abs(term), 0),
  }
}

const matrices = (...values: readonly (readonly number[])[]): Input => ({
  shape: [values.length, 2, 3],
  values: values.flat().map(Math.fround),
})

const turned = (degrees: number, size = 1): readonly number[] => {
  const [cos, sin] = [Math.cos(degrees / 57.29578) * size, Math.sin(degrees / 57.29578) * size]
  return [cos, -sin, 0.03, sin, cos, -0.21]
}

const same = [1, 0, 0, 0, 1, 0]

export const affineWarpCard: Card<'x' | 'theta', AffineWarpOptions> = {
  op: ({ x, theta }, options) => affineWarp(x, theta, options),
  reference(inputs, options) {
    const { x } = inputs
    const [, , , C = 0] = x.shape
    const result = new Sums(shapeOfY(x.shape, options))
    eachTouch(inputs, options, ({ x: at, y, weight, rounding }) => {
      for (let c = 0; c < C; c++) {
        const value = x.at(at + c)
        result.add(y + c, weight * value, (weight + rounding) * Math.abs(value))
      }
    })
    return result
  },
  bound: 4,
  gradient: { inputs: ['x'], bound: 8 },
  cancelling(inputs, options, { index, cotangent }) {
    const [, , , C = 1] = inputs.x.shape
    const c = index % C
    let magnitude = 0
    eachTouch(inputs, options, ({ x, y, weight, rounding }) => {
      if (x + c === index) magnitude += Math.abs(cotangent.at(y + c)) * (weight + rounding)
    })
    return magnitude
  },
  samples: [
    // Eighths on a square: every place is exact. Itself, mirrored, a quarter turn, sheared.
    {
      inputs: {
        x: shaped(4, 5, 5, 1),
        theta: matrices(
          same,
          [-1, 0, 0, 0, 1, 0],
          [0, -1, 0, 1, 0, 0],
          [...[0.875, 0.25, 0.125], ...[-0.375, 1.25, -0.25]],
        ),
      },
      options: {},
    },
    // The same between images of different sizes, all in powers of two.
    {
      inputs: {
        x: shaped(2, 4, 8, 2),
        theta: matrices([0.75, 0.125, 0.5, -0.25, 0.5, 0.125], [1.5, 0, -0.25, 0.625, -1, 0]),
      },
      options: { height: 8, width: 4 },
    },
    // Places that f32 rounds: turned, made larger and smaller.
    {
      inputs: {
        x: shaped(3, 7, 5, 1),
        theta: matrices(turned(20), turned(-77, 0.3), turned(200, 2)),
      },
      options: { height: 6, width: 9 },
    },
    {
      inputs: { x: shaped(2, 9, 7, 1), theta: matrices(turned(3), turned(135, 0.7)) },
      options: { height: 3 },
    },
    // No inverse: all look along a line, or at one place; a line that is nearly one; all look outside.
    {
      inputs: {
        x: shaped(4, 5, 5, 1),
        theta: matrices(
          [0.5, 0.25, 0, 1, 0.5, 0.125],
          [0, 0, 0.125, 0, 0, -0.25],
          [1, 0.5, 0, 1, 0.5009765625, 0],
          [1, 0, 4, 0, 1, 0],
        ),
      },
      options: {},
    },
    { inputs: { x: shaped(1, 3, 1, 3), theta: matrices(same) }, options: {} },
  ],
  errors: [
    {
      inputs: { x: shaped(2, 4, 4, 1), theta: shaped(1, 2, 3) },
      options: {},
      message:
        /^affineWarp: theta must hold a 2 × 3 matrix for each image of x, \[2, 4, 4, 1\], but is \[1, 2, 3\] of f32/,
    },
    {
      inputs: { x: shaped(4, 4, 1), theta: shaped(4, 2, 3) },
      options: {},
      message: /^affineWarp: x must have four dimensions \[N, H, W, C\], but is \[4, 4, 1\]/,
    },
    {
      inputs: { x: shaped(1, 4, 4, 1), theta: shaped(1, 2, 3) },
      options: { height: 0 },
      message: /^affineWarp: height and width must be whole numbers of at least 1, but are 0 and 4/,
    },
  ],
  sizes: {
    'augmented images, 32², batch 64': {
      inputs: { x: shaped(64, 32, 32, 3), theta: shaped(64, 2, 3) },
      options: {},
    },
  },
  work({ x, theta }, options) {
    const y = shapeOfY(x.shape, options)
    // Four pixels, and what a place and its weights take: about 40 operations.
    return { flop: 40 * (bytesOf(y) / 4), bytes: bytesOf(x.shape, y, theta.shape) }
  },
  lesson: {
    title: 'Affine warp',
    formula: String.raw`y_{p,q} = \sum_{h,w} \Lambda(v - h)\, \Lambda(u - w)\, x_{h,w}, \quad (u, v) = A\,(q, p, 1)`,
    summary:
      'Each pixel of y looks at a place in x and mixes the four pixels around it. For the gradient one would ' +
      'let each pixel of y add to those four, and collide; here each pixel of x asks who looks at it: the ' +
      'inverse map says where to search.',
    // No pixel looks at the very middle of another, where one more weight is next to nothing.
    sample: { inputs: { x: shaped(1, 5, 5, 1), theta: matrices(turned(20, 0.9)) }, options: {} },
  },
}
