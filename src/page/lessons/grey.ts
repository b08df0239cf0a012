// Numbers as shades of grey.

import type { Picture } from '../protocol'

/** @param values  [height, width]: 0 is black, 1 is white; what is beyond is cut */
export function greyPicture(values: ArrayLike<number>, width: number): Picture {
  const pixels = new Uint8ClampedArray(values.length * 4).fill(255)
  for (let i = 0; i < values.length; i++) {
    const byte = Math.round(255 * (values[i] ?? 0))
    pixels.fill(Math.max(0, Math.min(255, byte)), 4 * i, 4 * i + 3)
  }
  return { width, height: values.length / width, pixels }
}

/** How far the brightest and the darkest are apart, by the mean; `edge` rows and columns are left out. */
export function rippleOf(values: ArrayLike<number>, width: number, edge: number): number {
  const inner = Array.from({ length: values.length }, (_, i) => i)
    .filter((i) => {
      const places = [Math.floor(i / width), i % width]
      return places.every((place) => place >= edge && place < width - edge)
    })
    .map((i) => values[i] ?? 0)
  const mean = inner.reduce((sum, value) => sum + value, 0) / inner.length
  return (Math.max(...inner) - Math.min(...inner)) / mean
}
