import type { ImageSet } from '../../data/imageSet'
import type { Picture } from '../core/protocol'

const COLUMNS = 8

/** The first images of a set, padded evenly with black to `size` × `size`, as the trainer pads them. */
export function realGrid(
  { count, height, width, channels, pixels }: ImageSet,
  size: number,
  { rows = 2 }: { rows?: number } = {},
): Picture {
  const grid = { width: COLUMNS * size, height: rows * size }
  const bytes = new Uint8ClampedArray(grid.width * grid.height * 4)
  for (let at = 3; at < bytes.length; at += 4) bytes[at] = 255
  const [top, left] = [(size - height) >> 1, (size - width) >> 1]
  for (let n = 0; n < Math.min(COLUMNS * rows, count); n++) {
    for (let i = 0; i < height * width; i++) {
      const y = Math.floor(n / COLUMNS) * size + top + Math.floor(i / width)
      const x = (n % COLUMNS) * size + left + (i % width)
      const from = (n * height * width + i) * channels
      for (let c = 0; c < 3; c++) {
        bytes[(y * grid.width + x) * 4 + c] = pixels[from + (c % channels)] ?? 0
      }
    }
  }
  return { ...grid, pixels: bytes }
}
