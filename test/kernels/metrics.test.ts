// The formulas of the metrics, against values computed in other ways: by hand, in closed form, by
// SciPy, by plain loops in float64. On Node's adapter.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import {
  classifierScore,
  divergence,
  histogram,
  modesHit,
} from '../../src/gan/judge/metrics/classes'
import { eigen, frechetDistance, momentsOf } from '../../src/gan/judge/metrics/frechet'
import { kernelDistance } from '../../src/gan/judge/metrics/kernel'
import { distances, manifold, nearest } from '../../src/gan/judge/metrics/neighbours'
import { slicedDistance } from '../../src/gan/judge/metrics/sliced'
import type { Gpu } from '../../src/gpu/device'
import { Random } from '../../src/nn/philox'

let gpu: Gpu

beforeAll(async () => {
  gpu = await openNodeGpu()
})
afterAll(() => gpu.close())

function normals(seed: number, length: number, mean = 0, std = 1): Float32Array {
  const random = new Random(seed, 7)
  return Float32Array.from({ length }, () => random.normal(mean, std))
}

describe('Fréchet distance', () => {
  test('of Gaussians with known moments, in closed form', () => {
    const diagonal = (...values: number[]) =>
      values.map((value, i) => values.map((_, j) => (i === j ? value : 0)))
    const a = { mean: [0, 0, 0], covariance: diagonal(1, 4, 0) }
    const b = { mean: [1, 2, -2], covariance: diagonal(9, 1, 0) }
    // |m|² + Σ (σ₁ - σ₂)² = 9 + (1 - 3)² + (2 - 1)²
    expect(frechetDistance(a, b)).toBeCloseTo(14, 12)
    expect(frechetDistance(b, a)).toBeCloseTo(14, 12)
    expect(frechetDistance(b, b)).toBeCloseTo(0, 12)
  })

  test("of samples, as SciPy's matrix root gives it", async () => {
    const [a, b] = [
      [
        [2, -1, 0, 3],
        [1, 0, 2, -2],
        [0, 3, 1, 1],
        [-2, 1, 1, 0],
        [1, 1, -3, 2],
        [3, 0, 0, 1],
      ],
      [
        [0, 1, 4, 1],
        [2, 2, -1, 0],
        [-3, 1, 0, 2],
        [1, -2, 2, 5],
        [0, 0, 1, -1],
        [4, 3, 0, 2],
        [1, 1, 1, -4],
      ],
    ].map((rows) => momentsOf(gpu, Float32Array.from(rows.flat()), 4))
    if (!a || !b) throw new Error('unreachable')
    const [first, second] = [await a, await b]
    // m, n, c, d = a.mean(0), b.mean(0), np.cov(a.T), np.cov(b.T)
    // ((m - n)**2).sum() + np.trace(c + d - 2 * scipy.linalg.sqrtm(c @ d).real)
    expect(frechetDistance(first, second)).toBeCloseTo(5.077877377272451, 5)
    // np.linalg.eigvalsh(d)
    const expected = [1.18862711, 2.5922946, 5.28188965, 8.55623625]
    const { values, vectors } = eigen(second.covariance)
    for (const [i, value] of values.toSorted((x, y) => x - y).entries()) {
      expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 5)
    }
    // Σ λ v vᵀ is the matrix again.
    for (const [i, row] of second.covariance.entries()) {
      for (const [j, value] of row.entries()) {
        const sum = values.reduce(
          (s, each, k) => s + each * (vectors[k]?.[i] ?? 0) * (vectors[k]?.[j] ?? 0),
          0,
        )
        expect(sum).toBeCloseTo(value, 10)
      }
    }
  })

  test('of many samples tends to that of the Gaussians; as many samples as features are refused', async () => {
    const [a, b] = [
      await momentsOf(gpu, normals(1, 4 * 20_000), 4),
      await momentsOf(gpu, normals(2, 4 * 20_000, 1, 2), 4),
    ]
    // 4 · (1² + (2 - 1)²); the estimate's standard deviation is about 0.04.
    expect(frechetDistance(a, b)).toBeGreaterThan(7.8)
    expect(frechetDistance(a, b)).toBeLessThan(8.2)
    await expect(momentsOf(gpu, normals(1, 16), 4)).rejects.toThrow(
      'momentsOf: a covariance of 4 features needs more than 4 images, but there are 4. Take more.',
    )
  })
})

