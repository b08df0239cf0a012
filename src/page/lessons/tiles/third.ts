// Why the weight's gradient is the hard one of a convolution's three sums: how many results each has, and how long
// their sums are, on two layers that train.

export interface Layer {
  /** Shapes of x and of the result. */
  title: string
  /** Images, and the result's rows and columns. */
  N: number
  P: number
  Q: number
  /** The window's rows and columns, and channels in and out. */
  R: number
  S: number
  C: number
  K: number
  stride: number
  /** Parts that a GPU is given where nothing was measured (src/ops/convRule.ts). */
  rule: number
}

const WINDOW = { N: 64, R: 4, S: 4, stride: 2 }

/** D of a DCGAN for 32 × 32 pixels, 64 images at a time. */
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
    rule: 4,
  },
]

export interface Sum {
  results: number
  /** Products that make one result; of ∂x, away from the edge. */
  terms: number
}

export function sumsOfLayer({ N, P, Q, R, S, C, K, stride }: Layer) {
  return {
    forward: { results: N * P * Q * K, terms: R * S * C },
    input: { results: N * P * Q * stride ** 2 * C, terms: (R * S * K) / stride ** 2 },
    weight: { results: R * S * C * K, terms: N * P * Q },
  } satisfies Record<string, Sum>
}

/** No part of a sum is shorter: src/ops/convProblem.ts. */
const LEAST_TERMS = 32

/** As a power of 2. */
export const mostParts = (layer: Layer): number =>
  Math.floor(Math.log2(sumsOfLayer(layer).weight.terms / LEAST_TERMS))

/** The weight's gradient in so many parts, of one invocation per result and part. */
export function split(layer: Layer, parts: number) {
  const { results, terms } = sumsOfLayer(layer).weight
  return {
    invocations: results * parts,
    terms: terms / parts,
    bytes: parts > 1 ? 4 * results * parts : 0,
  }
}
