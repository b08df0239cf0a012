// Decodes a picture file to the middle square of the picture, at the model's size.

import { isCutShort, type PictureHead } from '../../data/pictureFile'
import { type Square, squareOf } from '../../data/pictures'
import { Averages, middleSquare } from '../../data/resize'
import { cutSheet } from '../../data/sheet'
import { Unreadable } from '../../data/source'

/** Pixels copied from the decoder at a time. */
const STRIP = 2 ** 20

/**
 * Takes the first frame of an animation, applies the EXIF orientation, and draws on black.
 *
 * @param size  side of the result, in pixels
 * @param cell  side of each square of a sprite sheet, in pixels
 * @throws Unreadable if it is damaged
 */
export async function decoded(
  bytes: Uint8Array<ArrayBuffer>,
  { kind }: PictureHead,
  size: number,
  cell?: number,
): Promise<Square[]> {
  if (isCutShort(bytes, kind)) throw new Unreadable('is cut short: fetch it again')
  const blob = new Blob([bytes], { type: `image/${kind.toLowerCase()}` })
  const bitmap = await createImageBitmap(blob).catch(() => {
    throw new Unreadable(`is a ${kind} that this browser cannot decode`)
  })
  try {
    return cell === undefined ? [squareOf(averaged(bitmap, size))] : cut(bitmap, cell, size)
  } finally {
    bitmap.close()
  }
}

/** Averages strip by strip, since the decoded picture is in memory already and need not be copied. */
function averaged(bitmap: ImageBitmap, size: number): Uint8Array {
  const { left, top, side } = middleSquare(bitmap.width, bitmap.height)
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
    const four = pixelsOf(top, cell)
    const pixels = new Uint8Array(3 * width * cell)
    for (let i = 0; i < pixels.length; i++) pixels[i] = four[4 * Math.floor(i / 3) + (i % 3)] ?? 0
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

/** Reads rows of the picture as RGBA. */
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
