// Lengths in the latent space and distances between pictures, as the lesson shows and its test recomputes.

import { dot, type Latent, lengthOf, type Way } from '../../../gan/latent/latent'

/** The lengths of two vectors, and the cosine of the angle between them. */
export interface Corner {
  a: number
  b: number
  cosine: number
}

export function cornerOf(a: Latent, b: Latent): Corner {
  const [lengthA, lengthB] = [lengthOf(a), lengthOf(b)]
  return { a: lengthA, b: lengthB, cosine: dot(a, b) / (lengthA * lengthB) }
}

/** Length of the vector at share t of the way, by the law of cosines. */
export function lengthOnWay({ a, b, cosine }: Corner, t: number, way: Way): number {
  const angle = Math.acos(cosine)
  const [p, q] =
    way === 'linear'
      ? [1 - t, t]
      : [Math.sin((1 - t) * angle) / Math.sin(angle), Math.sin(t * angle) / Math.sin(angle)]
  return Math.sqrt((p * a) ** 2 + (q * b) ** 2 + 2 * p * q * a * b * cosine)
}

export function apart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let squared = 0
  for (let i = 0; i < a.length; i++) squared += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2
  return Math.sqrt(squared)
}

/** Replaces each picture by the nearest known one, as a memory of some pictures would. */
export function remembered(
  wanted: readonly Float32Array[],
  known: readonly Float32Array[],
): number[] {
  return wanted.map((image) => {
    const far = known.map((each) => apart(each, image))
    return far.indexOf(Math.min(...far))
  })
}

/** Mean distance between pictures of different z. */
export function meanApart(images: readonly Float32Array[]): number {
  const all = images.slice(1).map((image, i) => apart(image, images[i] ?? image))
  return mean(all)
}

/**
 * Lengths of draws of N(0, 1) in fewer dimensions: only the first numbers of each row count.
 *
 * @param noise  [count, width]
 */
export function lengthsOf(
  noise: Float32Array,
  { width, dimensions }: { width: number; dimensions: number },
): { draws: number[]; middles: number[] } {
  const count = noise.length / width
  const length = (of: (i: number) => number) => {
    let squared = 0
    for (let i = 0; i < dimensions; i++) squared += of(i) ** 2
    return Math.sqrt(squared)
  }
  const at = (row: number, i: number) => noise[(row % count) * width + i] ?? 0
  const rows = Array.from({ length: count }, (_, row) => row)
  return {
    draws: rows.map((row) => length((i) => at(row, i))),
    middles: rows.map((row) => length((i) => (at(row, i) + at(row + 1, i)) / 2)),
  }
}

export interface Spread {
  mean: number
  deviation: number
  least: number
  most: number
}

export function spreadOf(values: readonly number[]): Spread {
  const middle = mean(values)
  const deviation = Math.sqrt(mean(values.map((value) => (value - middle) ** 2)))
  return { mean: middle, deviation, least: Math.min(...values), most: Math.max(...values) }
}

/** Number of values in each bin, from 0. */
export function histogram(
  values: readonly number[],
  { width, count }: { width: number; count: number },
): number[] {
  const bins = new Array<number>(count).fill(0)
  for (const value of values) {
    const bin = Math.min(count - 1, Math.floor(value / width))
    bins[bin] = (bins[bin] ?? 0) + 1
  }
  return bins
}

/** Expected length of a weighted sum of independent draws: √d times the root of the sum of squared shares. */
export const expectedLength = (latent: number, shares: readonly number[]): number =>
  Math.sqrt(latent * shares.reduce((sum, share) => sum + share ** 2, 0))

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
