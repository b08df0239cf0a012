// Sprite sheets: one picture in squares of equal size, each of which becomes an image.

import { type CellGrid, cellsOf, divides, gridOf, PlainLines, withGutters } from './gutters'
import type { PictureHead } from './pictureFile'
import { type Square, squareOf } from './pictures'
import { Averages, type Raw } from './resize'
import { Unreadable } from './source'

/** Squares of a picture, and their places where it is a sprite sheet. */
export interface Decoded {
  squares: Square[]
  grid?: CellGrid
}

/** Decodes a picture to the size of a model: one square, or one for each cell of a sprite sheet. */
export type Decode = (
  bytes: Uint8Array<ArrayBuffer>,
  head: PictureHead,
  size: number,
) => Promise<Decoded>

/** Every square of a sheet, row by row; those of one colour are empty, and left out. `size`: side of what it becomes. */
export function cutSheet({ width, pixels }: Raw, grid: CellGrid, size: number): Square[] {
  return rowsOf(grid).flatMap((top) => {
    const strip = pixels.subarray(top * width * 3, (top + grid.cell) * width * 3)
    return cutRow(strip, { width, grid, size })
  })
}

/** First line of each row of squares. */
export const rowsOf = ({ cell, gutter, down }: CellGrid): number[] =>
  Array.from({ length: down.count }, (_, row) => down.from + row * (cell + gutter))

/** Squares of one row of a sheet, whose lines are `strip`. */
export function cutRow(
  strip: Uint8Array,
  { width, grid, size }: { width: number; grid: CellGrid; size: number },
): Square[] {
  const { cell, gutter, across } = grid
  const cells: Square[] = []
  for (let column = 0; column < across.count; column++) {
    const left = across.from + column * (cell + gutter)
    if (isPlain(strip, { width, left, cell })) continue
    const averages = new Averages({ side: cell, size, channels: 3 })
    averages.add(strip, { width, left })
    cells.push(squareOf(averages.bytes()))
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

/** Most squares that a picture becomes. */
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
export function leftOfSheet(
  { width, height }: Size,
  grid: CellGrid | undefined,
  made: number,
): string[] {
  if (grid === undefined) return []
  const { cell, gutter } = grid
  const [right, below] = [width % cell, height % cell]
  const ends = [
    ...(right > 0 ? [`${right} on the right`] : []),
    ...(below > 0 ? [`${below} at the bottom`] : []),
  ].join(' and ')
  const plain = cellsOf(grid) - made
  return [
    ...(gutter > 0
      ? [
          `has gutters of ${gutter} ${gutter === 1 ? 'pixel' : 'pixels'} between its cells, left out`,
        ]
      : ends === ''
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
  /** Is it divided by lines of one colour, as sprite sheets are? */
  isSure: boolean
  /** The cells of that side. */
  grid?: CellGrid
}

/** @param sheet  cells between lines of one colour, if there are any */
export function guessSheet({ width, height }: Size, sheet: CellGrid | undefined): SheetGuess {
  const cell = sheet?.cell ?? cellBySize({ width, height })
  const grid = sheet ?? (cell === undefined ? undefined : gridOf({ width, height }, cell))
  return { width, height, cell, isSure: sheet !== undefined, ...(grid && { grid }) }
}

/** Cells of a picture that has lines of one colour at equal distances, as sprite sheets have. */
export function sheetOf(raw: Raw): CellGrid | undefined {
  const lines = PlainLines.of(raw)
  if ([lines.columns, lines.rows].some((plain) => plain.every(Boolean))) return undefined
  const side = borderedCell(raw, lines)
  const bordered = side === undefined ? undefined : gridOf(raw, side)
  if (bordered && USUAL.includes(bordered.cell)) return bordered
  const apart = gutteredCells(raw, lines)
  if (!bordered || !apart) return bordered ?? apart
  return USUAL.includes(apart.cell) || !divides(bordered.cell, raw) ? apart : bordered
}

/** Smallest side that divides a picture, all but plain lines at its end, with a plain line at each edge of a cell. */
function borderedCell(raw: Raw, { rows, columns }: PlainLines): number | undefined {
  for (let cell = SMALLEST; cell <= Math.max(raw.width, raw.height) / 2; cell++) {
    if (cellsIn(raw, cell) < FEWEST_CELLS) break
    if (areBetween(columns, cell) && areBetween(rows, cell)) return cell
  }
  return undefined
}

/** Is one of the two lines at each edge between cells plain, and each line after the last cell? */
function areBetween(plain: readonly boolean[], cell: number): boolean {
  const end = plain.length - (plain.length % cell)
  for (let at = cell; at < end; at += cell) if (!plain[at - 1] && !plain[at]) return false
  return plain.slice(end).every(Boolean)
}

/** Cells with gutters, as close as possible: of a usual side, or else as large as their distance allows. */
function gutteredCells(raw: Raw, lines: PlainLines): CellGrid | undefined {
  for (let pitch = SMALLEST + 1; pitch <= Math.max(raw.width, raw.height); pitch++) {
    const sides = Array.from({ length: Math.floor(pitch / 3) }, (_, i) => pitch - 1 - i)
    const found = sides
      .filter((cell) => cell >= SMALLEST)
      .flatMap((cell) => withGutters(lines, cell, pitch - cell) ?? [])
      .filter((grid) => cellsOf(grid) >= FEWEST_CELLS)
    const best = found.find(({ cell }) => USUAL.includes(cell)) ?? found[0]
    if (best) return best
  }
  return undefined
}
