// Sprite sheets: one picture in squares of equal size, each of which becomes an image.

import type { PictureHead } from './pictureFile'
import { type Square, squareOf } from './pictures'
import { Averages, type Raw } from './resize'
import { Unreadable } from './source'

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

type Size = Pick<PictureHead, 'width' | 'height'>

/** Number of squares that a picture becomes. */
export const cellsIn = ({ width, height }: Size, cell?: number): number =>
  cell ? Math.floor(width / cell) * Math.floor(height / cell) : 1

/** @throws Unreadable where a picture is smaller than a cell */
export function checkCell({ width, height }: Size, cell = 0): void {
  if (Math.min(width, height) >= cell) return
  throw new Unreadable(`is ${width} × ${height} pixels, smaller than a cell of ${cell}`)
}

/**
 * Parts of a sheet that became no image, a line each; the sheet's name goes before it.
 *
 * @param made  number of images that it became
 */
export function leftOfSheet({ width, height }: Size, cell: number | undefined, made: number) {
  if (cell === undefined) return []
  const [right, below] = [width % cell, height % cell]
  const ends = [
    ...(right > 0 ? [`${right} on the right`] : []),
    ...(below > 0 ? [`${below} at the bottom`] : []),
  ].join(' and ')
  const plain = cellsIn({ width, height }, cell) - made
  return [
    ...(ends === ''
      ? []
      : [`has ${width} × ${height} pixels, no multiple of ${cell}: ${ends} are cut off`]),
    ...(plain > 0
      ? [`has ${plain} ${plain === 1 ? 'cell' : 'cells'} of one colour, left out as empty`]
      : []),
  ]
}

/** Usual sides of cells, the most usual first. */
const USUAL = [32, 64, 16, 48, 24, 128, 96]
/** A sheet has at least this many cells. */
const FEWEST_CELLS = 4
const SMALLEST = 8

/** Usual side of a cell that divides both sides of a picture, if there is one. */
export function cellBySize(size: Size): number | undefined {
  return USUAL.find(
    (cell) =>
      size.width % cell === 0 && size.height % cell === 0 && cellsIn(size, cell) >= FEWEST_CELLS,
  )
}

/** Cells of a picture that is the only one, and so perhaps a sprite sheet. */
export interface SheetGuess extends Size {
  /** Side of a cell; undefined where no usual one divides the picture. */
  cell: number | undefined
  /** Has it gutters, as sprite sheets have? */
  isSure: boolean
}

/** @param gutters  side of the cells between gutters, if there are any */
export const guessSheet = ({ width, height }: Size, gutters: number | undefined): SheetGuess => ({
  ...{ width, height },
  cell: gutters ?? cellBySize({ width, height }),
  isSure: gutters !== undefined,
})

/** Side of the cells between which a picture has plain columns and rows at equal distances, as sprite sheets have. */
export function cellByGutters(raw: Raw): number | undefined {
  const [columns, rows] = [plainColumns(raw), plainRows(raw)]
  const isEmpty = [columns, rows].some((lines) => lines.every(Boolean))
  if (isEmpty) return undefined
  for (let cell = SMALLEST; cell <= Math.max(raw.width, raw.height) / 2; cell++) {
    if (cellsIn(raw, cell) < FEWEST_CELLS) break
    if (areBetween(columns, cell) && areBetween(rows, cell)) return cell
  }
  return undefined
}

/** Is one of the two lines at each edge between cells plain? */
function areBetween(plain: readonly boolean[], cell: number): boolean {
  for (let at = cell; at < plain.length; at += cell) {
    if (!plain[at - 1] && !plain[at]) return false
  }
  return true
}

const plainRows = ({ width, height, pixels }: Raw): boolean[] =>
  Array.from({ length: height }, (_, y) => isLine(pixels, 3 * y * width, 3, width))

const plainColumns = ({ width, height, pixels }: Raw): boolean[] =>
  Array.from({ length: width }, (_, x) => isLine(pixels, 3 * x, 3 * width, height))

/** True if `count` pixels, a fixed number of bytes apart, have one colour. */
function isLine(pixels: Uint8Array, from: number, stride: number, count: number): boolean {
  for (let i = 1, at = from + stride; i < count; i++, at += stride) {
    for (let c = 0; c < 3; c++) if (pixels[at + c] !== pixels[from + c]) return false
  }
  return true
}