describe('kernel distance', () => {
  const size = 5

  /** Lemma 6 of Gretton et al., pair by pair. */
  function plain(a: Float32Array, b: Float32Array): number {
    const kernel = (x: Float32Array, i: number, y: Float32Array, j: number) => {
      let product = 0
      for (let k = 0; k < size; k++) product += (x[i * size + k] ?? 0) * (y[j * size + k] ?? 0)
      return (product / size + 1) ** 3
    }
    const mean = (x: Float32Array, y: Float32Array, self: boolean) => {
      const [n, m] = [x.length / size, y.length / size]
      let [sum, pairs] = [0, 0]
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < m; j++) {
          if (self && i === j) continue
          sum += kernel(x, i, y, j)
          pairs++
        }
      }
      return sum / pairs
    }
    return mean(a, a, true) + mean(b, b, true) - 2 * mean(a, b, false)
  }

  test.each([
    [2, 2, 0],
    [7, 11, 0],
    [40, 30, 0.5],
  ])('%i and %i vectors, as plain float64 loops', async (n, m, shift) => {
    const [a, b] = [normals(n, n * size), normals(m + 100, m * size, shift)]
    const expected = plain(a, b)
    expect(await kernelDistance(gpu, a, b, size)).toBeCloseTo(expected, 5)
    expect(Math.abs(expected)).toBeGreaterThan(1e-3)
  })

  test('one image has no pairs', async () => {
    const one = normals(1, size)
    await expect(kernelDistance(gpu, one, one, size)).rejects.toThrow('at least two images')
  })
})

describe('neighbours', () => {
  test('distances and the nearest, by hand', async () => {
    const queries = Float32Array.of(0, 0, 3, 4)
    const references = Float32Array.of(0, 5, 3, 4, -1, 0)
    const { values } = await distances(gpu, queries, references, 2)
    for (const [i, expected] of [5, 5, 1, Math.sqrt(10), 0, Math.sqrt(32)].entries()) {
      // The root of a rounding in the squares, which are at most 32.
      expect(Math.abs((values[i] ?? 9) - expected)).toBeLessThan(3e-3)
    }
    const { index, distance } = await nearest(gpu, queries, references, 2)
    expect([...index]).toEqual([2, 1])
    expect(distance[0]).toBeCloseTo(1, 4)
  })

  test('the nearest of more than one tile, as plain loops find it', async () => {
    const [queries, references] = [normals(3, 3 * 20), normals(4, 3 * 2500)]
    const { index } = await nearest(gpu, queries, references, 3)
    for (let q = 0; q < 20; q++) {
      const apart = Array.from({ length: 2500 }, (_, r) =>
        Math.hypot(
          ...[0, 1, 2].map((k) => (queries[q * 3 + k] ?? 0) - (references[r * 3 + k] ?? 0)),
        ),
      )
      expect(index[q]).toBe(apart.indexOf(Math.min(...apart)))
    }
  })

  /** Points of a line: distances that can be checked by eye. */
  const line = async (real: number[], generated: number[]) => {
    const [r, g] = [real, generated].map((xs) => Float32Array.from(xs))
    if (!r || !g) throw new Error('unreachable')
    return manifold({
      real: await distances(gpu, r, r, 1),
      generated: await distances(gpu, g, g, 1),
      across: await distances(gpu, r, g, 1),
    })
  }

  test('precision, recall, density and coverage of points on a line', async () => {
    // Their third neighbours are 3.1, 2.1, 2, 2.1, 4 and 98 away; their fifth 100, 99, 98, 96.9, 95 and 100.
    const real = [0, 1, 2, 3.1, 5, 100]
    // Their third neighbours are 0.4, 0.3, 0.3, 0.4, 351.6 and 451.6 away.
    const generated = [1.5, 1.6, 1.8, 1.9, -350, -450]
    const found = await line(real, generated)
    // The first four lie within 3.1 of 0; the last two lie in no ball.
    expect(found.precision).toBeCloseTo(4 / 6, 6)
    // 2 lies 0.1 from 1.9; the balls of the last two end at 1.6, so 0 and 1 lie in them.
    expect(found.recall).toBeCloseTo(3 / 6, 6)
    // Each of the four lies in all six wide balls.
    expect(found.density).toBeCloseTo((4 * 6) / (5 * 6), 6)
    expect(found.coverage).toBeCloseTo(1, 6)
  })

  test('one set held against itself, and against one that lies elsewhere', async () => {
    const set = [...normals(5, 200)]
    const same = await line(set, set)
    expect(same).toMatchObject({ precision: 1, recall: 1, coverage: 1 })
    // Each image lies in its own ball and, on average, in those of 5 others.
    expect(same.density).toBeCloseTo(1.2, 1)
    const far = await line(
      set,
      set.map((x) => x + 1000),
    )
    expect(far).toEqual({ precision: 0, recall: 0, density: 0, coverage: 0 })
  })

  test('a set that has fewer images than neighbours are asked for is refused', async () => {
    await expect(line([1, 2, 3, 4, 5], [1, 2, 3, 4, 5])).rejects.toThrow('needs 5 neighbours')
  })
})

