// Pictures of any size as the squares that a model takes: the middle of each, averaged over a grid.

import type { NamedSet } from './imageSet'

export interface Square {
  left: number
  top: number
  side: number
}

export const crops = ['centre', 'pad'] as const

/** Fit of a picture into a square: its middle, or the whole picture on black. */
export type Crop = (typeof crops)[number]

/**
 * The largest square in the middle; of an odd pixel the right and the bottom lose one more. With `pad` the smallest
 * square around the picture: it begins outside.
 */
export function middleSquare(width: number, height: number, crop: Crop = 'centre'): Square {
  const side = crop === 'pad' ? Math.max(width, height) : Math.min(width, height)
  return { left: (width - side) >> 1, top: (height - side) >> 1, side }
}

export interface Raw {
  width: number
  height: number
  /** [height, width, 3] */
  pixels: Uint8Array
}

export interface AveragesOptions {
  /** Pixels along a side of the square. */
  side: number
  /** Cells along a side of the grid. */
  size: number
  channels: number
  /** Bytes from one pixel to the next. */
  stride?: number
}

/**
 * The area filter: each cell of a grid over a square is the mean of what lies in it, with parts of pixels where a
 * cell ends in their midst. Rows come in one after the other, so that a large picture need never be whole in memory.
 * A pixel is `size` units wide and a cell `side`, so that all sums are of whole numbers and exact.
 */
export class Averages {
  readonly #side: number
  readonly #size: number
  readonly #channels: number
  readonly #stride: number
  readonly #across: Float64Array
  readonly #sums: Float64Array
  #rows = 0

  constructor({ side, size, channels, stride = channels }: AveragesOptions) {
    this.#side = side
    this.#size = size
    this.#channels = channels
    this.#stride = stride
    this.#across = new Float64Array(size * channels)
    this.#sums = new Float64Array(size * size * channels)
  }

  /** The next rows. `pixels`: [rows, width, stride]. `options.left`: where the square begins in each row. */
  add(pixels: ArrayLike<number>, { width = this.#side, left = 0 } = {}): void {
    const row = width * this.#stride
    for (let from = 0; from < pixels.length; from += row) {
      this.#addAcross(pixels, from + left * this.#stride)
      this.#addDown()
    }
  }

  /** One row, summed up in each column of cells. */
  #addAcross(pixels: ArrayLike<number>, from: number): void {
    const [side, size, channels, stride] = [this.#side, this.#size, this.#channels, this.#stride]
    const across = this.#across
    for (let cell = 0; cell < size; cell++) {
      const [begin, end] = [cell * side, (cell + 1) * side]
      for (let c = 0; c < channels; c++) {
        let sum = 0
        for (let x = Math.floor(begin / size); x * size < end; x++) {
          const overlap = Math.min(end, (x + 1) * size) - Math.max(begin, x * size)
          sum += overlap * (pixels[from + x * stride + c] ?? 0)
        }
        across[cell * channels + c] = sum
      }
    }
  }

  /** That row goes into every row of cells that it touches. */
  #addDown(): void {
    const [side, size] = [this.#side, this.#size]
    const each = this.#across.length
    const [begin, end] = [this.#rows * size, (this.#rows + 1) * size]
    for (let cell = Math.floor(begin / side); cell * side < end && cell < size; cell++) {
      const overlap = Math.min(end, (cell + 1) * side) - Math.max(begin, cell * side)
      for (let i = 0; i < each; i++) {
        const at = cell * each + i
        this.#sums[at] = (this.#sums[at] ?? 0) + overlap * (this.#across[i] ?? 0)
      }
    }
    this.#rows++
  }

  /** [size, size, channels], once all rows are in. */
  bytes(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.#sums, (sum) => Math.round(sum / this.#side ** 2))
  }
}

/** A picture as a square of size × size. `pixels`: [height, width, 3] */
export function fitted({ width, height, pixels }: Raw, size: number, crop?: Crop): Uint8Array {
  const { left, top, side } = middleSquare(width, height, crop)
  const averages = new Averages({ side, size, channels: 3 })
  if (left >= 0 && top >= 0) {
    averages.add(pixels.subarray(top * width * 3, (top + side) * width * 3), { width, left })
    return averages.bytes()
  }
  const row = new Uint8Array(3 * side)
  for (let y = top; y < top + side; y++) {
    const inside = y >= 0 && y < height
    row.fill(0)
    if (inside) row.set(pixels.subarray(3 * y * width, 3 * (y + 1) * width), -3 * left)
    averages.add(row)
  }
  return averages.bytes()
}

/** A set that fits: itself, or the middle of each image averaged over size × size. */
export function resized(set: NamedSet, size: number): NamedSet {
  const { count, height, width, channels, pixels } = set
  if (height <= size && width <= size) return set
  const { left, top, side } = middleSquare(width, height)
  const each = size * size * channels
  const made = new Uint8Array(count * each)
  const row = width * channels
  for (let n = 0; n < count; n++) {
    const averages = new Averages({ side, size, channels })
    const from = (n * height + top) * row
    averages.add(pixels.subarray(from, from + side * row), { width, left })
    made.set(averages.bytes(), n * each)
  }
  return { ...set, height: size, width: size, pixels: made }
}

/**
 * Images enlarged to size × size with linear interpolation: a pixel's value is that of its middle, and beyond the outermost
 * middles it stays the same.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.interpolate.html with mode bilinear
 */
export function enlarged(set: NamedSet, size: number): NamedSet {
  const { count, height, width, channels, pixels } = set
  const [rows, columns] = [height, width].map((side) => placesBetween(side, size))
  const made = new Uint8Array(count * size * size * channels)
  let to = 0
  for (let n = 0; n < count; n++) {
    const at = (y: number, x: number, c: number) =>
      pixels[((n * height + y) * width + x) * channels + c] ?? 0
    for (const { from: y, next: below, share: down } of rows ?? []) {
      for (const { from: x, next: right, share: across } of columns ?? []) {
        for (let c = 0; c < channels; c++) {
          const top = at(y, x, c) + across * (at(y, right, c) - at(y, x, c))
          const bottom = at(below, x, c) + across * (at(below, right, c) - at(below, x, c))
          made[to++] = Math.round(top + down * (bottom - top))
        }
      }
    }
  }
  return { ...set, height: size, width: size, pixels: made }
}

/** For each of `size` pixels along a side, the two pixels of `side` that it lies between, and how far from the first. */
function placesBetween(side: number, size: number) {
  return Array.from({ length: size }, (_, i) => {
    const middle = Math.min(side - 1, Math.max(0, ((i + 0.5) * side) / size - 0.5))
    const from = Math.floor(middle)
    return { from, next: Math.min(side - 1, from + 1), share: middle - from }
  })
}
