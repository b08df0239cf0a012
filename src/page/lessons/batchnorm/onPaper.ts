// Batch norm of one channel in float64: a reference for the kernels, and a formula that loses digits.

export const EPS = 1e-5

export interface Affine {
  weight: number
  bias: number
}

export function momentsOf(values: readonly number[]): { mean: number; variance: number } {
  const mean = average(values)
  return { mean, variance: average(values.map((x) => (x - mean) ** 2)) }
}

/** x̂: mean 0 and, apart from ε, variance 1. */
export function standardised(values: readonly number[]): number[] {
  const { mean, variance } = momentsOf(values)
  return values.map((x) => (x - mean) / Math.sqrt(variance + EPS))
}

export const normalised = (values: readonly number[], { weight, bias }: Affine): number[] =>
  standardised(values).map((x) => weight * x + bias)

/** The variance as Σx²/n - (Σx/n)², each step rounded to f32 as a kernel would: large numbers that nearly cancel. */
export function naiveVariance(values: readonly number[]): number {
  const { fround } = Math
  let [sum, squares] = [0, 0]
  for (const x of values.map(fround)) {
    sum = fround(sum + x)
    squares = fround(squares + fround(x * x))
  }
  const mean = fround(sum / values.length)
  return fround(fround(squares / values.length) - fround(mean * mean))
}

export interface Backward {
  x: number[]
  weight: number
  bias: number
}

/** The gradients of Σ gradY · y: the two sums come first, then every x needs both. */
export function backward(
  values: readonly number[],
  gradY: readonly number[],
  weight: number,
): Backward {
  const normal = standardised(values)
  const { variance } = momentsOf(values)
  const bias = total(gradY)
  const ofWeight = total(gradY.map((g, i) => g * (normal[i] ?? 0)))
  const slope = weight / Math.sqrt(variance + EPS)
  return {
    x: gradY.map((g, i) => slope * (g - (bias + (normal[i] ?? 0) * ofWeight) / values.length)),
    weight: ofWeight,
    bias,
  }
}

/** All images behind the same fog: mixed with one shade, from -1 to 1. They stay within [-1, 1]. */
export const fogged = (
  images: Float32Array<ArrayBuffer>,
  { fog, shade }: { fog: number; shade: number },
): Float32Array<ArrayBuffer> => images.map((v) => (1 - fog) * v + fog * shade)

export const total = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0)

const average = (values: readonly number[]): number => total(values) / values.length
