// Images as PNG files: grids, laid out as torchvision's make_grid does, and sheets with signs between.

import { PNG } from 'pngjs'
import { bytesOfImages } from '../../data/prepare'

/** Black pixels between the images of a sheet, and around it. */
const GAP = 2

export interface ImageSize {
  height: number
  width: number
  channels: number
}

export interface GridOptions extends ImageSize {
  count: number
  /** Images a row. */
  columns?: number
}

/** `images`: [count, height, width, channels] in [-1, 1]. Returns the bytes of a PNG. */
export function grid(
  images: Float32Array,
  { count, columns = Math.ceil(Math.sqrt(count)), ...size }: GridOptions,
): Uint8Array {
  const pixels = size.height * size.width * size.channels
  const rows = Array.from({ length: Math.ceil(count / columns) }, (_, row) =>
    Array.from({ length: columns }, (_, column): Cell => {
      const i = row * columns + column
      return i < count ? images.subarray(i * pixels, (i + 1) * pixels) : undefined
    }),
  )
  return sheet(rows, size)
}

/** An image [H, W, C] in [-1, 1], a sign, or nothing. */
export type Cell = Float32Array | Sign | undefined

export type Sign = keyof typeof SIGNS

/** Bars in a square of 16 × 16: [left, top, right, bottom]. */
const SIGNS = {
  '-': [[3, 7, 13, 9]],
  '+': [
    [3, 7, 13, 9],
    [7, 3, 9, 13],
  ],
  '=': [
    [3, 4, 13, 6],
    [3, 10, 13, 12],
  ],
  '≈': [4, 10].flatMap((y) => [
    [2, y + 1, 5, y + 3],
    [5, y, 8, y + 2],
    [8, y + 1, 11, y + 3],
    [11, y, 14, y + 2],
  ]),
} satisfies Record<string, number[][]>

export interface SheetOptions extends ImageSize {
  /** Pixels across and down for each pixel of an image. */
  scale?: number
}

/**
 * Lays out rows of cells. A column without an image is half as wide, a row without one a quarter as high.
 *
 * @returns  the bytes of a PNG
 */
export function sheet(
  rows: readonly (readonly Cell[])[],
  { height, width, channels, scale = 1 }: SheetOptions,
): Uint8Array {
  const isImage = (cell: Cell) => cell instanceof Float32Array
  const columns = Math.max(...rows.map((row) => row.length))
  const lefts = edges(columns, (column) => {
    return rows.some((row) => isImage(row[column])) ? width : width >> 1
  })
  const tops = edges(rows.length, (row) => (rows[row]?.some(isImage) ? height : height >> 2))
  const picture = new Picture(lefts.at(-1) ?? 0, tops.at(-1) ?? 0)
  for (const [row, cells] of rows.entries()) {
    for (const [column, cell] of cells.entries()) {
      const [left = 0, right = 0] = lefts.slice(column)
      const top = tops[row] ?? 0
      if (cell instanceof Float32Array) picture.draw(cell, { left, top, width, channels })
      else if (cell) picture.sign(cell, (left + right - GAP) / 2, top + height / 2)
    }
  }
  return picture.png({ scale, grey: channels === 1 })
}

/** Pixels along a side of a sheet whose cells are all images. */
export const sheetSide = (cells: number, side: number): number => GAP + cells * (side + GAP)

/** Offsets of `count` cells, and the offset after the last one. */
function edges(count: number, sizeOf: (index: number) => number): number[] {
  const all = [GAP]
  for (let i = 0; i < count; i++) all.push((all[i] ?? 0) + sizeOf(i) + GAP)
  return all
}

class Picture {
  readonly #width: number
  readonly #height: number
  /** R, G, B of each pixel. */
  readonly #bytes: Uint8Array

  constructor(width: number, height: number) {
    this.#width = width
    this.#height = height
    this.#bytes = new Uint8Array(width * height * 3)
  }

  draw(
    image: Float32Array,
    { left, top, width, channels }: { left: number; top: number; width: number; channels: number },
  ): void {
    const bytes = bytesOfImages(image)
    for (let pixel = 0; pixel < image.length / channels; pixel++) {
      const at = (top + Math.floor(pixel / width)) * this.#width + left + (pixel % width)
      for (let c = 0; c < 3; c++) {
        this.#bytes[at * 3 + c] = bytes[pixel * channels + (c % channels)] ?? 0
      }
    }
  }

  sign(sign: Sign, centreX: number, centreY: number): void {
    const [x, y] = [Math.round(centreX) - 8, Math.round(centreY) - 8]
    for (const [left = 0, top = 0, right = 0, bottom = 0] of SIGNS[sign]) {
      for (let row = y + top; row < y + bottom; row++) {
        const start = row * this.#width
        this.#bytes.fill(255, (start + x + left) * 3, (start + x + right) * 3)
      }
    }
  }

  png({ scale, grey }: { scale: number; grey: boolean }): Uint8Array {
    const png = new PNG({ width: this.#width * scale, height: this.#height * scale })
    for (let pixel = 0; pixel < png.width * png.height; pixel++) {
      const y = Math.floor(pixel / png.width / scale)
      const x = Math.floor((pixel % png.width) / scale)
      const from = (y * this.#width + x) * 3
      png.data.set(this.#bytes.subarray(from, from + 3), pixel * 4)
      png.data[pixel * 4 + 3] = 255
    }
    return PNG.sync.write(png, { colorType: grey ? 0 : 2 })
  }
}
