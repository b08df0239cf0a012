// Layout of the drawing: three matrices, as for a product by hand, and two halves of workgroup memory.

import { GEOMETRY, placeOfX, SIDES, type Tile } from './shape'
import { cornerOf, type Step, type Touched } from './steps'

export const CELL = 10
/** Gap between two matrices, with room for a heading. */
export const GAP = 20

export interface Place {
  row: number
  column: number
}

/** Place in its matrix: x has a row per window, the weight a row per tap. */
export function placeOf(tensor: keyof Touched, index: number): Place {
  if (tensor === 'x') {
    const { row, term } = placeOfX(index)
    return { row, column: term }
  }
  return { row: Math.floor(index / GEOMETRY.K), column: index % GEOMETRY.K }
}

export const extentOf = (tensor: keyof Touched): readonly [number, number] => [
  tensor === 'weight' ? SIDES.terms : SIDES.rows,
  tensor === 'x' ? SIDES.terms : SIDES.columns,
]

/** A path of squares. */
export const squares = (places: readonly Place[]): string =>
  places.map(({ row, column }) => `M${column * CELL + 1} ${row * CELL + 1}h8v8h-8z`).join('')

export const allOf = (rows: number, columns: number): Place[] =>
  Array.from({ length: rows * columns }, (_, i) => {
    return { row: Math.floor(i / columns), column: i % columns }
  })

/** Different numbers of a tensor touched by all invocations, and touches of each. */
export function tally(step: Step, tensor: keyof Touched): { numbers: number[]; times: number } {
  const all = step.by.flatMap((each) => each[tensor])
  const numbers = [...new Set(all)]
  return { numbers, times: numbers.length > 0 ? all.length / numbers.length : 0 }
}

/** Place of a number in a half of workgroup memory. */
export function placeInHalf(
  tensor: 'x' | 'weight',
  index: number,
  { tile, group, chunk }: { tile: Tile; group: number; chunk: number },
): Place {
  const corner = cornerOf(group, tile)
  const { row, column } = placeOf(tensor, index)
  const first = chunk * tile.depth
  return tensor === 'x'
    ? { row: row - corner.row, column: column - first }
    : { row: row - first, column: column - corner.column }
}
