// Points in the plane: counts of modes, layers of the plane by the kernels, and claims about gradients.

import { expect, test } from 'vitest'
import { chart } from '../../src/cli/commands/claims/chart'
import { countModes, toys } from '../../src/data/toys'
import { objectiveNames } from '../../src/gan/model/recipes'
import type { toyScenarios } from '../scenarios/toys'
import { inPage } from '../support/browser'

type Result<Name extends keyof typeof toyScenarios> = Awaited<
  ReturnType<(typeof toyScenarios)[Name]>
>

test('a mode is found with 20 points within three standard deviations', () => {
  const { centres, std } = toys.ring
  const near = (times: number, [x, y]: readonly [number, number], off: number) =>
    new Array<number[]>(times).fill([x + off, y]).flat()
  const [first = [0, 0], second = [0, 0]] = centres
  const count = (...points: number[][]) => countModes(toys.ring, new Float32Array(points.flat()))
  expect(count(near(20, first, 2.9 * std))).toEqual({ modes: 1, good: 1 })
  expect(count(near(19, first, 2.9 * std))).toEqual({ modes: 0, good: 1 })
  expect(count(near(20, first, 0), near(60, second, 3.1 * std))).toEqual({ modes: 1, good: 0.25 })
  expect(count([Number.NaN, 0])).toEqual({ modes: 0, good: 0 })
  const few = new Float32Array([near(3, first, 0), near(2, second, 0)].flat())
  expect(countModes(toys.ring, few, { least: 3 })).toEqual({ modes: 1, good: 1 })
})

test('toys have the modes that they are named by', () => {
  expect([toys.ring, toys.grid, toys.spiral].map(({ centres }) => centres.length)).toEqual([
    8, 25, 40,
  ])
  expect(new Set(toys.grid.centres.map(String)).size).toBe(25)
})

test('real points are good, a GAN starts at the middle, and a seed is a run', async () => {
  const [one, again, other] = await inPage<Result<'trainToy'>>('trainToy', 3)
  // 1 - exp(-9/2) of a round Gaussian lies within three standard deviations; of 10,000, ± 0.4 %.
  expect(one?.before.real).toMatchObject({ modes: 8 })
  expect(Math.abs((one?.before.real.good ?? 0) - 0.9889)).toBeLessThan(0.004)
  expect(one?.before.fake.modes).toBe(0)
  expect(one?.before.radius).toBeLessThan(0.1)
  expect(one?.after.bits).not.toBe(one?.before.bits)
  expect(again).toEqual(one)
  expect(other?.after.bits).not.toBe(one?.after.bits)
}, 240_000)

test.each(['non-saturating', 'wgan-gp'])(
  '%s: sub-steps have the bits of iterations, and observing changes nothing',
  async (objective) => {
    const ran = await inPage<Result<'slowToy'>>('slowToy', objective)
    expect(ran.slow).toEqual({ bits: ran.whole, step: 4, figures: ran.figures })
    expect(ran.again).toBe(ran.whole)
    expect(ran.names).toHaveLength(objective === 'wgan-gp' ? 17 : 9)
    const { scores, losses, gradients } = ran.inside
    expect([scores.real?.values.length, scores.fake?.values.length]).toEqual([256, 256])
    expect(losses.G).toBeCloseTo(ran.figures.lossG, 6)
    expect(scores.real?.mean).toBeCloseTo(ran.figures.dReal, 5)
    expect(gradients?.player).toBe('G')
    expect(gradients?.layers.map(({ size }) => size)).toEqual([128, 64, 4096, 64, 4096, 64, 128, 2])
    expect(ran.shown).toEqual([512, 512])
  },
  240_000,
)

test('after the steps of its recipe a toy stands still, or goes on with what is left', async () => {
  const over = await inPage<Result<'beyond'>>('beyond', 0)
  // 2 → 64 → 64 → 64 → 2.
  const parameterCount = 3 * 64 + 2 * 65 * 64 + 65 * 2
  expect(over).toEqual({ rates: [1e-3, 0, 0], moved: 0, parameterCount })
  const on = await inPage<Result<'beyond'>>('beyond', 0.5)
  expect(on.rates).toEqual([1e-3, 5e-4, 5e-4])
  expect(on.moved).toBeGreaterThan(1000)
}, 240_000)

