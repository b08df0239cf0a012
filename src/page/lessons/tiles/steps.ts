// Steps of a workgroup between its barriers, by the kernel's formulas.

import {
  GEOMETRY,
  indexOfX,
  type Loads,
  lanesOf,
  PLAIN_SIZE,
  SIDES,
  type Tile,
  WIDE,
} from './shape'

export type Rung = 'plain' | 'tiles'

/** Indices of touched numbers in the three tensors, once per touch. */
export interface Touched {
  x: number[]
  weight: number[]
  result: number[]
}

export interface Step {
  /** `load`: directly from global memory. `fill`: from global into workgroup memory. `read`: from workgroup memory. */
  phase: 'load' | 'fill' | 'barrier' | 'read' | 'store'
  /** Index of the DEPTH terms; for the plain kernel, index of the term. */
  chunk: number
  /** Touched numbers by invocation. */
  by: Touched[]
}

const { K } = GEOMETRY

/** Corner of a workgroup's tile; tiles cover the result row by row. */
export function cornerOf(group: number, { rows, columns }: Pick<Tile, 'rows' | 'columns'>) {
  const across = SIDES.columns / columns
  return { row: Math.floor(group / across) * rows, column: (group % across) * columns }
}

interface Sums {
  rows: number[]
  columns: number[]
}

/** The rows and columns of the result that an invocation sums. */
export function sumsOf(rung: Rung, tile: Tile, group: number, lane: number): Sums {
  if (rung === 'plain') {
    const i = group * PLAIN_SIZE + lane
    return { rows: [Math.floor(i / K)], columns: [i % K] }
  }
  const corner = cornerOf(group, tile)
  const across = tile.columns / WIDE
  const down = tile.rows / tile.high
  return {
    rows: count(tile.high).map((i) => corner.row + i * down + Math.floor(lane / across)),
    columns: count(WIDE).map((j) => corner.column + (lane % across) * WIDE + j),
  }
}

export function stepsOnPaper(rung: Rung, tile: Tile, group: number): Step[] {
  const lanes = count(rung === 'plain' ? PLAIN_SIZE : lanesOf(tile))
  const sums = lanes.map((lane) => sumsOf(rung, tile, group, lane))
  const depth = rung === 'plain' ? 1 : tile.depth
  const chunks = count(SIDES.terms / depth)
  const steps = chunks.flatMap((chunk): Step[] => {
    const terms = count(depth).map((term) => chunk * depth + term)
    const by = sums.map((own) => factors(own, terms))
    if (rung === 'plain') return [{ phase: 'load', chunk, by }]
    return [
      { phase: 'fill', chunk, by: lanes.map((lane) => share(tile, group, chunk, lane)) },
      { phase: 'barrier', chunk, by: lanes.map(none) },
      { phase: 'read', chunk, by },
    ]
  })
  const results = sums.map(({ rows, columns }) =>
    rows.flatMap((row) => columns.map((column) => row * K + column)),
  )
  const by = results.map((result) => ({ ...none(), result }))
  return [...steps, { phase: 'store', chunk: chunks.length - 1, by }]
}

export const none = (): Touched => ({ x: [], weight: [], result: [] })

export const count = (length: number): number[] => Array.from({ length }, (_, i) => i)

/** Factors of some terms of an invocation's sums. */
const factors = ({ rows, columns }: Sums, terms: readonly number[]): Touched => ({
  x: inOrder(rows.flatMap((row) => terms.map((term) => indexOfX(row, term)))),
  weight: inOrder(terms.flatMap((term) => columns.map((column) => term * K + column))),
  result: [],
})

/** Quads that an invocation loads into workgroup memory: neighbours load neighbouring quads. */
function share(tile: Tile, group: number, chunk: number, lane: number): Touched {
  const corner = cornerOf(group, tile)
  const brought = none()
  const [deep, wide] = [tile.depth / 4, tile.columns / 4]
  for (let i = lane; i < tile.rows * deep; i += lanesOf(tile)) {
    const row = corner.row + Math.floor(i / deep)
    const term = chunk * tile.depth + (i % deep) * 4
    brought.x.push(...count(4).map((t) => indexOfX(row, term + t)))
  }
  for (let i = lane; i < tile.depth * wide; i += lanesOf(tile)) {
    const term = chunk * tile.depth + Math.floor(i / wide)
    const column = corner.column + (i % wide) * 4
    brought.weight.push(...count(4).map((j) => term * K + column + j))
  }
  return { x: inOrder(brought.x), weight: inOrder(brought.weight), result: [] }
}

export const inOrder = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b)

/** Loads of some steps, by all invocations. */
export function movedBy(steps: readonly Step[]): Loads {
  const moved: Loads = { global: 0, fills: 0, shared: 0 }
  for (const { phase, by } of steps) {
    const numbers = by.reduce((sum, { x, weight }) => sum + x.length + weight.length, 0)
    if (phase === 'load' || phase === 'fill') moved.global += numbers
    if (phase === 'fill') moved.fills += numbers
    if (phase === 'read') moved.shared += numbers
  }
  return moved
}
