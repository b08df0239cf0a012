// The convolution of the lesson on tiles, the tiles that a workgroup may compute of it, and what both cost by formula.

/** A 2 × 2 convolution of stride 2: each number of the image is in one window, so both are matrices. */
export const GEOMETRY = {
  ...{ N: 1, H: 8, W: 8, C: 4, P: 4, Q: 4, K: 16, R: 2, S: 2 },
  ...{ STRIDE_H: 2, STRIDE_W: 2, PADDING_H: 0, PADDING_W: 0, DILATION_H: 1, DILATION_W: 1 },
} as const

/** Windows, channels of the result, and taps of a window. */
export const SIDES = { rows: 16, columns: 16, terms: 16 } as const

export interface Tile {
  /** Of the result. */
  rows: number
  columns: number
  /** Terms in workgroup memory at a time. */
  depth: number
  /** Rows that one invocation sums; it sums 4 columns. */
  high: number
}

/** Columns of an invocation: one quad. */
export const WIDE = 4

export const BEGIN: Tile = { rows: 8, columns: 8, depth: 8, high: 2 }

/** What each may be: 2 to a power between these. */
export const RANGES = {
  rows: [4, 16],
  columns: [4, 16],
  depth: [4, 16],
  high: [1, 4],
} as const satisfies Record<keyof Tile, readonly [number, number]>

/** What a GPU is given for layers of that size, where nothing was measured. */
export const LARGE: Tile = { rows: 64, columns: 32, depth: 16, high: 8 }
/** The same sums an invocation, without anybody's help. */
export const REGISTER = { TILE_ROWS: LARGE.high, TILE_COLUMNS: WIDE }

/** Of the plain kernel's workgroup: 64 results, one a invocation. */
export const PLAIN_SIZE = 64

export const lanesOf = ({ rows, columns, high }: Tile): number => (rows / high) * (columns / WIDE)

/** The constants that the kernel has for it. */
export const constantsOf = (tile: Tile) => ({
  LANES_DOWN: tile.rows / tile.high,
  LANES_ACROSS: tile.columns / WIDE,
  ROWS: tile.high,
  COLUMNS: WIDE,
  DEPTH: tile.depth,
})

export const groupsOf = ({ rows, columns }: Tile): number =>
  (SIDES.rows / rows) * (SIDES.columns / columns)

/** Bytes of workgroup memory: two halves, of DEPTH terms of each row and each column. */
export const bytesOf = ({ rows, columns, depth }: Omit<Tile, 'high'>): number =>
  2 * depth * (rows + columns) * 4

/** Numbers that go over the wires in a dispatch. */
export interface Loads {
  /** From global memory. */
  global: number
  /** Into workgroup memory. */
  fills: number
  /** Out of it. */
  shared: number
}

const PRODUCTS = SIDES.rows * SIDES.columns * SIDES.terms

export const plainLoads: Loads = { global: 2 * PRODUCTS, fills: 0, shared: 0 }

/** A product needs a number of x and one of the weight; a tile of so many rows loads that of the weight once for all. */
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

/** The number of the image that a window sees at a tap. */
export function indexOfX(row: number, term: number): number {
  const { W, C, Q, S } = GEOMETRY
  const tap = Math.floor(term / C)
  const [h, w] = [2 * Math.floor(row / Q) + Math.floor(tap / S), 2 * (row % Q) + (tap % S)]
  return (h * W + w) * C + (term % C)
}
