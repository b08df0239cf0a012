// Pictures of several images beside each other.

import type { TranslationConfig } from '../../gan/translate/settings'
import type { Picture } from '../core/protocol'
import { pixelsOf } from '../lab/pixels'

/** Held-out images of each set that are shown. */
export const COLUMNS = 8

type Size = Pick<TranslationConfig, 'imageSize' | 'channels'>

/** Four images above what was made of them, and four more. */
export function squareOf(given: Float32Array, made: Float32Array, config: Size): Picture {
  const side = config.imageSize
  const [above, below] = [stripOf(given, config), stripOf(made, config)]
  const [wide, each] = [4 * side, 4 * side * side]
  const pixels = new Uint8ClampedArray(4 * wide * wide)
  for (const [row, strip, half] of [
    [0, above, 0],
    [1, below, 0],
    [2, above, 1],
    [3, below, 1],
  ] as const) {
    for (let y = 0; y < side; y++) {
      const from = 4 * (y * COLUMNS + half * 4) * side
      pixels.set(strip.pixels.subarray(from, from + 4 * wide), 4 * (row * each + y * wide))
    }
  }
  return { width: wide, height: wide, pixels }
}

/** Images beside each other; room for those that are missing. */
export function stripOf(images: Float32Array, { imageSize: side, channels }: Size): Picture {
  const all = pixelsOf(images, channels)
  const pixels = new Uint8ClampedArray(COLUMNS * side * side * 4)
  const row = side * 4
  for (let n = 0; n < all.length / (side * row); n++) {
    for (let y = 0; y < side; y++) {
      const from = (n * side + y) * row
      pixels.set(all.subarray(from, from + row), (y * COLUMNS + n) * row)
    }
  }
  return { width: COLUMNS * side, height: side, pixels }
}
