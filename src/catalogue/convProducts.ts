// Reference of the whole family of convolutions: one loop over all products serves all three cards.

import type { ConvOptions, ConvTransposeOptions } from '../ops/conv'
import { bytesOf, type Shape, type Work } from './card'

type Pair = readonly [number, number]

export const pair = (value: number | Pair = 0): Pair =>
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
export function eachProduct(
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

export function work({ large, small, weight }: Extents): Work {
  const [, , , C = 0] = large
  const [N = 0, P = 0, Q = 0, K = 0] = small
  const [R = 0, S = 0] = weight
  return { flop: 2 * N * P * Q * K * R * S * C, bytes: bytesOf(large, small, weight) }
}

export function smallShape(
  [N = 0, H = 0, W = 0]: Shape,
  weight: Shape,
  options: ConvOptions,
): Shape {
  const [R = 0, S = 0, , K = 0] = weight
  const { stride = 1, padding = 0, dilation = 1 } = options
  const extent = (large: number, taps: number, axis: 0 | 1) =>
    Math.floor(
      (large + 2 * pair(padding)[axis] - pair(dilation)[axis] * (taps - 1) - 1) /
        pair(stride)[axis],
    ) + 1
  return [N, extent(H, R, 0), extent(W, S, 1), K]
}

export function largeShape(
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

export const halving = { stride: 2, padding: 1 }
export const same = { padding: 1 }
/** Without dilation, which the fast kernels leave to the plain ones. */
export const skewed = { stride: [2, 3], padding: [0, 2] } as const
export const uneven = { stride: [2, 3], padding: [1, 0], dilation: [1, 2] } as const
