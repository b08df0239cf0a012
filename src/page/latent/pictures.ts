import type { Picture } from '../core/protocol'
import type { Pixels } from '../lab/pixels'
import { contrastFor } from '../parts/contrast'

/** Picture i of consecutive square images; nothing if there is none. */
export function pictureAt(
  pixels: Pixels | undefined,
  side: number,
  i: number,
): Picture | undefined {
  const size = side * side * 4
  if (!pixels || i < 0 || (i + 1) * size > pixels.length) return undefined
  return { width: side, height: side, pixels: pixels.subarray(i * size, (i + 1) * size) }
}

/** All images as one picture with the given number of columns. */
export function sheet(
  pixels: Pixels | undefined,
  side: number,
  columns: number,
): Picture | undefined {
  if (!pixels) return undefined
  const count = pixels.length / (side * side * 4)
  const [width, height] = [columns * side, Math.ceil(count / columns) * side]
  const all = new Uint8ClampedArray(width * height * 4)
  const row = side * 4
  for (let n = 0; n < count; n++) {
    for (let y = 0; y < side; y++) {
      const from = (n * side + y) * row
      const to = ((Math.floor(n / columns) * side + y) * width + (n % columns) * side) * 4
      all.set(pixels.subarray(from, from + row), to)
    }
  }
  return { width, height, pixels: all }
}

/** Contrast for the images of an untrained generator. */
export const contrastOf = (pixels: Pixels | undefined): number =>
  pixels ? contrastFor({ width: 0, height: 0, pixels }) : 1
