// Training as a whole, on the adapter of the page: it learns, the same seed gives the same bits, a
// resumed run is the run, and an iteration makes nothing on the device.

import { expect, test } from 'vitest'
import { objectiveNames } from '../src/gan/objectives'
import { inPage } from './browser'
import type { training } from './page/training'

type Result<Name extends keyof typeof training> = Awaited<ReturnType<(typeof training)[Name]>>

test('a short run learns: D tells real from fake, samples go dark where digits are', async () => {
  const { figures, ...samples } = await inPage<Result<'trainShort'>>('trainShort', 240)
  expect(figures).toHaveLength(240)
  for (const values of figures) {
    for (const value of Object.values(values)) expect(Number.isFinite(value)).toBe(true)
  }
  // An untrained pair has a D loss of about 2 ln 2 = 1.39; D soon learns faster than G.
  expect(figures[0]?.lossD).toBeGreaterThan(1.2)
  expect(Math.min(...figures.map(({ lossD }) => lossD))).toBeLessThan(0.6)
  expect(Math.max(...figures.map(({ dReal, dFake }) => dReal - dFake))).toBeGreaterThan(0.4)
  // Untrained images are grey, about 0, everywhere; digits are bright in the middle of black.
  expect(samples.border).toBeLessThan(-0.3)
  expect(samples.centre).toBeGreaterThan(samples.border + 0.1)
  expect(samples.least).toBeGreaterThanOrEqual(-1)
  expect(samples.most).toBeLessThanOrEqual(1)
  expect(samples.distinct).toBeGreaterThan(60)
}, 240_000)

test.each([
  ['20 steps are 10 + 10', 10, {}],
  ['with activations kept as halves, 6 steps are 3 + 3', 3, { halfActivations: true }],
])('%s, bit for bit; another seed is another run', async (_, steps, changes) => {
  const { whole, resumed, half, otherSeed } = await inPage<Result<'trainResumed'>>(
    'trainResumed',
    steps,
    changes,
  )
  expect(resumed).toBe(whole)
  expect(half).not.toBe(whole)
  expect(otherSeed).not.toBe(whole)
}, 240_000)

test('with tuned kernels 4 steps are 2 + 2 too, and other bits than those of the rules', async () => {
  const { byRule, whole, resumed } = await inPage<Result<'trainTuned'>>('trainTuned', 2)
  expect(resumed).toBe(whole)
  expect(whole).not.toBe(byRule)
}, 240_000)

test('two networks of one name are both saved', async () => {
  const names = await inPage<Result<'namesSaved'>>('namesSaved')
  expect(names).toContain('generator.parameters')
  expect(names).toContain('discriminator.parameters')
})

test.each(objectiveNames)(
  '%s: figures are finite, 4 steps are 2 + 2',
  async (objective) => {
    const ran = await inPage<Result<'trainObjective'>>('trainObjective', objective, 2)
    const { figures, whole, resumed, largest, criticSteps } = ran
    // Each step of D takes a batch and noise of its own; with several of them, so does that of G.
    expect([ran.stepsOfD, ran.stepsOfG]).toEqual([4 * criticSteps, 4])
    const draws = 4 * (criticSteps + (criticSteps > 1 ? 1 : 0))
    expect(ran.counted).toEqual({ draws, batches: 4 * criticSteps, iterations: 4 })
    expect(figures).toHaveLength(4)
    for (const values of figures) {
      for (const value of Object.values(values)) expect(Number.isFinite(value)).toBe(true)
    }
    expect(resumed).toBe(whole)
    // Batch-norm scales start at 1: only clipping brings all of D below 0.01.
    if (objective === 'wgan') expect(largest).toBeCloseTo(0.01, 6)
    else expect(largest).toBeGreaterThan(0.5)
  },
  240_000,
)

test('1,000 iterations make no buffer, bind group or pipeline, and one submit each', async () => {
  const counted = await inPage<Result<'trainCounted'>>('trainCounted', 1000)
  expect(counted).toMatchObject({ buffers: 0, bindGroups: 0, pipelines: 0, submits: 1000 })
  expect(counted.dispatches).toBeGreaterThan(50)
  expect(counted.medianMs).toBeLessThan(1)
}, 240_000)
