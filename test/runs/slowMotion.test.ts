// Slow motion: an iteration's sub-steps have their names, in order, and give its bits; their
// results can be read in between.

import { describe, expect, it, test } from 'vitest'
import { empty } from '../../src/autograd/tensor'
import type { GanConfig } from '../../src/gan/model/config'
import { configOf } from '../../src/gan/model/presets'
import { subSteps } from '../../src/gan/model/stages'
import { makeBlueprint } from '../../src/gan/run/blueprint'
import { stage, trace } from '../../src/gpu/trace'
import { relu } from '../../src/ops'
import type { slowMotion } from '../scenarios/slowMotion'
import { inPage } from '../support/browser'

type Result<Name extends keyof typeof slowMotion> = Awaited<ReturnType<(typeof slowMotion)[Name]>>

const [rare, ...each] = subSteps
const ofD = ['draw noise', 'generate', 'D on real', 'D on fake', "D's gradients", "D's update"]
const ofG = ['D on fake again', 'gradients through D into G', "G's update"]

describe('a stage', () => {
  const x = empty('x', [4])
  const stagesOf = (step: () => unknown) =>
    trace({ step }).dispatches.step.map(({ stage }) => stage)

  it('is that of the dispatches after it, up to the next one or the end of the step', () => {
    const step = () => {
      relu(x)
      stage('a')
      relu(relu(x))
      stage('b')
      relu(x)
    }
    expect(stagesOf(step)).toEqual([undefined, 'a', 'a', 'b'])
    expect(stagesOf(() => relu(x))).toEqual([undefined])
  })

  it('that has ended does not come again', () => {
    const step = () => {
      for (const name of ['a', 'b', 'a']) {
        stage(name)
        relu(x)
      }
    }
    expect(() => trace({ step })).toThrow('stage: the part "a" of the step has ended')
  })
})

const tested = [
  { objective: 'non-saturating' },
  { objective: 'wgan', clip: 0.01, criticSteps: 2 },
  { objective: 'wgan-gp', lambda: 10, criticSteps: 2 },
  { objective: 'hinge', spectralNorm: true },
  { objective: 'lsgan', r1: 1, augment: 'colour,translation', classes: 10, ema: 0.9 },
] satisfies Partial<GanConfig>[]

/** R1 before iterations 1 and 4. */
const lazy = { objective: 'lsgan', r1: 1, r1Every: 3 } satisfies Partial<GanConfig>

it.each([...tested, lazy])('%j: every dispatch is part of a sub-step', (changes) => {
  const config = configOf({ width: 2, ...changes }, { software: true, channels: 1 })
  const images = { count: 64, height: 28, width: 28, channels: 1 }
  const { regularise, critic, generator } = makeBlueprint(config, images).train.dispatches
  const inOrder = (all: typeof critic) => [...new Set(all.map(({ stage }) => stage))]
  if (regularise) expect(inOrder(regularise)).toEqual([rare.stage])
  const stages = each.map(({ stage }) => stage)
  expect(inOrder(critic)).toEqual([...new Set(stages.slice(0, 6))])
  const again = config.criticSteps > 1 ? stages.slice(0, 2) : []
  expect(inOrder(generator)).toEqual([...again, ...stages.slice(6)])
})

test.each(tested)(
  '%j: sub-steps have their names, and the bits of an iteration',
  async (changes) => {
    const { ran, steps, midway, bits, whole, resumed } = await inPage<Result<'slowly'>>(
      'slowly',
      changes,
    )
    const critics = 'criticSteps' in changes ? changes.criticSteps : 1
    const namesOfG = critics > 1 ? [...ofD.slice(0, 2), ...ofG] : ofG
    const names = [...Array.from({ length: critics }, () => ofD).flat(), ...namesOfG]
    if (critics === 1) expect(names).toEqual(each.map(({ name }) => name))
    expect(ran.map(({ name }) => name)).toEqual(Array.from({ length: 4 }, () => names).flat())
    // Iterations 1, 2 and 4, and the fourth of the trainer that took up the saved run.
    const iterations = [1, 2, 4, 4]
    for (const [i, { name, index, of, criticStep, step, ...row }] of ran.entries()) {
      expect({ index, of }).toEqual({ index: i % names.length, of: names.length })
      const turn = Math.floor(index / ofD.length)
      expect(criticStep).toBe(turn < critics ? turn + 1 : undefined)
      expect(step).toBe(iterations[Math.floor(i / names.length)])
      expect(row.criticSteps).toBe(critics)
      expect(subSteps.find((each) => each.name === name)).toMatchObject({
        player: row.player,
        direction: row.direction,
      })
    }
    expect(steps).toEqual([2, 3, 4])
    expect(midway).toBe(false)
    expect(new Set(bits).size).toBe(1)
    expect(resumed).toBe(whole)
  },
  240_000,
)

test('lazy R1 is a sub-step of its own, with the bits of an iteration', async () => {
  const { ran, bits, whole, resumed } = await inPage<Result<'slowly'>>('slowly', lazy)
  const names = each.map(({ name }) => name)
  const iterations = [[rare.name, ...names], names, [rare.name, ...names], [rare.name, ...names]]
  expect(ran.map(({ name }) => name)).toEqual(iterations.flat())
  expect(ran.slice(0, 2)).toMatchObject([
    { index: 0, of: 10, criticSteps: 1 },
    { index: 1, of: 10, criticStep: 1, criticSteps: 1 },
  ])
  expect(ran[0]?.criticStep).toBeUndefined()
  expect(new Set(bits).size).toBe(1)
  expect(resumed).toBe(whole)
})

