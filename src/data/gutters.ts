// Cells of a sprite sheet: where they lie, and the gutters between them, which are lines of one colour.

import type { PictureHead } from './pictureFile'
import type { Raw } from './resize'

type Size = Pick<PictureHead, 'width' | 'height'>

/** Place of the cells along one side of a picture. */
interface Axis {
  /** Pixels before the first cell. */
  from: number
  count: number
}

/** Squares of a sprite sheet. */
export interface CellGrid {
  cell: number
  /** Pixels between two cells. */
  gutter: number
  across: Axis
  down: Axis
}

/** Lines of one colour of a picture that comes strip by strip, from the top. */
export class PlainLines {
  readonly rows: boolean[] = []
  readonly columns: boolean[]
  /** Columns that may still be plain. */
  #left: number[]
  #first: Uint8Array | undefined

  constructor(width: number) {
    this.columns = new Array<boolean>(width).fill(true)
    this.#left = [...this.columns.keys()]
  }

  static of(raw: Raw): PlainLines {
    const lines = new PlainLines(raw.width)
    lines.add(raw)
    return lines
  }

  add({ width, height, pixels }: Raw): void {
    const first = this.#first ?? pixels.slice(0, 3 * width)
    this.#first = first
    for (let y = 0; y < height; y++) {
      const row = pixels.subarray(3 * y * width, 3 * (y + 1) * width)
      this.rows.push(row.every((value, i) => value === row[i % 3]))
      const { length } = this.#left
      this.#left = this.#left.filter((x) =>
        [0, 1, 2].every((c) => row[3 * x + c] === first[3 * x + c]),
      )
      if (this.#left.length === length) continue
      this.columns.fill(false)
      for (const x of this.#left) this.columns[x] = true
    }
  }
}

/** Does a cell divide both sides, so that no gutters need be looked for? */
export const divides = (cell: number, { width, height }: Size): boolean =>
  width % cell === 0 && height % cell === 0

/**
 * Grid of the cells of a sheet: with gutters where cells of that side fill the picture so, otherwise without, from the
 * top left, whatever is left over at the right and at the bottom.
 *
 * @param lines  of the picture; not needed where the cell divides it
 */
export function gridOf(size: Size, cell: number, lines?: PlainLines): CellGrid {
  const axis = (length: number): Axis => ({ from: 0, count: Math.floor(length / cell) })
  const plain = { cell, gutter: 0, across: axis(size.width), down: axis(size.height) }
  if (!lines || divides(cell, size)) return plain
  for (let gutter = 1; gutter <= cell / 2; gutter++) {
    const apart = withGutters(lines, cell, gutter)
    if (apart && cellsOf(apart) > 1) return apart
  }
  return plain
}

export const cellsOf = ({ across, down }: CellGrid): number => across.count * down.count

/** Cells with a gutter of that width between them; undefined where they do not fill the picture. */
export function withGutters(
  { rows, columns }: PlainLines,
  cell: number,
  gutter: number,
): CellGrid | undefined {
  const across = axisOf(columns, cell, gutter)
  const down = across && axisOf(rows, cell, gutter)
  return across && down ? { cell, gutter, across, down } : undefined
}

/** At the beginning and at the end there may be a gutter too, or half of one at both. */
function axisOf(plain: readonly boolean[], cell: number, gutter: number): Axis | undefined {
  const pitch = cell + gutter
  const half = gutter / 2
  const ends = [0, gutter].flatMap((from) => [0, gutter].map((rest) => ({ from, rest })))
  if (Number.isInteger(half)) ends.push({ from: half, rest: half })
  for (const { from, rest } of ends) {
    const count = (plain.length - from - rest + gutter) / pitch
    if (!Number.isInteger(count) || count < 1) continue
    const isCell = (at: number) => at >= from && (at - from) % pitch < cell
    if (plain.every((one, at) => one || isCell(at))) return { from, count }
  }
  return undefined
}
