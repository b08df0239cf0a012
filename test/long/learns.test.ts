// A short run learns, on the adapter of the page.

import { expect, test } from 'vitest'
import type { training } from '../scenarios/training'
import { inPage } from '../support/browser'

type Short = Awaited<ReturnType<(typeof training)['trainShort']>>

test('a short run learns: D tells real from fake, samples go dark where digits are', async () => {
  const { figures, ...samples } = await inPage<Short>('trainShort', 160)
  expect(figures).toHaveLength(160)
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
})
