// Background as a factor: the nearest of known colours at the upper left corner of an image.

import type { Factor, Reading } from './readings'

export interface Ground {
  factor: Factor
  /** Colour of each value of the factor, in [-1, 1]. */
  colours: readonly Float32Array[]
}

/** First pixel of the corner in both dimensions, and the first after it: at the very edge G is worse. */
export const CORNER = { start: 1, end: 3 } as const

/**
 * Mean colour of the corner.
 *
 * @param image  [side, side, channels]
 */
export function cornerOf(image: Float32Array, channels: number): Float32Array {
  const side = Math.sqrt(image.length / channels)
  const sums = new Float32Array(channels)
  for (let y = CORNER.start; y < CORNER.end; y++) {
    for (let x = CORNER.start; x < CORNER.end; x++) {
      for (let c = 0; c < channels; c++) {
        sums[c] = (sums[c] ?? 0) + (image[(y * side + x) * channels + c] ?? 0)
      }
    }
  }
  return sums.map((sum) => sum / (CORNER.end - CORNER.start) ** 2)
}

export function readGround(
  { factor, colours }: Ground,
  images: readonly Float32Array[],
  channels: number,
): Reading {
  const shares = new Float32Array(images.length * colours.length)
  for (const [n, image] of images.entries()) {
    const corner = cornerOf(image, channels)
    const distances = colours.map((colour) =>
      corner.reduce((sum, x, c) => sum + (x - (colour[c] ?? 0)) ** 2, 0),
    )
    shares[n * colours.length + distances.indexOf(Math.min(...distances))] = 1
  }
  return { factor, shares }
}
