// A judge that learns all digits knows those that it has never seen, and each distance grows as images get worse. The
// distances take the judge that comes with the project.

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { perform } from '../../src/ask'
import { learnJudge } from '../../src/cli/folder/judgeCache'
import { type AskGpu, jobs } from '../../src/cli/gpu/jobs'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import type { ImageSet } from '../../src/data/imageSet'
import { prepared } from '../../src/data/prepare'
import { blocksOf, evaluate } from '../../src/gan/judge/evaluate'
import { FEATURES, type Judge, judgeRecipe } from '../../src/gan/judge/judge'
import { digitShape, openJudge } from '../../src/gan/judge/judgeFile'
import { classesOf } from '../../src/gan/judge/metrics/classes'
import type { Metric, Report } from '../../src/gan/judge/report'
import type { Gpu } from '../../src/gpu/device'
import { Random } from '../../src/nn/philox'
import { type Labelled, loadDigits, pick, range } from '../support/digits'

/** Times that a judge sees all digits here: a part of the recipe's, with which it must already know as many. */
const EPOCHS = 6

/** The judge that comes with the project, which has learned by the whole recipe. */
const KEPT = 'src/data/mnist/judge.safetensors'

let gpu: Gpu
let judge: Judge
let train: Labelled
let heldOut: Labelled

beforeAll(async () => {
  gpu = await openNodeGpu()
  ;({ train, heldOut } = await loadDigits())
  judge = openJudge(gpu, { bytes: readFileSync(KEPT), name: KEPT, shape: digitShape })
})

afterAll(async () => {
  await judge.destroy()
  gpu.close()
})

const ask = ((name: string, ...args: unknown[]) => perform(jobs, gpu, name, args)) as AskGpu

describe('a judge that learns', () => {
  let learned: Judge

  beforeAll(async () => {
    const recipe = { ...judgeRecipe, epochs: EPOCHS }
    const bytes = await learnJudge(ask, { shape: digitShape, recipe, set: train })
    learned = openJudge(gpu, { bytes, name: 'learned', shape: digitShape })
  })

  afterAll(() => learned.destroy())

  test('names at least 98.0 % of the 1,000 digits that it has never seen', async () => {
    const { probabilities, features } = await learned.look(prepared(heldOut, 32))
    let right = 0
    for (let n = 0; n < heldOut.count; n++) {
      const row = probabilities.subarray(10 * n, 10 * n + 10)
      expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4)
      if (row.indexOf(Math.max(...row)) === heldOut.labels[n]) right++
    }
    expect(heldOut.count).toBe(1000)
    expect(right / heldOut.count).toBeGreaterThanOrEqual(0.98)
    expect(features).toHaveLength(1000 * FEATURES)
  })

  test('names digits on grey ground too, as a generator may draw them', async () => {
    const grey = prepared(heldOut, 32).map((value) => 0.85 * value + 0.1)
    const { probabilities } = await learned.look(grey)
    const named = classesOf(probabilities, 10)
    const right = named.filter((k, n) => k === heldOut.labels[n]).length
    expect(right / heldOut.count).toBeGreaterThanOrEqual(0.97)
  })
})

