// Training as a whole, on the adapter of the page: the same seed gives the same bits, a resumed run is the run, and an
// iteration makes nothing on the device. That a run learns: test/long/learns.test.ts.

import { expect, test } from 'vitest'
import { SLOTS } from '../../src/gan/model/clock'
import type { GanConfig } from '../../src/gan/model/config'
import { objectiveNames } from '../../src/gan/model/recipes'
import type { training } from '../scenarios/training'
import { inPage } from '../support/browser'

type Result<Name extends keyof typeof training> = Awaited<ReturnType<(typeof training)[Name]>>

test.each([
  ['4 steps are 2 + 2', 2, {}],
  [
    'with activations kept as halves, 2 steps are 1 + 1',
    1,
    { width: 1, batchSize: 4, latent: 4, halfActivations: true },
  ],
])(
  '%s, bit for bit; another seed is another run',
  async (_, steps, changes) => {
    const { whole, resumed, fromEarlier, half, otherSeed } = await inPage<Result<'trainResumed'>>(
      'trainResumed',
      steps,
      changes,
    )
    expect(resumed).toBe(whole)
    expect(fromEarlier).toBe(whole)
    expect(half).not.toBe(whole)
    expect(otherSeed).not.toBe(whole)
  },
  240_000,
)

test('with tuned kernels 2 steps are 1 + 1 too, and other bits than those of the rules', async () => {
  const { byRule, whole, resumed } = await inPage<Result<'trainTuned'>>('trainTuned', 1)
  expect(resumed).toBe(whole)
  expect(whole).not.toBe(byRule)
}, 240_000)

