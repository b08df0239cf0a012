// Pictures for tests, and their expected averages.

import { PNG } from 'pngjs'
import { shuffled } from '../../src/nn/philox'

export interface Picture {
  width: number
  height: number
  /** [height, width, 3] */
  rgb: Uint8Array
}

/** No two alike: squares of other colours, or shades of grey, on a slope. */
export function picture(n: number, width: number, height: number, { grey = false } = {}): Picture {
  const rgb = new Uint8Array(width * height * 3)
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)]
    const inside = Math.abs(x - width / 2) < 3 + n && Math.abs(y - height / 2) < 5
    const shade = inside ? (n * 47 + 60) % 256 : ((x + 2 * y + n * 13) * 3) % 256
    for (let c = 0; c < 3; c++) rgb[3 * i + c] = grey ? shade : (shade + c * (31 + n)) % 256
  }
  return { width, height, rgb }
}

export function pngOf({ width, height, rgb }: Picture): Buffer {
  const png = new PNG({ width, height })
  for (let i = 0; i < width * height; i++) {
    png.data.set([...rgb.subarray(3 * i, 3 * i + 3), 255], 4 * i)
  }
  return PNG.sync.write(png)
}

/** The middle square of a picture averaged to a size, pixel by pixel. */
export function averaged({ width, height, rgb }: Picture, size: number): Uint8Array {
  const side = Math.min(width, height)
  const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)]
  const made = new Uint8Array(size * size * 3)
  /** Share of pixel i in cell t. */
  const share = (i: number, t: number) =>
    Math.max(0, Math.min((i + 1) * size, (t + 1) * side) - Math.max(i * size, t * side))
  const touched = Array.from({ length: size }, (_, t) =>
    Array.from({ length: side }, (_, i) => i).filter((i) => share(i, t) > 0),
  )
  for (let cell = 0; cell < size * size; cell++) {
    const [u, v] = [cell % size, Math.floor(cell / size)]
    for (let c = 0; c < 3; c++) {
      let sum = 0
      for (const y of touched[v] ?? []) {
        for (const x of touched[u] ?? []) {
          const value = rgb[3 * ((top + y) * width + left + x) + c] ?? 0
          sum += share(x, u) * share(y, v) * value
        }
      }
      made[3 * cell + c] = Math.round(sum / side ** 2)
    }
  }
  return made
}

/** Pictures in the order of a set: shuffled from the order of their names. */
export const inOrder = <T>(all: readonly T[]): T[] =>
  [...shuffled(all.length, 1)].flatMap((n) => all[n] ?? [])

/** The grid of real pictures in their given order: 8 per row, of this size. */
export function gridOf(pictures: readonly Uint8Array[], size: number, channels = 3): Uint8Array {
  const grid = new Uint8Array(8 * size * 2 * size * 4)
  for (let at = 3; at < grid.length; at += 4) grid[at] = 255
  for (const [n, pixels] of pictures.slice(0, 16).entries()) {
    const side = Math.sqrt(pixels.length / channels)
    const padding = Math.floor((size - side) / 2)
    for (let i = 0; i < side * side; i++) {
      const x = (n % 8) * size + padding + (i % side)
      const y = Math.floor(n / 8) * size + padding + Math.floor(i / side)
      for (let c = 0; c < 3; c++) {
        grid[4 * (y * 8 * size + x) + c] = pixels[i * channels + (c % channels)] ?? 0
      }
    }
  }
  return grid
}

/** Sprite sheet: cells of 24 × 24 pixels, each with another picture, and black gutters of 4 after each. */
export function spriteSheet(across: number, down: number): Picture {
  const [width, height] = [28 * across, 28 * down]
  const rgb = new Uint8Array(width * height * 3)
  for (let n = 0; n < across * down; n++) {
    const cell = picture(n, 24, 24).rgb
    for (let y = 0; y < 24; y++) {
      const to = ((Math.floor(n / across) * 28 + y) * width + (n % across) * 28) * 3
      rgb.set(cell.subarray(72 * y, 72 * (y + 1)), to)
    }
  }
  return { width, height, rgb }
}