const sigma = (x: number) => 1 / (1 + Math.exp(-x))
const mean = (values: Float32Array = new Float32Array(), of: (value: number) => number) =>
  values.reduce((sum, value) => sum + of(value), 0) / values.length

/** Names of the values known after each sub-step. */
function known({ looks }: Result<'looked'>) {
  return looks.map(({ scores, losses, gradients, seen }) => [
    ...Object.entries(seen).flatMap(([name, is]) => (is ? [name] : [])),
    ...[scores, losses].flatMap((values) =>
      Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [name])),
    ),
    ...(gradients ? [`∇${gradients.player}`] : []),
  ])
}

const onReal = ['real', 'fake', 'real', 'real']
const onFake = ['real', 'fake', 'real', 'fake', 'real', 'fake']
const gradientsD = [...onFake, 'D', '∇D']
const onAgain = ['real', 'fake', 'real', 'fake', 'again', 'real', 'fake', 'D', 'G']

let usual: Promise<Result<'looked'>> | undefined
/** Values of the usual GAN, seen once for two tests. */
function lookedAtUsual() {
  usual ??= inPage<Result<'looked'>>('looked', { objective: 'non-saturating' })
  return usual
}

test('what is computed can be seen, no sooner and no later', async () => {
  const seen = await lookedAtUsual()
  const nothing = { real: undefined, fake: undefined }
  expect(seen.before).toEqual({
    scores: { ...nothing, again: undefined },
    losses: { ...nothing, D: undefined, G: undefined },
    gradients: undefined,
  })
  expect(known(seen)).toEqual([
    ['real'],
    ['real', 'fake'],
    onReal,
    onFake,
    gradientsD,
    gradientsD,
    [...onAgain, '∇D'],
    [...onAgain, '∇G'],
    [...onAgain, '∇G'],
  ])
  const last = seen.looks.at(-1)
  const { scores, losses } = last ?? seen.before
  // Scores are logits; the losses are those of one batch each.
  expect(losses.real).toBeCloseTo(
    mean(scores.real?.values, (x) => Math.log1p(Math.exp(-x))),
    5,
  )
  expect(losses.fake).toBeCloseTo(
    mean(scores.fake?.values, (x) => Math.log1p(Math.exp(x))),
    5,
  )
  expect(losses.G).toBeCloseTo(
    mean(scores.again?.values, (x) => Math.log1p(Math.exp(-x))),
    5,
  )
  expect(scores.real?.mean).toBeCloseTo(mean(scores.real?.values, sigma), 6)
  const sign = mean(scores.real?.values, Math.sign)
  const figures = [losses.D, losses.G, scores.real?.mean, scores.fake?.mean, sign]
  for (const [i, value] of seen.figures.entries()) expect(value).toBeCloseTo(figures[i] ?? 0, 6)

  // D's update has changed its scores of the same images.
  expect(scores.again?.values).not.toEqual(scores.fake?.values)
  expect(seen.fakes).toBe(1)
  for (const { gradients, norms } of seen.looks) {
    for (const [i, { norm, size }] of gradients?.layers.entries() ?? []) {
      const expected = norms[gradients?.player ?? 'G'][i] ?? 0
      expect(Math.abs(norm - expected)).toBeLessThanOrEqual(1e-5 * expected)
      expect(norm / Math.sqrt(size)).toBeGreaterThan(0)
    }
  }
  const ofLast = last?.gradients?.layers.map(({ name }) => name) ?? []
  expect(ofLast.length).toBeGreaterThan(5)
  expect(seen.names).toEqual(expect.arrayContaining(ofLast))
}, 240_000)

test('the batches are pictures: digits of the data set, and what G draws', async () => {
  const { batches, picture, known } = await lookedAtUsual()
  expect(known).toEqual([true, true, true, true])
  expect([picture?.width, picture?.height]).toEqual([8 * 32, 32])
  const at = (n: number, y: number, x: number) => picture?.pixels[(y * 8 * 32 + n * 32 + x) * 4]
  for (let n = 0; n < 4; n++) {
    for (let i = 0; i < 32 * 32; i++) {
      const value = batches.fake?.[n * 32 * 32 + i] ?? Number.NaN
      const shown = at(n, Math.floor(i / 32), i % 32) ?? Number.NaN
      expect(Math.abs(shown - (value + 1) * 127.5)).toBeLessThan(0.51)
    }
  }
}, 240_000)

test('with several critic steps each has its own, and G draws afresh', async () => {
  const options = { objective: 'wgan-gp', lambda: 10, criticSteps: 2 }
  const seen = await inPage<Result<'looked'>>('looked', options)
  const critic = [['real'], ['real', 'fake'], onReal, onFake, gradientsD, gradientsD]
  const left = gradientsD
  expect(known(seen)).toEqual([
    ...critic,
    ...critic,
    left,
    left,
    [...onAgain, '∇D'],
    [...onAgain, '∇G'],
    [...onAgain, '∇G'],
  ])
  expect(seen.fakes).toBe(3)
  const { losses } = seen.looks.at(-1) ?? seen.before
  const penalty = (losses.D ?? 0) - (losses.real ?? 0) - (losses.fake ?? 0)
  // λ (‖∇D‖ - 1)² of a D that is nearly flat.
  expect(penalty).toBeGreaterThan(1)
  expect(penalty).toBeLessThan(10.5)
}, 240_000)