test('in parts, which are submitted one by one, it is the same run', async () => {
  const { whole, divided, short } = await inPage<Result<'trainDivided'>>('trainDivided', 3)
  expect(divided.state).toBe(whole.state)
  expect(short.state).toBe(whole.state)
  expect(whole.fewest).toBe(1)
  expect(divided.fewest).toBeGreaterThan(4)
  // Its pace is known, and is fast enough for one part.
  expect(short.fewest).toBe(1)
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
    // Each step of D takes its own batch and noise; with several of them, G's step takes its own noise too.
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

test('settings change in mid-run, and a checkpoint keeps what they were changed to', async () => {
  const ran = await inPage<Result<'trainChanged'>>('trainChanged', 2)
  expect(ran.resumed).toBe(ran.whole)
  expect(ran.kept).not.toBe(ran.whole)
  const now = { lr: 1e-3, lrD: 5e-4, clip: 0.05, lambda: 1, criticSteps: 3 }
  expect(ran.config).toMatchObject(now)
  // Two iterations of two critic steps, two of three; each step of D and of G drew noise.
  expect(ran.counted).toEqual({ draws: 14, batches: 10, iterations: 4 })
  expect(ran.largest).toBeCloseTo(0.05, 6)
  expect(ran.refused).toEqual([
    expect.stringContaining('set: criticSteps cannot change from 3 to 1 during a run'),
    expect.stringContaining('set: lambda is 0, but this run has a gradient penalty'),
    expect.stringContaining('GanConfig: lr is -1, but must be a number from 0'),
  ])
  expect(ran.still).toEqual(ran.config)
  // A trainer that recorded programs for one critic step stays with one.
  expect(ran.configOfOther).toMatchObject({ ...now, criticSteps: 1 })
}, 240_000)

test('networks are told the class of each image, and R1 looks at real ones', async () => {
  const { images, noise, shownG, shownD, ...r1 } = await inPage<Result<'trainWired'>>('trainWired')
  const classes = [0, 1, 0]
  const oneHot = (n: number) => [0, 1].map((k) => (classes[n % 3] === k ? 1 : 0))
  expect(shownG).toEqual([0, 1, 2].flatMap((n) => [...noise.slice(2 * n, 2 * n + 2), ...oneHot(n)]))
  // Real and generated, three images of four pixels each.
  const pixels = [...images.real, ...images.generated]
  expect(shownD).toEqual(pixels.flatMap((value, i) => [value, ...oneHot(Math.floor(i / 4))]))
  const [added = 0, atReal = 0, atGenerated = 0] = Object.values(r1).flat()
  expect(added).toBeCloseTo(atReal, 5)
  expect(Math.abs(atReal - atGenerated)).toBeGreaterThan(1e-3)
}, 240_000)

test.each([
  [{ r1: 5 }, 64],
  [{ augment: 'colour,translation,cutout,flip' }, 64],
  [{ classes: 10, model: 'mlp', width: 1 }, 80],
  [
    {
      ...{ objective: 'wgan-gp', criticSteps: 2, lambda: 10, r1: 1, spectralNorm: true },
      ...{ augment: 'colour,translation', classes: 10, ema: 0.9 },
    },
    80,
  ],
] satisfies [Partial<GanConfig>, number][])(
  '%j: figures are finite, 2 steps are 1 + 1, %i images are drawn',
  async (changes, count) => {
    const ran = await inPage<Result<'trainOptions'>>('trainOptions', changes, 1)
    for (const values of ran.figures) {
      for (const value of Object.values(values)) expect(Number.isFinite(value)).toBe(true)
    }
    expect(ran.resumed).toBe(ran.whole)
    expect(ran.drawn).toBe(count)
  },
  240_000,
)

test("WGAN's schedule begins with 100 critic steps, in submits that no system ends", async () => {
  const { submits, ...counted } = await inPage<Result<'trainWarm'>>('trainWarm')
  // G draws its own noise, though it has one critic step later on.
  expect(counted).toEqual({ draws: 101, batches: 100, iterations: 1 })
  expect(submits).toBe(7)
}, 240_000)

test('an average of G follows it, is drawn from and saved, and changes nothing else', async () => {
  const ran = await inPage<Result<'trainAveraged'>>('trainAveraged', 0.75, 0)
  const [begun, first, second] = ran.states
  expect(begun?.average).toEqual(begun?.live)
  for (const [before, after] of [
    [begun, first],
    [first, second],
  ]) {
    expect(after?.live.parameters).not.toEqual(before?.live.parameters)
    for (const [i, value] of (after?.average.parameters ?? []).entries()) {
      const [was, now] = [before?.average.parameters[i] ?? 0, after?.live.parameters[i] ?? 0]
      expect(value).toBeCloseTo(0.75 * was + 0.25 * now, 6)
    }
    // Running statistics and counters are copied unchanged.
    expect(after?.average.buffers).toEqual(after?.live.buffers)
  }
  expect(ran.drawnByAverage).not.toEqual(ran.drawn)
  expect(ran.resumed).toEqual(ran.drawnByAverage)
  expect(ran.unaffected).toEqual(ran.drawn)
  expect(ran.refused).toMatch(/sample: this run keeps no average of G/)
}, 240_000)

test('a ramped average begins with the first steps, and resumes to the same bits', async () => {
  const ran = await inPage<Result<'trainAveraged'>>('trainAveraged', 0.999, 0.5)
  const [begun, first] = ran.states
  for (const [i, value] of (first?.average.parameters ?? []).entries()) {
    const [was, now] = [begun?.live.parameters[i] ?? 0, first?.live.parameters[i] ?? 0]
    // The half-life is half a step.
    expect(value).toBeCloseTo(0.25 * was + 0.75 * now, 6)
  }
  expect(ran.resumed).toEqual(ran.drawnByAverage)
  expect(ran.unaffected).toEqual(ran.drawn)
}, 240_000)

test('iterations make no buffer, bind group or pipeline, and one submit each', async () => {
  // Twice as many as the ring of figures holds.
  const iterations = 2 * SLOTS
  const counted = await inPage<Result<'trainCounted'>>('trainCounted', iterations)
  expect(counted).toMatchObject({ buffers: 0, bindGroups: 0, pipelines: 0, submits: iterations })
  expect(counted.dispatches).toBeGreaterThan(50)
}, 240_000)
