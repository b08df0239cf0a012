// A tensor as a small grey picture: zero is middle grey, the largest number white or black.

import type { Picture } from '../../core/protocol'
import { greyPicture } from '../parts/grey'

export interface Tiles {
  /** Most tiles across and down. */
  across: number
  down: number
}

/** Numbers per row, for a tensor without height and width. */
const ROW = 32

/**
 * @param shape   [N, H, W, C]: images across, channels down; other shapes are rows of numbers
 * @param weight  [R, S, C, K] instead: outputs across, inputs down
 */
export function thumbOf(
  values: ArrayLike<number>,
  { shape, weight }: { shape: readonly number[]; weight: boolean },
  tiles: Tiles,
): Picture {
  const [a = 1, b = 1, c = 1, d = 1] = shape
  const isFlat = shape.length !== 4 || (!weight && b * c === 1)
  if (isFlat) return flat(values, tiles)
  const [H, W, across, down] = weight ? [a, b, d, c] : [b, c, a, d]
  const place = (y: number, x: number, i: number, j: number) =>
    weight ? ((y * W + x) * c + j) * d + i : ((i * H + y) * W + x) * d + j
  return drawn(values, { H, W, place }, [
    Math.min(across, tiles.across),
    Math.min(down, tiles.down),
  ])
}

function flat(values: ArrayLike<number>, { down }: Tiles): Picture {
  const W = Math.max(1, Math.min(ROW, values.length))
  const H = Math.max(1, Math.min(down, Math.ceil(values.length / W)))
  return drawn(values, { H, W, place: (y, x) => y * W + x }, [1, 1])
}

interface Tile {
  H: number
  W: number
  place: (y: number, x: number, across: number, down: number) => number
}

/** Tiles with an empty pixel between them. */
function drawn(
  values: ArrayLike<number>,
  { H, W, place }: Tile,
  [across, down]: readonly [number, number],
): Picture {
  const most = largest(values)
  const width = across * (W + 1) - 1
  const shades = new Float32Array(width * (down * (H + 1) - 1)).fill(Number.NaN)
  for (let j = 0; j < down; j++) {
    for (let i = 0; i < across; i++) {
      for (let y = 0; y < H; y++) {
        for (let x = 0; x < W; x++) {
          const value = values[place(y, x, i, j)] ?? Number.NaN
          shades[(j * (H + 1) + y) * width + i * (W + 1) + x] = 0.5 + value / (2 * most)
        }
      }
    }
  }
  const picture = greyPicture(shades, width)
  for (const [i, shade] of shades.entries()) if (Number.isNaN(shade)) picture.pixels[4 * i + 3] = 0
  return picture
}

/** The largest magnitude; 1 if all are zero. */
export function largest(values: ArrayLike<number>): number {
  let most = 0
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i] ?? 0))
  return most || 1
}
