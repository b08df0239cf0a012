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
  /** Problems of equal key are the same work. */
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
 * same bytes, seen as one line of pixels with more channels. The adjoint then tries no tap that falls
 * outside, and the windows of a weight gradient are neighbours.
 */
function simplest(g: Geometry): Geometry {
  const whole =
    g.P * g.Q === 1 &&
    g.H === g.R &&
    g.W === g.S &&
    g.PADDING_H + g.PADDING_W === 0 &&
    g.DILATION_H * g.DILATION_W === 1
  return whole ? { ...g, ...lineOf(g.N), C: g.H * g.W * g.C } : g
}

/** A 1×1 convolution of one line of pixels. */
const lineOf = (pixels: number) =>
  ({ N: 1, H: 1, W: pixels, P: 1, Q: pixels, R: 1, S: 1, STRIDE_H: 1, STRIDE_W: 1 }) as const

/** `rows` × `columns` elements, as often as an adjoint has phases. */
export interface Product {
  rows: number
  columns: number
  phases: number
  /** Terms of an element's sum. */
  terms: number
  /** Terms that are neighbours in memory: a kernel may add several a turn, if they divide it. */
  line: number
}

/** Without dilation. */
export function productOf({ entry, geometry: g }: ConvProblem): Product {
  const windows = g.N * g.P * g.Q
  if (entry === 'convolve') {
    const line = g.S * g.C
    return { rows: windows, columns: g.K, phases: 1, terms: g.R * line, line }
  }
  if (entry === 'weight_gradient') {
    return { rows: g.R * g.S * g.C, columns: g.K, phases: 1, terms: windows, line: g.Q }
  }
  const rows = g.N * Math.ceil(g.H / g.STRIDE_H) * Math.ceil(g.W / g.STRIDE_W)
  const taps = Math.ceil(g.R / g.STRIDE_H) * Math.ceil(g.S / g.STRIDE_W)
  const phases = g.STRIDE_H * g.STRIDE_W
  return { rows, columns: g.C, phases, terms: taps * g.K, line: g.K }
}

/** The stamps of an adjoint (convStamps.wgsl), a product that is a problem of its own. */
export function stampsOf({ geometry: g }: ConvProblem): ConvProblem {
  const unpadded = { PADDING_H: 0, PADDING_W: 0, DILATION_H: 1, DILATION_W: 1 }
  const C = g.R * g.S * g.C
  return problemOf('convolve_adjoint', { ...lineOf(g.N * g.P * g.Q), ...unpadded, C, K: g.K })
}

/** Columns that fill a tile. */
export const FEW = 8

/** Bytes that every adapter can bind. */
const LEAST_BINDING = 2 ** 27

/** Images with few channels, whose stamps have more channels but still fit in memory. */
export function isStampable(problem: ConvProblem): boolean {
  if (problem.entry !== 'convolve_adjoint' || productOf(problem).columns >= FEW) return false
  const { rows, columns } = productOf(stampsOf(problem))
  return columns >= FEW && 4 * rows * columns <= LEAST_BINDING
}

/** Parts that it may be summed in: a weight is small, its windows are many. A part has 32 or more. */
export function mostSplits(problem: ConvProblem): number {
  if (problem.entry !== 'weight_gradient') return 1
  return Math.max(1, Math.floor(productOf(problem).terms / 32))
}

export function isDilated({ geometry: { DILATION_H, DILATION_W } }: ConvProblem): boolean {
  return DILATION_H > 1 || DILATION_W > 1
}

/** Multiplications and additions, those by padding included. */
export function flopOf({ geometry: { N, P, Q, K, R, S, C } }: ConvProblem): number {
  return 2 * N * P * Q * K * R * S * C
}

/** `convolve 64 × 16×16×32 → 8×8×64`: what is read, and what is written. */
export function wordsOf({ entry, geometry: g }: ConvProblem): string {
  const [large, small] = [`${g.H}×${g.W}×${g.C}`, `${g.P}×${g.Q}×${g.K}`]
  const weight = `${g.R}×${g.S}×${g.C}×${g.K}`
  const images = `${entry} ${g.N} ×`
  if (g.N * g.H * g.R * g.S === 1) {
    const images = `${entry} ${g.W} ×`
    const [from, to] = entry === 'convolve_adjoint' ? [g.K, g.C] : [g.C, g.K]
    return entry === 'weight_gradient' ? `${images} ${from}, ${to}` : `${images} ${from} → ${to}`
  }
  if (entry === 'convolve') return `${images} ${large} → ${small}`
  if (entry === 'convolve_adjoint') return `${images} ${small} → ${large}`
  return `${images} ${large}, ${small} → ${weight}`
}
