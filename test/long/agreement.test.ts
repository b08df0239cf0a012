// Two ways to one result: Compare's scores are the library's, and `ganvas evaluate` says the same in Chrome as in Node.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Evaluation } from '../../src/cli/folder/evaluation'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import { parseMnist } from '../../src/data/mnist'
import { prepared } from '../../src/data/prepare'
import { evaluate } from '../../src/gan/judge/evaluate'
import { digitShape, openJudge } from '../../src/gan/judge/judgeFile'
import type { Metric } from '../../src/gan/judge/report'
import { slice } from '../../src/page/lab/judged'
import type { studioScenarios } from '../scenarios/studio'
import { inPage } from '../support/browser'
import { loadDigits, pick, range } from '../support/digits'
import { idx } from '../support/idx'
import { scored } from '../support/scored'
import { SMALL, Studio } from '../support/studio'
import { ownCache, tell } from '../support/terminal'

type Evaluated = Awaited<ReturnType<(typeof studioScenarios)['evaluatedRun']>>

const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
const at = (...parts: string[]) => join(folder, ...parts)
ownCache(at('cache'))

let studio: Studio

beforeAll(async () => {
  studio = await Studio.launch()
})

afterAll(async () => {
  await studio?.end()
  rmSync(folder, { recursive: true, force: true })
})

it("Compare's pictures and scores are the library's", async () => {
  const { page } = await openEquals()
  await page.click('#compare-run')
  await studio.reaches('rival-0-step', 3)
  await page.click('#compare-run')
  await studio.reads('compare-status', /^Paused at step [\d,]+\.$/)
  const step = await studio.number('rival-0-step')
  await studio.reads('rival-0-score-step', new RegExp(`^${step}$`))
  const settings = { objective: 'lsgan', seed: 3, width: 1, latent: 8, batchSize: 8 } as const
  const alone = await inPage<Evaluated>('evaluatedRun', settings, step, 500)
  expect(Buffer.compare(await studio.pixels('rival-0-samples'), alone.picture)).toBe(0)
  for (const i of [0, 1]) {
    expect(await studio.text(`rival-${i}-distance`)).toBe(alone.frechet.toPrecision(3))
    expect(await studio.number(`rival-${i}-hit`)).toBe(alone.hit)
  }
  expect(await studio.text('score-floor')).toBe(alone.floor.toPrecision(3))
  expect(await studio.close()).toEqual([])
})

async function openEquals(): Promise<Studio> {
  await studio.open(`${SMALL}&rivals=lsgan,lsgan#compare`)
  await studio.page.waitForSelector('#compare-run:not([disabled])')
  return studio
}

it('Compare scores as `ganvas evaluate` does', async () => {
  const gpu = await openNodeGpu()
  const bytes = readFileSync('src/data/mnist/judge.safetensors')
  const judge = openJudge(gpu, { bytes, name: 'judge', shape: digitShape })
  const digits = await parseMnist(readFileSync('src/data/mnist/mnist.bin.gz'))
  // Few of them: `evaluate` compares each image with each.
  const [train, heldOut] = [slice(digits.train, 0, 500), slice(digits.heldOut, 0, 100)]
  const generated = slice(digits.train, 500, 100)
  const { imageSize } = digitShape
  const report = await evaluate(gpu, { generated, train, heldOut, imageSize, judge })
  const known = await judge.look(prepared(train, imageSize))
  const { frechet, hit } = await scored(judge, generated, known)
  await judge.destroy()
  // In another order of images, sums round otherwise.
  expect(frechet / (report.generated.frechet?.mean ?? 0)).toBeCloseTo(1, 4)
  expect(hit).toBe(report.classes?.hit)
})

it('evaluate says the same in both runtimes', async () => {
  const small = ['--width', '4', '--batch-size', '8', '--latent', '8', '--steps', '1']
  expect((await tell('train', ...small, '--out', at('run'))).status).toBe(0)
  mkdirSync(at('digits'))
  const { train, heldOut } = await loadDigits()
  for (const [name, { count, pixels, labels }] of [
    ['train', pick(train, range(0, 200))],
    ['t10k', pick(heldOut, range(0, 70))],
  ] as const) {
    writeFileSync(at('digits', `${name}-images-idx3-ubyte`), idx(8, [count, 28, 28], pixels))
    writeFileSync(at('digits', `${name}-labels-idx1-ubyte`), idx(8, [count], labels))
  }
  const of = async (runtime: string): Promise<Evaluation> => {
    const other = ['--data', at('digits'), '--changed-data']
    const args = ['--checkpoint', at('run'), ...other, '--count', '70']
    const json = ['--json', at(`${runtime}.json`), '--runtime', runtime]
    expect((await tell('evaluate', ...args, ...json)).status).toBe(0)
    return JSON.parse(readFileSync(at(`${runtime}.json`), 'utf8'))
  }
  const [a, b] = [await of('node'), await of('chrome')]
  for (const [metric, value] of Object.entries(a.real)) {
    const other = b.real[metric as Metric] ?? Number.NaN
    // Roundings of the judge; counts of images may differ by one or two.
    const counted = ['precision', 'recall', 'density', 'coverage'].includes(metric)
    const off = Math.abs(value - other)
    expect(off, metric).toBeLessThan(1e-3 * Math.abs(value) + (counted ? 0.02 : 1e-3))
  }
  expect(b.accuracy).toBeCloseTo(a.accuracy ?? 0, 2)
})
