// A convolution's three sums as problems that a kernel is chosen for: the geometry at its simplest, a
// key by which a choice is remembered, and the matrix product that it amounts to.

/** The constants of the kernels: everything that a convolution's shape is, in the order of a key. */
const SIZES = ['N', 'H', 'W', 'C', 'P', 'Q', 'K', 'R', 'S'] as const
const WINDOW = [
  'STRIDE_H',
  'STRIDE_W',
  'PADDING_H',
  'PADDING_W',
  'DILATION_H',
  'DILATION_W',
] as const

export type Geometry = Readonly<Record<(typeof SIZES | typeof WINDOW)[number], number>>

/** The entry points that every kernel of the family has. */
export type Entry = 'convolve' | 'convolve_adjoint' | 'weight_gradient'

export interface ConvProblem {
  /** The same key, the same work. */
  key: string
  entry: Entry
  geometry: Geometry
}

export function problemOf(entry: Entry, given: Geometry): ConvProblem {
  const geometry = simplest(given)
  const values = [...SIZES, ...WINDOW].map((name) => `${name}=${geometry[name]}`)
  return { key: [entry, ...values].join(' '), entry, geometry }
}

/**
 * A window as large as the image (DCGAN's first layer of G and last of D) is a matrix product: the
 * same bytes, seen as 1×1 images with more channels. The adjoint then tries no tap that falls outside.
 */
function simplest(g: Geometry): Geometry {
  const whole =
    g.P * g.Q === 1 &&
    g.H === g.R &&
    g.W === g.S &&
    g.PADDING_H + g.PADDING_W === 0 &&
    g.DILATION_H * g.DILATION_W === 1
  return whole ? { ...g, H: 1, W: 1, R: 1, S: 1, C: g.H * g.W * g.C, STRIDE_H: 1, STRIDE_W: 1 } : g
}

/** `rows` × `columns` elements, as often as an adjoint has phases. */
export interface Product {
  rows: number
  columns: number
  phases: number
  /** Terms of an element's sum that the innermost loop adds. */
  terms: number
}

/** Without dilation. */
export function productOf({ entry, geometry: g }: ConvProblem): Product {
  const windows = g.N * g.P * g.Q
  if (entry === 'convolve') return { rows: windows, columns: g.K, phases: 1, terms: g.C }
  if (entry === 'weight_gradient') {
    return { rows: g.R * g.S * g.C, columns: g.K, phases: 1, terms: windows }
  }
  const rows = g.N * Math.ceil(g.H / g.STRIDE_H) * Math.ceil(g.W / g.STRIDE_W)
  return { rows, columns: g.C, phases: g.STRIDE_H * g.STRIDE_W, terms: g.K }
}

/** Multiplications and additions, those by padding included. */
export function flopOf({ geometry: { N, P, Q, K, R, S, C } }: ConvProblem): number {
  return 2 * N * P * Q * K * R * S * C
}

/** `convolve 64 × 16×16×32 → 8×8×64, window 4×4`: what is read and what is written. */
export function wordsOf({ entry, geometry: g }: ConvProblem): string {
  const [large, small] = [`${g.H}×${g.W}×${g.C}`, `${g.P}×${g.Q}×${g.K}`]
  const weight = `${g.R}×${g.S}×${g.C}×${g.K}`
  const images = `${entry} ${g.N} ×`
  if (g.H * g.W * g.R * g.S === 1) {
    const [from, to] = entry === 'convolve_adjoint' ? [g.K, g.C] : [g.C, g.K]
    return entry === 'weight_gradient' ? `${images} ${from}, ${to}` : `${images} ${from} → ${to}`
  }
  if (entry === 'convolve') return `${images} ${large} → ${small}`
  if (entry === 'convolve_adjoint') return `${images} ${small} → ${large}`
  return `${images} ${large}, ${small} → ${weight}`
}
