// The lesson on the latent space: its formulas against vectors, and its claims on draws in many dimensions.

import { describe, expect, it } from 'vitest'
import { smoothness } from '../../../src/gan/judge/metrics/smoothness'
import { analogy, between, lengthOf, meanOf, unstack } from '../../../src/gan/latent/latent'
import { seededNoise } from '../../../src/gan/model/noise'
import {
  cornerOf,
  expectedLength,
  histogram,
  lengthOnWay,
  lengthsOf,
  remembered,
  spreadOf,
} from '../../../src/page/lessons/space/geometry'

const LATENT = 100
const vectors = unstack(seededNoise(1, 64, LATENT), LATENT)
const z = (i: number) => vectors[i] ?? new Float32Array()

describe('from one to the other', () => {
  it('has the lengths by the law of cosines', () => {
    for (const [a, b] of [
      [z(0), z(1)],
      [z(5), z(9).map((value) => value / 3)],
    ] as const) {
      for (let t = 0; t <= 1; t += 1 / 32) {
        for (const way of ['linear', 'spherical'] as const) {
          const found = lengthOf(between(a, b, t, way))
          expect(lengthOnWay(cornerOf(a, b), t, way)).toBeCloseTo(found, 5)
        }
      }
    }
  })

  it('leaves the shell in the middle if it is straight, and not on the arc', () => {
    for (let i = 0; i < 63; i++) {
      const corner = cornerOf(z(i), z(i + 1))
      const [straight, arc] = [
        lengthOnWay(corner, 0.5, 'linear'),
        lengthOnWay(corner, 0.5, 'spherical'),
      ]
      expect(straight / Math.sqrt(LATENT)).toBeLessThan(0.85)
      expect(arc).toBeGreaterThan(Math.min(corner.a, corner.b) - 0.01)
    }
  })

  it('jumps where only some pictures are known', () => {
    const frames = Array.from({ length: 33 }, (_, i) => Float32Array.of(i / 32, 0))
    const known = [Float32Array.of(0, 0), Float32Array.of(0.4, 0.1), Float32Array.of(1, 0)]
    const shown = remembered(frames, known)
    expect([shown[0], shown[12], shown[32]]).toEqual([0, 1, 2])
    const film = shown.flatMap((i) => [...(known[i] ?? [])])
    const { steps, figure } = smoothness(Float32Array.from(film), 2)
    expect(steps.filter((step) => step > 0)).toHaveLength(2)
    expect(figure).toBeGreaterThan(16)
    expect(
      smoothness(Float32Array.from(frames.flatMap((frame) => [...frame])), 2).figure,
    ).toBeCloseTo(1, 5)
  })
})

describe('lengths of draws', () => {
  const [width, count] = [128, 1000]
  const noise = seededNoise(1, count, width)

  it.each([1, 20, 64, 100, 128])('are about √d, give or take 0.7: %i dimensions', (dimensions) => {
    const { draws, middles } = lengthsOf(noise, { width, dimensions })
    const rows = unstack(noise, width).map((row) => row.slice(0, dimensions))
    expect(draws[7]).toBeCloseTo(lengthOf(rows[7] ?? z(0)), 5)
    expect(middles[7]).toBeCloseTo(lengthOf(meanOf(rows.slice(7, 9))), 5)
    // The exact mean square is d; the mean of lengths lies a quarter of 1/√d below its root.
    const [of, ofMiddles] = [spreadOf(draws), spreadOf(middles)]
    expect(of.mean ** 2 + of.deviation ** 2).toBeGreaterThan(0.95 * dimensions)
    expect(of.mean ** 2 + of.deviation ** 2).toBeLessThan(1.05 * dimensions)
    expect(ofMiddles.mean / of.mean).toBeCloseTo(Math.SQRT1_2, 1)
    if (dimensions > 1) expect(of.deviation).toBeCloseTo(Math.SQRT1_2, 1)
    expect(histogram(draws, { width: 0.25, count: 56 }).reduce((sum, n) => sum + n, 0)).toBe(count)
  })

  it('are the same for sums: the root of the squared shares', () => {
    expect(expectedLength(64, [0.25, 0.25, 0.25, 0.25])).toBe(4)
    const thirds = new Array<number>(9).fill(1 / 3)
    expect(expectedLength(LATENT, thirds)).toBeCloseTo(10, 9)
    const rows = unstack(noise, LATENT)
    const sums = Array.from({ length: 100 }, (_, i) => {
      const mean = (from: number) => meanOf(rows.slice(9 * i + from, 9 * i + from + 3))
      return lengthOf(analogy(mean(0), mean(3), mean(6)))
    })
    expect(spreadOf(sums).mean).toBeCloseTo(10, 0)
    for (const n of [4, 16, 64]) {
      const means = Array.from({ length: 15 }, (_, i) =>
        lengthOf(meanOf(rows.slice(n * i, n * i + n))),
      )
      expect(spreadOf(means).mean * Math.sqrt(n)).toBeCloseTo(10, 0)
    }
  })
})