test.each(objectiveNames)(
  '%s: the layers are what float64 makes of the same weights',
  async (objective) => {
    const ran = await inPage<Result<'toyLayers'>>('toyLayers', objective)
    const { layers, expected, points } = ran
    const { judged, mesh, pushes } = layers
    expect(layers.reach).toBeCloseTo(2.4, 10)
    for (const [got, wanted, least] of [
      [judged.values, expected.judged, 48 ** 2],
      [mesh.points, expected.mesh, 2 * 25 ** 2],
      [pushes, expected.pushes, 2 * 64],
    ] as const) {
      expect(got).toHaveLength(least)
      expect(wanted).toHaveLength(least)
      const largest = Math.max(...wanted.map(Math.abs))
      const errors = wanted.map((value, i) => Math.abs((got[i] ?? Number.NaN) - value))
      expect(Math.max(...errors)).toBeLessThan(1e-5 * largest)
      // Not all alike: a layer with one number everywhere would prove nothing.
      expect(new Set(got).size).toBeGreaterThan(least / 4)
    }
    expect([...layers.real]).toEqual(points.real)
    expect([...layers.fake]).toEqual(points.fake)
    expect(layers.count).toEqual(countModes(toys.ring, layers.fake, { least: 1 }))
    expect(ran.modes).toEqual(ran.counted)
  },
  240_000,
)

test("far from the data minimax's gradient vanishes, Wasserstein's does not", async () => {
  const options = { steps: 60, seed: 1, distances: [2, 16] }
  const [near = 0, far = 0] = await inPage<number[]>('vanishing', {
    ...options,
    objective: 'minimax',
  })
  expect(near).toBeGreaterThan(0.1)
  expect(far).toBeLessThan(near / 20)
  const [close = 0, away = 0] = await inPage<number[]>('vanishing', {
    ...options,
    objective: 'wgan-gp',
  })
  expect(close).toBeGreaterThan(0.5)
  expect(away).toBeGreaterThan(close / 2)
}, 240_000)

test('least squares pulls harder the further a sample is beyond the boundary', async () => {
  const options = { steps: 300, seed: 1, distances: [6, 9, 12] }
  const pulls = (objective: string) => inPage<number[]>('pulls', { ...options, objective })
  const [a = 0, b = 0, c = 0] = await pulls('non-saturating')
  expect(a).toBeGreaterThan(3 * b)
  expect(b).toBeGreaterThan(3 * c)
  const [d = 0, e = 0, f = 0] = await pulls('lsgan')
  expect(e).toBeGreaterThan(1.5 * d)
  expect(f).toBeGreaterThan(1.2 * e)
  expect(f).toBeGreaterThan(10 * c)
}, 240_000)

test('a chart has a line a row, and each power of ten takes as much height', () => {
  const words = { title: 'T', x: 'X', y: 'Y', at: [0, 1, 4] }
  const svg = chart({ ...words, lines: { rising: [1, 10, 100], nothing: [1, 1, 0] } })
  const lines = [...svg.matchAll(/points="([^"]+)"/g)].map(([, points = '']) =>
    points.split(' ').map((point) => point.split(',').map(Number)),
  )
  expect(lines).toHaveLength(2)
  const [[a, b, c] = [], [, , zero] = []] = lines
  const [[x0 = 0, y0 = 0] = [], [x1 = 0, y1 = 0] = [], [x4 = 0, y4 = 0] = []] = [a, b, c]
  expect(y0 - y1).toBeCloseTo(y1 - y4, 0)
  expect(y0).toBeGreaterThan(y1)
  expect(x4 - x0).toBeCloseTo(4 * (x1 - x0), 0)
  // Values too small to show lie at the bottom.
  expect(zero?.[1]).toBeGreaterThan(y0)
})
