// Decodes a picture file to a square, or a sprite sheet to its cells, at the model's size.

import { isCutShort } from '../../data/pictureFile'
import { type Square, squareOf } from '../../data/pictures'
import { Averages, type Crop, middleSquare, type Raw } from '../../data/resize'
import type { Decode } from '../../data/setReading'
import { cellByGutters, cutSheet } from '../../data/sheet'
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
}

export class Decoder {
  /** Side of the cells of the first picture, if it has gutters as sprite sheets do. */
  gutters: number | undefined
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
    const { cell, crop } = this.#fit
    try {
      if (cell !== undefined) return cut(bitmap, cell, size)
      const isFirst = this.#isFirst
      this.#isFirst = false
      if (isFirst && bitmap.width * bitmap.height <= SHEET) {
        this.gutters = cellByGutters(wholeOf(bitmap))
      }
      return [squareOf(averaged(bitmap, { size, crop }))]
    } finally {
      bitmap.close()
    }
  }
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

/** Averages strip by strip, since the decoded picture is in memory already and need not be copied. */
function averaged(bitmap: ImageBitmap, { size, crop }: { size: number; crop: Crop }): Uint8Array {
  const { left, top, side } = middleSquare(bitmap.width, bitmap.height, crop)
  const strip = Math.max(1, Math.min(side, Math.floor(STRIP / side)))
  const pixelsOf = copier(bitmap, { left, width: side, height: strip })
  const averages = new Averages({ side, size, channels: 3, stride: 4 })
  for (let row = 0; row < side; row += strip) {
    averages.add(pixelsOf(top + row, Math.min(strip, side - row)))
  }
  return averages.bytes()
}

/** Cuts a sheet one row of squares at a time. */
function cut(bitmap: ImageBitmap, cell: number, size: number): Square[] {
  const { width, height } = bitmap
  if (cell > width || cell > height) return []
  const pixelsOf = copier(bitmap, { left: 0, width, height: cell })
  const cells: Square[] = []
  for (let top = 0; top + cell <= height; top += cell) {
    const pixels = threeOf(pixelsOf(top, cell))
    cells.push(...cutSheet({ width, height: cell, pixels }, cell, size))
  }
  return cells
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