describe('numbers get worse as images do', () => {
  const COUNT = 400
  const measured = new Map<string, Report>()

  /** Real images used on neither side, made worse. */
  async function of(name: string, spoil: (set: Labelled) => ImageSet): Promise<Report> {
    const report =
      measured.get(name) ??
      (await evaluate(gpu, {
        generated: spoil(pick(train, range(2000, COUNT))),
        train: pick(train, range(0, COUNT)),
        heldOut: pick(heldOut, range(0, COUNT)),
        imageSize: 32,
        judge,
      }))
    measured.set(name, report)
    return report
  }

  const value = (report: Report, metric: Metric) => report.generated[metric]?.mean ?? Number.NaN

  function noisy(level: number) {
    const random = new Random(1, 99)
    return (set: ImageSet): ImageSet => ({
      ...set,
      pixels: Uint8Array.from(set.pixels, (byte) =>
        Math.min(255, Math.max(0, byte + random.normal(0, 255 * level))),
      ),
    })
  }

  /** Each pixel becomes the mean of a square around it. */
  function blurred(radius: number) {
    return (set: ImageSet): ImageSet => {
      const pixels = set.pixels.map((_, i) => {
        const [n, y, x] = [Math.floor(i / 784), Math.floor(i / 28) % 28, i % 28]
        let [sum, count] = [0, 0]
        for (let v = Math.max(0, y - radius); v <= Math.min(27, y + radius); v++) {
          for (let u = Math.max(0, x - radius); u <= Math.min(27, x + radius); u++) {
            sum += set.pixels[n * 784 + v * 28 + u] ?? 0
            count++
          }
        }
        return sum / count
      })
      return { ...set, pixels }
    }
  }

  function without(dropped: number) {
    return (): ImageSet => {
      const left = range(2000, train.count - 2000).filter((n) => (train.labels[n] ?? 0) >= dropped)
      return pick(train, left.slice(0, COUNT))
    }
  }

  const cases: [string, (level: number) => (set: Labelled) => ImageSet, number[]][] = [
    ['noise', noisy, [0.1, 0.25, 0.5]],
    ['blur', blurred, [1, 2, 3]],
    ['dropped classes', without, [2, 5, 8]],
  ]
  test.each(cases)('%s', async (name, worse, levels) => {
    const reports = [await of('nothing', (set) => set)]
    for (const level of levels) reports.push(await of(`${name} ${level}`, worse(level)))
    for (const metric of ['frechet', 'kernel', 'sliced'] as const) {
      const values = reports.map((report) => value(report, metric))
      expect(values, metric).toEqual(values.toSorted((a, b) => a - b))
      expect(new Set(values).size, metric).toBe(values.length)
    }
    // Spoiled images look less real; where classes are missing, images are real, but not varied. Five
    // standard deviations of a share of that many images lie between.
    const share = name === 'dropped classes' ? 'coverage' : 'precision'
    const [first, last] = [reports[0], reports.at(-1)].map((each) => each && value(each, share))
    const deviation = Math.sqrt(((first ?? 0) * (1 - (first ?? 0))) / COUNT)
    expect(last).toBeLessThan((first ?? 0) - 5 * deviation)
  })

  test('real images measure like held-out ones', async () => {
    const report = await of('nothing', (set) => set)
    expect(report).toMatchObject({ blocks: 1, size: COUNT })
    expect(report.classes?.hit).toBe(10)
    expect(report.accuracy).toBeGreaterThanOrEqual(0.97)
    // Their labels stand for the requested classes.
    expect(report.asked).toBeGreaterThanOrEqual(0.97)
    expect(
      (await of('shifted labels', (set) => ({ ...set, labels: set.labels.map((k) => k ^ 1) })))
        .asked,
    ).toBeLessThan(0.03)
    for (const metric of ['score', 'precision', 'recall', 'density', 'coverage'] as const) {
      const apart = value(report, metric) / (report.real[metric] ?? 0)
      expect(apart, metric).toBeGreaterThan(0.85)
      expect(apart, metric).toBeLessThan(1.15)
    }
  })

  test('a dropped class is missed, and copies are found', async () => {
    const { classes } = await of('dropped classes 8', without(8))
    expect(classes?.hit).toBe(2)
    expect(classes?.divergence).toBeGreaterThan(1)
    const copies = await of('copies', () => pick(train, range(0, COUNT)))
    expect(value(copies, 'nearest')).toBeLessThan(0.05 * (copies.real.nearest ?? 0))
    expect((await of('nothing', (set) => set)).generated.nearest?.mean).toBeGreaterThan(5)
  })

  test('blocks are even and at most as large as the held-out set; each is measured', async () => {
    expect(blocksOf(9000, { least: 65, most: 1000 })).toEqual({ blocks: 9, size: 1000 })
    expect(blocksOf(2500, { least: 65, most: 1000 })).toEqual({ blocks: 3, size: 833 })
    expect(blocksOf(70, { least: 65, most: 1000 })).toEqual({ blocks: 1, size: 70 })
    expect(blocksOf(100, { least: 65, most: 66 })).toEqual({ blocks: 1, size: 65 })
    const report = await of('two blocks', () => pick(train, range(2000, 2 * COUNT)))
    expect(report).toMatchObject({ blocks: 2, size: COUNT })
    expect(report.generated.frechet?.error).toBeGreaterThan(0)
    expect((await of('nothing', (set) => set)).generated.frechet?.error).toBeUndefined()
    const few = { train, heldOut, imageSize: 32, judge, generated: pick(train, range(0, 64)) }
    await expect(evaluate(gpu, few)).rejects.toThrow('64 generated images are too few')
    const larger = { ...few, generated: train, imageSize: 64 }
    await expect(evaluate(gpu, larger)).rejects.toThrow('the judge has learned images 32²')
  })

  test('a file that holds one class after the other measures like any', async () => {
    const rows = range(2000, 2 * COUNT)
    const sorted = rows.toSorted((a, b) => (train.labels[a] ?? 0) - (train.labels[b] ?? 0))
    const report = await of('sorted', () => pick(train, sorted))
    expect(value(report, 'score')).toBeGreaterThan(0.9 * (report.real.score ?? 10))
    expect(value(report, 'coverage')).toBeGreaterThan(0.85 * (report.real.coverage ?? 1))
  })

  test('without labels of held-out images nothing is said of the judge', async () => {
    const [generated, real] = [pick(train, range(2000, 65)), pick(train, range(0, 65))]
    const { labels: _, ...unnamed } = pick(heldOut, range(0, 65))
    const sets = { generated, train: real, heldOut: unnamed }
    const report = await evaluate(gpu, { ...sets, imageSize: 32, judge })
    expect(report.classes?.shares).toHaveLength(10)
    expect(report.accuracy).toBeUndefined()
  })
})
