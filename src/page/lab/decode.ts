// Decodes a picture file to a square, or a sprite sheet to its cells, at the model's size.

import { type CellGrid, divides, gridOf, PlainLines } from '../../data/gutters'
import { isCutShort } from '../../data/pictureFile'
import { type Square, squareOf } from '../../data/pictures'
import { Averages, type Crop, middleSquare, type Raw } from '../../data/resize'
import { cutRow, type Decode, type Decoded, rowsOf, sheetOf } from '../../data/sheet'
import { Unreadable } from '../../data/source'

/** Pixels copied from the decoder at a time. */
const STRIP = 2 ** 20

/** Most pixels of a picture in which gutters are looked for. */
const SHEET = 2 ** 22

export interface Fit {
  /** Side of each square of a sprite sheet, in pixels. */
  cell: number | undefined
  /** Fit of other pictures into squares. */
  crop: Crop
  /** Is each picture two images, side by side? */
  halves?: boolean
}

export class Decoder {
  /** Cells of the first picture, if it is cut, or divided by lines of one colour as sprite sheets are. */
  sheet: CellGrid | undefined
  #isFirst = true
  readonly #fit: Fit

  constructor(fit: Fit) {
    this.#fit = fit
  }

  /** Takes the first frame of an animation, applies the EXIF orientation, and draws on black. */
  readonly decode: Decode = async (bytes, { kind }, size) => {
    if (isCutShort(bytes, kind)) throw new Unreadable('is cut short: fetch it again')
    const blob = new Blob([bytes], { type: `image/${kind.toLowerCase()}` })
    const bitmap = await createImageBitmap(blob).catch(() => {
      throw new Unreadable(`is a ${kind} that this browser cannot decode`)
    })
    const { cell, crop, halves = false } = this.#fit
    try {
      if (halves) return { squares: halvesOf(bitmap, size) }
      const isFirst = this.#isFirst
      this.#isFirst = false
      if (cell !== undefined) {
        const made = cut(bitmap, cell, size)
        if (isFirst) this.sheet = made.grid
        return made
      }
      if (isFirst && bitmap.width * bitmap.height <= SHEET) this.sheet = sheetOf(wholeOf(bitmap))
      return { squares: [squareOf(averaged(bitmap, { size, crop }))] }
    } finally {
      bitmap.close()
    }
  }
}

/** Two images that lie side by side in a picture, the left one first. */
function halvesOf(bitmap: ImageBitmap, size: number): Square[] {
  const { width, height } = bitmap
  // Of two squares; pix2pix's sets are such.
  if (width < 1.5 * height || width % 2 !== 0) {
    throw new Unreadable(
      `is ${width} × ${height} pixels, and not two images of one size side by side: give those, or a folder with A and B`,
    )
  }
  return [0, width / 2].map((from) =>
    squareOf(averaged(bitmap, { size, crop: 'centre', from, width: width / 2 })),
  )
}

function wholeOf(bitmap: ImageBitmap): Raw {
  const { width, height } = bitmap
  const pixels = copier(bitmap, { left: 0, width, height })(0, height)
  return { width, height, pixels: threeOf(pixels) }
}

/** Pixels without their alpha. */
function threeOf(four: Uint8ClampedArray): Uint8Array {
  const pixels = new Uint8Array((four.length / 4) * 3)
  for (let i = 0; i < pixels.length; i++) pixels[i] = four[4 * Math.floor(i / 3) + (i % 3)] ?? 0
  return pixels
}

interface Averaged {
  size: number
  crop: Crop
  /** Part of the picture: its first column, and its width. Default: the whole. */
  from?: number
  width?: number
}

/** Averages strip by strip, since the decoded picture is in memory already and need not be copied. */
function averaged(
  bitmap: ImageBitmap,
  { size, crop, from = 0, width = bitmap.width }: Averaged,
): Uint8Array {
  const { left, top, side } = middleSquare(width, bitmap.height, crop)
  const strip = Math.max(1, Math.min(side, Math.floor(STRIP / side)))
  const pixelsOf = copier(bitmap, { left: from + left, width: side, height: strip })
  const averages = new Averages({ side, size, channels: 3, stride: 4 })
  for (let row = 0; row < side; row += strip) {
    averages.add(pixelsOf(top + row, Math.min(strip, side - row)))
  }
  return averages.bytes()
}

/** Cuts a sheet one row of squares at a time. */
function cut(bitmap: ImageBitmap, cell: number, size: number): Decoded {
  const { width, height } = bitmap
  if (cell > width || cell > height) return { squares: [] }
  const pixelsOf = copier(bitmap, { left: 0, width, height: cell })
  const lines = new PlainLines(width)
  for (let top = 0; top < height && !divides(cell, bitmap); top += cell) {
    const rows = Math.min(cell, height - top)
    lines.add({ width, height: rows, pixels: threeOf(pixelsOf(top, rows)) })
  }
  const grid = gridOf(bitmap, cell, lines)
  const squares = rowsOf(grid).flatMap((top) =>
    cutRow(threeOf(pixelsOf(top, cell)), { width, grid, size }),
  )
  return { squares, grid }
}

interface Strip {
  left: number
  width: number
  /** Greatest number of rows at a time. */
  height: number
}

/** Reads rows of the picture as RGBA; black outside of it. */
function copier(bitmap: ImageBitmap, { left, width, height }: Strip) {
  const context = new OffscreenCanvas(width, height).getContext('2d', {
    alpha: false,
    willReadFrequently: true,
  })
  if (!context) throw new Unreadable('could not be drawn: there is too little memory')
  return (top: number, rows: number): Uint8ClampedArray => {
    context.fillStyle = '#000'
    context.fillRect(0, 0, width, rows)
    context.drawImage(bitmap, left, top, width, rows, 0, 0, width, rows)
    return context.getImageData(0, 0, width, rows).data
  }
}