describe('classes', () => {
  test('score: 1 where the judge always says the same, the number of classes where it is sure', () => {
    expect(classifierScore(Float32Array.of(0.5, 0.25, 0.25, 0.5, 0.25, 0.25), 3)).toBeCloseTo(1, 12)
    expect(classifierScore(Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), 3)).toBeCloseTo(3, 12)
    // Two images, sure by 3/4: e^(log 2 - H(1/4))
    const entropy = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25))
    const unsure = classifierScore(Float32Array.of(0.75, 0.25, 0.25, 0.75), 2)
    expect(unsure).toBeCloseTo(2 * Math.exp(-entropy), 12)
  })

  test('histogram, divergence and hits', () => {
    expect(histogram(Uint8Array.of(0, 2, 2, 1), 4)).toEqual([0.25, 0.25, 0.5, 0])
    expect(divergence([0.5, 0.5], [0.5, 0.5])).toBe(0)
    expect(divergence([1, 0], [0.5, 0.5])).toBeCloseTo(Math.LN2, 12)
    expect(divergence([0.5, 0.5], [1, 0])).toBe(Number.POSITIVE_INFINITY)
    // Of ten classes a hit is 4 %.
    expect(modesHit([0.39, 0.3, 0.04, 0.039, 0.05, 0, 0.04, 0.05, 0.06, 0.031])).toBe(7)
  })
})

describe('sliced Wasserstein distance', () => {
  test('of a set moved along a diagonal is what its shadows move', async () => {
    const [size, count] = [64, 50]
    const a = normals(6, count * size)
    const moved = a.map((x) => x + 0.5)
    // A shift by v moves a shadow by v · θ; over the sphere the mean of (v · θ)² is |v|² / size = 0.25.
    // Over 256 directions its standard deviation is 0.25 · √(2 / 256) = 0.022.
    const found = await slicedDistance(gpu, a, moved, size)
    expect(found ** 2).toBeGreaterThan(0.25 - 0.07)
    expect(found ** 2).toBeLessThan(0.25 + 0.07)
    expect(await slicedDistance(gpu, a, a, size)).toBe(0)
  })

  test('does not ask which image is which', async () => {
    const a = normals(7, 30 * 16)
    const turned = Float32Array.from([...a.subarray(16), ...a.subarray(0, 16)])
    expect(await slicedDistance(gpu, a, turned, 16)).toBeLessThan(1e-6)
    await expect(slicedDistance(gpu, a, a.subarray(16), 16)).rejects.toThrow('have 30 and 29')
  })
})
