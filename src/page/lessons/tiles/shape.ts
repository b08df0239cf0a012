// The convolution of the lesson on tiles, the tiles that a workgroup may compute, and their cost by formula.

/** A 2 × 2 convolution with stride 2: each number of the image is in one window, so image and weight are matrices. */
export const GEOMETRY = {
  ...{ N: 1, H: 8, W: 8, C: 4, P: 4, Q: 4, K: 16, R: 2, S: 2 },
  ...{ STRIDE_H: 2, STRIDE_W: 2, PADDING_H: 0, PADDING_W: 0, DILATION_H: 1, DILATION_W: 1 },
} as const

/** Windows, channels of the result, and taps of a window. */
export const SIDES = { rows: 16, columns: 16, terms: 16 } as const

export interface Tile {
  rows: number
  columns: number
  /** Terms in workgroup memory at a time. */
  depth: number
  /** Rows of one invocation's sums; the columns are 4. */
  high: number
}

/** Columns of an invocation: one quad. */
export const WIDE = 4

export const BEGIN: Tile = { rows: 8, columns: 8, depth: 8, high: 2 }

/** Range of each, as powers of 2. */
export const RANGES = {
  rows: [4, 16],
  columns: [4, 16],
  depth: [4, 16],
  high: [1, 4],
} as const satisfies Record<keyof Tile, readonly [number, number]>

/** Default on a GPU for layers of that size, without tuning. */
export const LARGE: Tile = { rows: 64, columns: 32, depth: 16, high: 8 }
/** The same sums per invocation, without workgroup memory. */
export const REGISTER = { TILE_ROWS: LARGE.high, TILE_COLUMNS: WIDE }

/** Workgroup size of the plain kernel: 64 results, one per invocation. */
export const PLAIN_SIZE = 64

export const lanesOf = ({ rows, columns, high }: Tile): number => (rows / high) * (columns / WIDE)

export const constantsOf = (tile: Tile) => ({
  LANES_DOWN: tile.rows / tile.high,
  LANES_ACROSS: tile.columns / WIDE,
  ROWS: tile.high,
  COLUMNS: WIDE,
  DEPTH: tile.depth,
})

export const groupsOf = ({ rows, columns }: Tile): number =>
  (SIDES.rows / rows) * (SIDES.columns / columns)

/** Bytes of workgroup memory: two halves, each with DEPTH terms of every row and column. */
export const bytesOf = ({ rows, columns, depth }: Omit<Tile, 'high'>): number =>
  2 * depth * (rows + columns) * 4

export interface Loads {
  /** Loads from global memory. */
  global: number
  /** Stores to workgroup memory. */
  fills: number
  /** Loads from workgroup memory. */
  shared: number
}

const PRODUCTS = SIDES.rows * SIDES.columns * SIDES.terms

export const plainLoads: Loads = { global: 2 * PRODUCTS, fills: 0, shared: 0 }

/** Loads per product: one number of x and one of the weight; a tile loads each weight once for all its rows. */
export function tiledLoads({ rows, columns, high }: Tile): Loads {
  const global = PRODUCTS / rows + PRODUCTS / columns
  return { global, fills: global, shared: PRODUCTS / high + PRODUCTS / WIDE }
}

/** Window and tap of a number of the image. */
export function placeOfX(index: number): { row: number; term: number } {
  const { W, C, Q, S } = GEOMETRY
  const [c, w, h] = [index % C, Math.floor(index / C) % W, Math.floor(index / C / W)]
  return {
    row: Math.floor(h / 2) * Q + Math.floor(w / 2),
    term: ((h % 2) * S + (w % 2)) * C + c,
  }
}

/** Index in the image of a window's tap. */
export function indexOfX(row: number, term: number): number {
  const { W, C, Q, S } = GEOMETRY
  const tap = Math.floor(term / C)
  const [h, w] = [2 * Math.floor(row / Q) + Math.floor(tap / S), 2 * (row % Q) + (tap % S)]
  return (h * W + w) * C + (term % C)
}
