// Features in the plane: the two directions that separate the source's classes best, and other features on the same axes.

import { FEATURES } from '../judge/judge'
import { eigen, type Matrix } from '../judge/metrics/frechet'

/** A plane through a space of features. */
export interface Plane {
  mean: readonly number[]
  axes: readonly (readonly number[])[]
}

/** Share of the mean variance that is added to each, so that none is zero. */
const RIDGE = 1e-3

/**
 * The plane of Fisher's linear discriminant: the spread of the classes' means, in units of the spread within them, is largest
 * in it.
 *
 * @param features  [N, FEATURES]
 * @see Fisher: The use of multiple measurements in taxonomic problems, https://doi.org/10.1111/j.1469-1809.1936.tb02137.x
 */
export function discriminantPlane(features: Float32Array, labels: Uint8Array): Plane {
  const rows = rowsOf(features)
  const mean = meanOf(rows)
  const means = new Map(
    [...new Set(labels)].map((label) => [
      label,
      meanOf(rows.filter((_, n) => labels[n] === label)),
    ]),
  )
  const of = (n: number) => means.get(labels[n] ?? 0) ?? mean
  const within = covariance(rows.map((row, n) => minus(row, of(n))))
  const between = covariance(rows.map((_, n) => minus(of(n), mean)))
  const variance = within.reduce((sum, row, i) => sum + (row[i] ?? 0), 0) / FEATURES
  const { values, vectors } = eigen(within)
  // Axes in which the spread within classes is one.
  const white = vectors.map((vector, i) => {
    const scale = 1 / Math.sqrt(Math.max(0, values[i] ?? 0) + RIDGE * variance)
    return vector.map((value) => value * scale)
  })
  const spread = eigen(
    white.map((a) =>
      white.map((b) =>
        dot(
          a,
          between.map((row) => dot(row, b)),
        ),
      ),
    ),
  )
  const order = [...spread.values.keys()].sort(
    (a, b) => (spread.values[b] ?? 0) - (spread.values[a] ?? 0),
  )
  const axes = order.slice(0, 2).map((index) => {
    const shares = spread.vectors[index] ?? []
    return mean.map((_, f) =>
      shares.reduce((sum, share, i) => sum + share * (white[i]?.[f] ?? 0), 0),
    )
  })
  return { mean, axes }
}

/** Places of features on a plane: [N, 2]. */
export function project(features: Float32Array, { mean, axes }: Plane): Float32Array {
  return Float32Array.from(
    rowsOf(features).flatMap((row) => axes.map((axis) => dot(axis, minus(row, mean)))),
  )
}

type Row = readonly number[]

const rowsOf = (features: Float32Array): Row[] =>
  Array.from({ length: features.length / FEATURES }, (_, n) => [
    ...features.subarray(n * FEATURES, (n + 1) * FEATURES),
  ])

function meanOf(rows: readonly Row[]): number[] {
  const mean = new Array<number>(FEATURES).fill(0)
  for (const row of rows) {
    for (const [i, value] of row.entries()) mean[i] = (mean[i] ?? 0) + value / rows.length
  }
  return mean
}

const minus = (a: Row, b: Row): number[] => a.map((value, i) => value - (b[i] ?? 0))

const dot = (a: Row, b: Row): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0)

/** Mean of the products of elements, of rows without a mean. */
function covariance(rows: readonly Row[]): Matrix {
  const sums = Array.from({ length: FEATURES }, () => new Array<number>(FEATURES).fill(0))
  for (const row of rows) {
    for (const [i, line] of sums.entries()) {
      const a = (row[i] ?? 0) / rows.length
      for (let j = 0; j < FEATURES; j++) line[j] = (line[j] ?? 0) + a * (row[j] ?? 0)
    }
  }
  return sums
}
