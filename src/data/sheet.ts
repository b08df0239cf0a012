// Sprite sheets: one picture in squares of equal size, each of which becomes an image.

import { type Square, squareOf } from './pictures'
import { Averages } from './resize'

export interface Raw {
  width: number
  height: number
  pixels: Uint8Array
}

/**
 * Every whole square from the top left, row by row; those of one colour are empty, and left out.
 *
 * @param cell  pixels along a side of a square
 * @param size  pixels along a side of what it becomes
 */
export function cutSheet({ width, height, pixels }: Raw, cell: number, size: number): Square[] {
  const cells: Square[] = []
  for (let top = 0; top + cell <= height; top += cell) {
    for (let left = 0; left + cell <= width; left += cell) {
      const strip = pixels.subarray(top * width * 3, (top + cell) * width * 3)
      if (isPlain(strip, { width, left, cell })) continue
      const averages = new Averages({ side: cell, size, channels: 3 })
      averages.add(strip, { width, left })
      cells.push(squareOf(averages.bytes()))
    }
  }
  return cells
}

function isPlain(
  strip: Uint8Array,
  { width, left, cell }: { width: number; left: number; cell: number },
): boolean {
  for (let row = 0; row < cell; row++) {
    const from = (row * width + left) * 3
    for (let at = from; at < from + cell * 3; at++) {
      if (strip[at] !== strip[left * 3 + ((at - from) % 3)]) return false
    }
  }
  return true
}
