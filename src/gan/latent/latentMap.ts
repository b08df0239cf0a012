// Maps of a latent space: grids of vectors in a plane, for pictures of G's images across it.

import { check } from '../../autograd/check'
import {
  analogy,
  between,
  combine,
  type Latent,
  lengthOf,
  orthonormal,
  resized,
  type Way,
} from './latent'

/** Three corners of a map: top left, top right, bottom left. */
export type Corners = readonly [Latent, Latent, Latent]

/**
 * A map between three vectors: a is top left, b top right, c bottom left; the fourth corner is their analogy
 * b - a + c. The change from a to b runs to the right, that from a to c downwards.
 *
 * @returns  [size][size]
 */
export function cornerMap(
  corners: Corners,
  { size, way = 'spherical' }: { size: number; way?: Way },
): Latent[][] {
  return shares('cornerMap', size).map((y) =>
    shares('cornerMap', size).map((x) => cornerPoint(corners, [x, y], way)),
  )
}

/** One point of the map. `at`: shares of the way to the right and downwards, from 0 to 1. */
export function cornerPoint(
  [a, b, c]: Corners,
  [x, y]: readonly [number, number],
  way: Way = 'spherical',
): Latent {
  const fourth = analogy(b, a, c)
  // The analogy of three vectors is √3 times as long as each: it is scaled back to the sphere.
  const mean = (lengthOf(a) + lengthOf(b) + lengthOf(c)) / 3
  const d = way === 'linear' ? fourth : resized(fourth, mean)
  return between(between(a, c, y, way), between(b, d, y, way), x, way)
}

export interface PlaneMapOptions {
  size: number
  /** Multiple of the unit direction that is added at the edge. */
  extent: number
  way?: Way
}

/**
 * A map around a vector, along two directions. On the spherical way every point is scaled to the length of the
 * middle.
 *
 * @returns  [size][size]; the middle is `centre` if size is odd
 */
export function planeMap(
  centre: Latent,
  [right, down]: readonly [Latent, Latent],
  { size, extent, way = 'spherical' }: PlaneMapOptions,
): Latent[][] {
  const along = shares('planeMap', size).map((t) => extent * (2 * t - 1))
  return along.map((y) => along.map((x) => planePoint(centre, [right, down], [x, y], way)))
}

/** One point of the map. `at`: multiple of each direction that is added. */
export function planePoint(
  centre: Latent,
  directions: readonly [Latent, Latent],
  at: readonly [number, number],
  way: Way = 'spherical',
): Latent {
  const length = lengthOf(centre)
  const point = combine([centre, ...directions], [1, ...at])
  return way === 'linear' || length === 0 ? point : resized(point, length)
}

/** 0 to 1 in `size` even steps. */
function shares(op: string, size: number): number[] {
  check(Number.isInteger(size) && size >= 2, op, () => `size is ${size}, but must be 2 or more.`)
  return Array.from({ length: size }, (_, i) => i / (size - 1))
}

/** Rounds of power iteration, enough for directions to look along. */
const ROUNDS = 50

/**
 * The directions along which G's images differ most: principal components of the images or their features,
 * carried back to the latent space by linear regression. (N(0, 1) noise itself has no such directions.)
 *
 * @param vectors  noise, at least some hundreds
 * @param looks    [vectors.length, features]: G's images of it, or features of them
 * @returns        `count` orthogonal unit vectors, by decreasing variance
 * @see Härkönen et al.: GANSpace, https://arxiv.org/abs/2004.02546, section 3
 */
export function principalDirections(
  vectors: readonly Latent[],
  looks: Float32Array,
  count: number,
): Latent[] {
  const rows = centred(looks, vectors.length)
  const found: Float64Array[] = []
  const directions: Latent[] = []
  for (let component = 0; component < count; component++) {
    const axis = principalAxis(rows, found)
    found.push(axis)
    const scores = rows.map((row) => product(row, axis))
    // Least squares of each element of z on the score; the common factor is normalised away.
    directions.push(combine(vectors, scores))
  }
  return orthonormal(directions)
}

/** The rows of [count, features] without their mean. */
function centred(looks: Float32Array, count: number): Float64Array[] {
  const features = looks.length / count
  const rows = Array.from({ length: count }, (_, i) =>
    Float64Array.from(looks.subarray(i * features, (i + 1) * features)),
  )
  const mean = new Float64Array(features)
  for (const row of rows) addTo(mean, row, 1 / count)
  return rows.map((row) => row.map((value, f) => value - (mean[f] ?? 0)))
}

/** Power iteration with Σ row rowᵀ, orthogonal to the axes already found. */
function principalAxis(
  rows: readonly Float64Array[],
  found: readonly Float64Array[],
): Float64Array {
  let axis = Float64Array.from(rows[0] ?? [])
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Float64Array(axis.length)
    for (const row of rows) addTo(next, row, product(row, axis))
    for (const other of found) addTo(next, other, -product(next, other))
    const length = Math.sqrt(product(next, next))
    axis = next.map((value) => value / (length || 1))
  }
  return axis
}

function addTo(sum: Float64Array, row: Float64Array, share: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + share * (row[i] ?? 0)
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}
