// Distance of two sets of features, each modelled as a Gaussian. Means and covariances are summed on the GPU;
// the roots of 64 × 64 matrices are computed here, in float64, by Jacobi's method: a page of code, where the
// packages for it are larger than this project.

import { check } from '../../../autograd/check'
import type { Gpu } from '../../../gpu/device'
import { expand, linear, mean, scale, sub, transpose } from '../../../ops'
import { compute } from './compute'

/** Square, row by row. */
export type Matrix = readonly (readonly number[])[]

export interface Moments {
  mean: readonly number[]
  covariance: Matrix
}

/**
 * Mean and covariance, the latter divided by N - 1.
 *
 * @param features  [N, size]
 * @throws TensorError when there are no more rows than features
 */
export async function momentsOf(gpu: Gpu, features: Float32Array, size: number): Promise<Moments> {
  const count = features.length / size
  check(count > size, 'momentsOf', () => {
    return `a covariance of ${size} features needs more than ${size} images, but there are ${count}. Take more.`
  })
  const shape = [count, size]
  const sums = await compute(gpu, { features: { data: features, shape } }, ({ features: x }) => {
    const centre = mean(x, { dim: 0 })
    const rest = sub(x, expand(centre, shape))
    return { centre, covariance: scale(linear(transpose(rest, [1, 0]), rest), 1 / (count - 1)) }
  })
  return { mean: [...sums.centre], covariance: rowsOf(sums.covariance, size) }
}

/**
 * The squared Fréchet distance of two Gaussians, |m₁ - m₂|² + tr(C₁ + C₂ - 2 √(C₁ C₂)). Estimated from
 * samples it is too large, the more so the fewer they are: compare only what has as many.
 *
 * @see Dowson, Landau: The Fréchet distance between multivariate normal distributions, 1982
 * @see Heusel et al.: GANs Trained by a Two Time-Scale Update Rule, https://arxiv.org/abs/1706.08500
 * @see Chong, Forsyth: Effectively Unbiased FID, https://arxiv.org/abs/1911.07023
 */
export function frechetDistance(a: Moments, b: Moments): number {
  const apart = total(a.mean.map((value, i) => (value - (b.mean[i] ?? 0)) ** 2))
  // √(C₁ C₂) has the trace of √(S C₂ S), where S = √C₁; and S C₂ S is symmetric.
  const root = squareRoot(a.covariance)
  const { values } = eigen(multiply(multiply(root, b.covariance), root))
  const traces = trace(a.covariance) + trace(b.covariance)
  // The true distance is not negative; the rounding of three sums may be.
  return Math.max(0, apart + traces - 2 * total(values.map(rootOf)))
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, by cyclic Jacobi rotations: each makes one pair of
 * elements off the diagonal zero, until all of them are negligible.
 *
 * @returns  vectors: a row each, in the order of the values
 * @see Golub, Van Loan: Matrix Computations, section 8.5
 */
export function eigen(symmetric: Matrix): { values: number[]; vectors: number[][] } {
  const n = symmetric.length
  const a = symmetric.map((row) => Float64Array.from(row))
  const v = symmetric.map((_, i) => Float64Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)))
  const at = (i: number, j: number) => a[i]?.[j] ?? 0
  const size = Math.sqrt(total(a.flatMap((row) => [...row].map((x) => x * x))))
  for (let sweep = 0; sweep < 50; sweep++) {
    let rotated = false
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (Math.abs(at(p, q)) <= Number.EPSILON * 1e-2 * size) continue
        rotated = true
        // The smaller of the two angles that do it.
        const theta = (at(q, q) - at(p, p)) / (2 * at(p, q))
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1))
        const c = 1 / Math.hypot(t, 1)
        rotate(v, p, q, { c, s: t * c })
        rotate(a, p, q, { c, s: t * c })
        rotateColumns(a, p, q, { c, s: t * c })
      }
    }
    if (!rotated) break
  }
  return { values: a.map((_, i) => at(i, i)), vectors: v.map((row) => [...row]) }
}

interface Angle {
  c: number
  s: number
}

/** Rows p and q become their combinations c · p - s · q and s · p + c · q. */
function rotate(m: readonly Float64Array[], p: number, q: number, { c, s }: Angle): void {
  const [P, Q] = [m[p], m[q]]
  if (!P || !Q) return
  for (const [j, x] of P.entries()) {
    const y = Q[j] ?? 0
    P[j] = c * x - s * y
    Q[j] = s * x + c * y
  }
}

function rotateColumns(m: readonly Float64Array[], p: number, q: number, { c, s }: Angle): void {
  for (const row of m) {
    const [x = 0, y = 0] = [row[p], row[q]]
    row[p] = c * x - s * y
    row[q] = s * x + c * y
  }
}

/** The root of a symmetric matrix without negative eigenvalues: Σ √λ v vᵀ. */
function squareRoot(matrix: Matrix): Matrix {
  const { values, vectors } = eigen(matrix)
  return matrix.map((_, i) =>
    matrix.map((_, j) =>
      total(
        values.map((value, k) => rootOf(value) * (vectors[k]?.[i] ?? 0) * (vectors[k]?.[j] ?? 0)),
      ),
    ),
  )
}

/** Rounding may make an eigenvalue that is zero a little less. */
const rootOf = (value: number) => Math.sqrt(Math.max(value, 0))

function multiply(a: Matrix, b: Matrix): Matrix {
  return a.map((row) => row.map((_, j) => total(row.map((x, k) => x * (b[k]?.[j] ?? 0)))))
}

const trace = (matrix: Matrix) => total(matrix.map((row, i) => row[i] ?? 0))

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)

function rowsOf(values: Float32Array, size: number): Matrix {
  return Array.from({ length: size }, (_, i) => [...values.subarray(i * size, (i + 1) * size)])
}
