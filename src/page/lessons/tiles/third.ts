// Why the weight's gradient is the hardest of a convolution's three sums: the number of results and the length
// of the sums, on two real layers.

export interface Layer {
  /** Shapes of x and of the result. */
  title: string
  /** Number of images, and rows and columns of the result. */
  N: number
  P: number
  Q: number
  /** Rows and columns of the window, and channels in and out. */
  R: number
  S: number
  C: number
  K: number
  stride: number
  /** Default number of parts on a GPU, without tuning (src/ops/convRule.ts). */
  rule: number
}

const WINDOW = { N: 64, R: 4, S: 4, stride: 2 }

/** Layers of D in a DCGAN for 32 × 32 pixels, batch 64. */
export const LAYERS: readonly [Layer, Layer] = [
  {
    title: '32 × 32 × 3 → 16 × 16 × 64',
    ...WINDOW,
    P: 16,
    Q: 16,
    C: 3,
    K: 64,
    rule: 128,
  },
  {
    title: '16 × 16 × 64 → 8 × 8 × 128',
    ...WINDOW,
    P: 8,
    Q: 8,
    C: 64,
    K: 128,
    rule: 16,
  },
]

export interface Sum {
  results: number
  /** Products per result; for ∂x, away from the edge. */
  terms: number
}

export function sumsOfLayer({ N, P, Q, R, S, C, K, stride }: Layer) {
  return {
    forward: { results: N * P * Q * K, terms: R * S * C },
    input: { results: N * P * Q * stride ** 2 * C, terms: (R * S * K) / stride ** 2 },
    weight: { results: R * S * C * K, terms: N * P * Q },
  } satisfies Record<string, Sum>
}

/** Shortest part of a sum: src/ops/convProblem.ts. */
const LEAST_TERMS = 32

/** Most parts, as a power of 2. */
export const mostParts = (layer: Layer): number =>
  Math.floor(Math.log2(sumsOfLayer(layer).weight.terms / LEAST_TERMS))

/** The weight's gradient split into parts, with one invocation per result and part. */
export function split(layer: Layer, parts: number) {
  const { results, terms } = sumsOfLayer(layer).weight
  return {
    invocations: results * parts,
    terms: terms / parts,
    bytes: parts > 1 ? 4 * results * parts : 0,
  }
}
