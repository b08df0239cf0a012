// Training as a whole, on the adapter of the page: it learns, the same seed gives the same bits, a
// resumed run is the run, and an iteration makes nothing on the device.

import { expect, test } from 'vitest'
import { inPage } from './browser'
import type { training } from './page/training'

type Result<Name extends keyof typeof training> = Awaited<ReturnType<(typeof training)[Name]>>

test('a short run learns: D tells real from fake, samples take on the darkness of digits', async () => {
  const run = await inPage<Result<'trainShort'>>('trainShort', 60)
  const late = run.figures.slice(-10)
  const average = (key: 'lossD' | 'dReal' | 'dFake') =>
    late.reduce((sum, f) => sum + f[key], 0) / late.length
  expect(run.figures).toHaveLength(60)
  for (const figures of run.figures) {
    for (const value of Object.values(figures)) expect(Number.isFinite(value)).toBe(true)
  }
  // An untrained pair has a D loss of about 2 ln 2; in the first steps D learns faster than G.
  expect(run.figures[0]?.lossD).toBeGreaterThan(1.2)
  expect(average('lossD')).toBeLessThan(1.1)
  expect(average('dReal')).toBeGreaterThan(average('dFake') + 0.1)
  expect(run.least).toBeGreaterThanOrEqual(-1)
  expect(run.most).toBeLessThanOrEqual(1)
  expect(run.distinct).toBe(64)
  // Untrained images are grey, about 0; the digits average -0.74.
  expect(run.dataMean).toBeLessThan(-0.7)
  expect(run.sampleMean).toBeLessThan(-0.3)
}, 240_000)

test('20 steps are 10 + 10, bit for bit; another seed is another run', async () => {
  const { whole, resumed, half, otherSeed } = await inPage<Result<'trainResumed'>>(
    'trainResumed',
    10,
  )
  expect(resumed).toBe(whole)
  expect(half).not.toBe(whole)
  expect(otherSeed).not.toBe(whole)
}, 240_000)

test('1,000 iterations make no buffer, bind group or pipeline, and one submit each', async () => {
  const counted = await inPage<Result<'trainCounted'>>('trainCounted', 1000)
  expect(counted).toMatchObject({ buffers: 0, bindGroups: 0, pipelines: 0, submits: 1000 })
  expect(counted.dispatches).toBeGreaterThan(50)
  expect(counted.medianMs).toBeLessThan(1)
}, 240_000)
