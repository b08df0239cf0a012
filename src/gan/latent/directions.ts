// Directions of attributes: least squares of the codes on all attributes at once. The row of an attribute is its
// direction, without that which merely goes along with it.

import type { Latent } from './latent'
import { meanOf } from './latent'
import { likeliest, type Reading } from './readings'

/** Variance added to each column: one that hardly varies gets no direction, instead of an endless one. */
const RIDGE = 1e-4

/**
 * Coefficients of codes on all columns at once, beside a constant: what changes in the code for 1 more in that column,
 * while the others stay.
 *
 * @param codes    one for each image
 * @param columns  [columns][images], from 0 to 1
 * @returns        a vector for each column
 */
export function leastSquares(
  codes: readonly Latent[],
  columns: readonly ArrayLike<number>[],
): Latent[] {
  const count = codes.length
  const middle = meanOf(codes)
  const centred = columns.map((column) => {
    const values = Float64Array.from(column)
    const mean = values.reduce((sum, value) => sum + value, 0) / count
    return values.map((value) => value - mean)
  })
  const gram = centred.map((a, i) =>
    centred.map((b, j) => dot(a, b) + (i === j ? RIDGE * count : 0)),
  )
  const products = centred.map((column) => {
    const sum = new Float64Array(middle.length)
    for (const [n, code] of codes.entries()) {
      const share = column[n] ?? 0
      for (let i = 0; i < sum.length; i++) {
        sum[i] = (sum[i] ?? 0) + share * ((code[i] ?? 0) - (middle[i] ?? 0))
      }
    }
    return sum
  })
  return solve(gram, products).map((row) => Float32Array.from(row))
}

/**
 * A direction for each value of each factor, from the mean of its other values to it.
 *
 * @returns  [factors][values]
 */
export function directionsOf(codes: readonly Latent[], readings: readonly Reading[]): Latent[][] {
  const rows = leastSquares(codes, readings.flatMap(columnsOf)).values()
  const still = new Float32Array(codes[0]?.length ?? 0)
  return readings.map((reading) => {
    const shares = reading.factor.values.map((_, value) => shareWith(reading, value))
    // The first value has no column: the others are seen from it.
    const from = shares.map((_, value) => (value === 0 ? still : (rows.next().value ?? still)))
    return from.map((row, value) => {
      const others = from.map((other, u) => {
        return { other, share: u === value ? 0 : (shares[u] ?? 0) / (1 - (shares[value] ?? 0)) }
      })
      return row.map((x, i) =>
        others.reduce((sum, { other, share }) => sum - share * (other[i] ?? 0), x),
      )
    })
  })
}

/** 1 where an image has a value: a decision tells more of a code than a share does. */
function columnsOf(reading: Reading): Float64Array[] {
  const { shares, factor } = reading
  const { length } = factor.values
  const values = Float64Array.from({ length: shares.length / length }, (_, n) =>
    likeliest(reading, n),
  )
  return factor.values.slice(1).map((_, column) => values.map((v) => Number(v === column + 1)))
}

/** Share of images with a value; never 1, since a direction to the only value would divide by 0. */
function shareWith(reading: Reading, value: number): number {
  const count = reading.shares.length / reading.factor.values.length
  let sum = 0
  for (let n = 0; n < count; n++) sum += Number(likeliest(reading, n) === value)
  return Math.min(sum / count, 1 - 1e-6)
}

/** Solves Gram · X = rows by Cholesky's factors: a Gram matrix with a ridge is positive definite. */
function solve(gram: readonly number[][], rows: readonly Float64Array[]): Float64Array[] {
  const size = gram.length
  const lower = gram.map((row) => [...row])
  const at = (i: number, j: number) => lower[i]?.[j] ?? 0
  const set = (i: number, j: number, value: number) => lower[i]?.splice(j, 1, value)
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      let rest = at(i, j)
      for (let k = 0; k < j; k++) rest -= at(i, k) * at(j, k)
      set(i, j, i === j ? Math.sqrt(rest) : rest / at(j, j))
    }
  }
  const solved = rows.map((row) => Float64Array.from(row))
  const less = (i: number, j: number, factor: number) => {
    const [row, other] = [solved[i], solved[j]]
    if (row && other)
      for (const [n, value] of other.entries()) row[n] = (row[n] ?? 0) - factor * value
  }
  const divide = (i: number) => {
    solved[i] = (solved[i] ?? new Float64Array()).map((value) => value / at(i, i))
  }
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) less(i, k, at(i, k))
    divide(i)
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) less(i, k, at(k, i))
    divide(i)
  }
  return solved
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}
