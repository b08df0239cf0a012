// The figures of a run's health are those that float64 gives for the same buffers; planted illnesses
// are named, a healthy run has none, and a run can be rolled back.

import { expect, test } from 'vitest'
import type { Observed } from '../../src/gan/run/observer'
import { Diagnosis } from '../../src/gan/watch/diagnosis'
import type { healthScenarios } from '../scenarios/health'
import { inPage } from '../support/browser'

type Result<Name extends keyof typeof healthScenarios> = Awaited<
  ReturnType<(typeof healthScenarios)[Name]>
>

test.each(['lsgan', 'wgan'])('%s: the figures are those of the buffers', async (objective) => {
  const { seen, expected } = await inPage<Result<'measured'>>('measured', objective)
  for (const [name, value] of Object.entries(expected)) {
    const got = seen[name as keyof typeof expected]
    expect(Math.abs(got - value), `${name}: ${got}, expected ${value}`).toBeLessThanOrEqual(
      1e-5 * value,
    )
  }
  expect(expected.gradientG).toBeGreaterThan(0)
  expect(expected.clipped > 0.1).toBe(objective === 'wgan')
})

test('a generator that ignores z has collapsed', async () => {
  const { found, last } = await inPage<Result<'planted'>>('planted', 'collapse')
  expect(last?.diversity).toBeLessThan(1e-6)
  // Reported once, and only after it has lasted.
  expect(found).toMatchObject([{ illness: 'collapse', step: 120 }])
  expect(found[0]?.seen).toContain('0.0 %')
})

test('NaN among the parameters is named at the first look', async () => {
  const { found, last } = await inPage<Result<'planted'>>('planted', 'nan')
  expect(last?.broken).toBeGreaterThan(0)
  expect(found).toMatchObject([{ illness: 'nan', step: 20 }])
})

test('a D that passes nothing back leaves G without a gradient', async () => {
  const { found, last } = await inPage<Result<'planted'>>('planted', 'vanished gradient')
  expect(last?.gradientG).toBe(0)
  expect(found).toMatchObject([{ illness: 'vanished gradient' }])
})

test('a healthy run is left alone', async () => {
  const { found, last } = await inPage<Result<'planted'>>('planted', 'none')
  expect(found).toEqual([])
  expect(last?.diversity).toBeGreaterThan(0.1)
})

test('a D that tells all apart has won where its loss has a floor, once it lasts', () => {
  const sure: Observed = {
    lossD: 1e-3,
    lossG: 9,
    dReal: 1,
    dFake: 0,
    dSign: 1,
    gradientG: 1,
    gradientD: 1,
    clipped: 0,
    diversity: 1,
    broken: 0,
  }
  const looks = (
    objective: 'lsgan' | 'wgan-gp',
    figures: Observed[],
    batchSize = 16,
    images = 1e6,
  ) => {
    const diagnosis = new Diagnosis({
      ...{ objective, parametersG: 100, batchSize, images, augment: '', accumulate: 1 },
    })
    return figures.map((each, i) => diagnosis.look(50 * i, each)?.illness)
  }
  const six = new Array<Observed>(6).fill(sure)
  const none = new Array<undefined>(4).fill(undefined)
  expect(looks('lsgan', six)).toEqual([...none, 'D won', undefined])
  expect(looks('lsgan', [sure, { ...sure, lossD: 1 }, ...six.slice(2)])).toEqual([
    ...none,
    undefined,
    undefined,
  ])
  expect(looks('wgan-gp', six)).toEqual([...none, undefined, undefined])
  const alike = six.map((each) => ({ ...each, lossD: 1, diversity: 0 }))
  expect(looks('lsgan', alike)).toEqual([...none, 'collapse', undefined])
  expect(looks('lsgan', alike, 1), 'one image').toEqual([...none, undefined, undefined])
  // Of 100 images, each has been seen 20 times after 125 steps of 16; it has to last from then on.
  const known = new Array<Observed>(9).fill({ ...sure, lossD: 1 })
  expect(looks('lsgan', known, 16, 100)).toEqual([
    ...none,
    ...none.slice(1),
    'overfitting',
    undefined,
  ])
  expect(looks('lsgan', known, 16, 1000)).toEqual([...none, ...none, undefined])
  expect(looks('wgan-gp', known, 16, 100), 'a critic').toEqual([...none, ...none, undefined])
})

test('going back restores the weights, halves the rates and draws other noise', async () => {
  const { straight, attempts, step } = await inPage<Result<'rolledBack'>>('rolledBack')
  const [one, two] = attempts
  expect([one?.back, two?.back]).toEqual([true, true])
  expect(one?.rates).toEqual([0.5, 0.5])
  expect(new Set([straight, one?.after, two?.after]).size).toBe(3)
  expect(step).toBe(8)
})
