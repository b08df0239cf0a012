// Lesson "Tiles": the loads recorded by the invocations of both kernels are those of the formulas,
// step by step, and both kernels compute the same sums.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { flopOf, mostSplits, problemOf, productOf } from '../../../src/ops/convProblem'
import { ruleOf } from '../../../src/ops/convRule'
import {
  bytesOf,
  constantsOf,
  groupsOf,
  plainLoads,
  type Tile,
  tiledLoads,
} from '../../../src/page/lessons/tiles/shape'
import { movedBy, stepsOnPaper } from '../../../src/page/lessons/tiles/steps'
import { LAYERS, mostParts, split, sumsOfLayer } from '../../../src/page/lessons/tiles/third'
import { SMALL, Studio } from '../../support/studio'
import { askWorker, holdWorker } from '../../support/worker'

const LESSON = `${SMALL}#lessons/tiles/all`

let studio: Studio

beforeAll(async () => {
  studio = await Studio.launch()
})

afterAll(() => studio?.end())

const slide = (id: string, value: number) =>
  studio.page.$eval(
    `#${id}`,
    (input, value) => {
      if (!(input instanceof HTMLInputElement)) return
      input.value = String(value)
      input.dispatchEvent(new Event('input', { bubbles: true }))
    },
    value,
  )

const lit = (what: string): Promise<number> =>
  studio.page.$eval(
    `.tiles-walk .tiles-matrices ${what}`,
    (path) => (path.getAttribute('d') ?? '').split('M').length - 1,
  )

const count = (value: number): string => value.toLocaleString('en')

it('loads are what the formulas say, step by step, and sums are the same', async () => {
  const page = await studio.open(LESSON, { prepare: holdWorker })
  await studio.reads('tiles-source', /^As recorded by the invocations/)
  const tiles: Tile[] = [
    { rows: 8, columns: 8, depth: 8, high: 2 },
    { rows: 16, columns: 4, depth: 4, high: 1 },
    { rows: 4, columns: 16, depth: 16, high: 4 },
  ]
  for (const tile of tiles) {
    const { steps, error, adapter } = await askWorker(page, 'tilesRun', tile)
    expect(movedBy(steps.plain.flat())).toEqual(plainLoads)
    expect(movedBy(steps.tiles.flat())).toEqual(tiledLoads(tile))
    expect(steps.tiles).toHaveLength(groupsOf(tile))
    for (const rung of ['plain', 'tiles'] as const) {
      for (const [group, told] of steps[rung].entries()) {
        expect(told, `${rung}, workgroup ${group}`).toEqual(stepsOnPaper(rung, tile, group))
      }
      // Each result is stored once.
      const stored = steps[rung].flat().flatMap(({ by }) => by.flatMap(({ result }) => result))
      expect(stored.toSorted((a, b) => a - b)).toEqual([...Array(256).keys()])
      expect(error[rung]).toBeGreaterThan(0)
      expect(error[rung]).toBeLessThan(8)
    }
    expect(adapter.memory).toBeGreaterThanOrEqual(bytesOf(tile))
  }
})

it('the page walks through it: fill, barrier, read, store', async () => {
  const { page } = studio
  await slide('tiles-rows', 4)
  await slide('tiles-high', 2)
  const tile: Tile = { rows: 16, columns: 8, depth: 8, high: 4 }
  await studio.reads('loads-tiles-global', new RegExp(`/ ${count(tiledLoads(tile).global)}$`))
  for (const [rung, loads] of Object.entries({ plain: plainLoads, tiles: tiledLoads(tile) })) {
    for (const [name, value] of Object.entries(loads)) {
      const both = `${count(value)} / ${count(value)}`
      expect(await studio.text(`loads-${rung}-${name}`)).toBe(both)
    }
  }
  expect(await studio.text('tiles-verdict')).toContain('10.7 times less often')
  const { LANES_DOWN, LANES_ACROSS } = constantsOf(tile)
  const seen: string[] = []
  const texts: string[] = []
  for (let at = 0; at < 7; at++) {
    seen.push(await page.$eval('#tiles-said', (said) => said.getAttribute('data-phase') ?? ''))
    texts.push(await studio.text('tiles-said'))
    if (at < 2) {
      // A tile's 16 rows and 8 columns of 8 taps come to workgroup memory: each number once.
      expect(await studio.number('tiles-global')).toBe(192)
      expect(await lit('.touched[data-of="x"]')).toBe(at === 0 ? 128 : 0)
      expect(await lit('.touched[data-of="weight"]')).toBe(at === 0 ? 64 : 0)
    }
    if (at === 2) {
      // An invocation keeps 4 × 4 sums.
      expect([await lit('.mine[data-of="x"]'), await lit('.mine[data-of="weight"]')]).toEqual([
        32, 32,
      ])
      expect(await lit('.sums')).toBe(16)
      expect(await studio.number('tiles-shared')).toBe(8 * 64)
    }
    if (at < 6) await page.click('#tiles-next')
  }
  expect(seen).toEqual(['fill', 'barrier', 'read', 'fill', 'barrier', 'read', 'store'])
  expect(texts[2]).toContain(`x in workgroup memory is read by ${LANES_ACROSS} invocations`)
  expect(texts[2]).toContain(`of the weight by ${LANES_DOWN} invocations`)
  expect(await lit('.touched[data-of="result"]')).toBe(128)
  // By keys too.
  await page.focus('#tiles-step')
  await page.keyboard.press('Home')
  await studio.reads('tiles-said', /^Fill, chunk 0/)
  await page.keyboard.press('ArrowRight')
  await studio.reads('tiles-said', /^Barrier/)
  await page.select('#tiles-rung', 'plain')
  await studio.reads('tiles-said', /4 different numbers of x, each 16 times/)
  expect(await studio.number('tiles-global')).toBe(128)
  // The error of a tile is gone as soon as another is chosen.
  await page.workers()[0]?.evaluate(() => {
    const { createBuffer } = GPUDevice.prototype
    GPUDevice.prototype.createBuffer = () => {
      GPUDevice.prototype.createBuffer = createBuffer
      throw new Error('no room')
    }
  })
  await page.select('#tiles-rung', 'tiles')
  await page.$eval('#tiles-high', (input) => {
    for (const value of ['1', '0']) {
      if (input instanceof HTMLInputElement) input.value = value
      input.dispatchEvent(new Event('input', { bubbles: true }))
    }
  })
  await studio.reads('tiles-source', /^As recorded by the invocations/)
  const memory = await page.$eval('#tiles-bytes', (said) => Number(said.getAttribute('data-most')))
  expect(memory).toBeGreaterThanOrEqual(2 ** 14)
})

it('shows the machine code of two kernels', async () => {
  const { page } = studio
  await studio.reads('machine-counts', /multiply-adds\s*512\s*512/)
  expect(await studio.text('machine-code')).toMatch(/^s_add_u32/)
  await page.select('#machine-kernel', '0')
  await studio.reads('machine-code', /^s_mov_b32/)
})

it('times four kernels, and its question is answered', async () => {
  await studio.page.click('#tiles-time')
  await studio.reads('tiles-timed', /^For \d+ images, by the (GPU’s timestamps|wall clock)/)
  for (const name of ['plain', 'tiles', 'large', 'register']) {
    expect(await studio.number(`time-${name}`)).toBeGreaterThan(0)
  }
  // The third sum, of D's first block.
  expect(await studio.text('third-sums')).toMatch(/3,072.*16,384/s)
  await slide('third-splits', 7)
  await studio.reads('third-terms', /^128$/)
  expect(await studio.text('third-invocations')).toBe('393,216')
  await studio.page.select('#third-layer', '1')
  await studio.reads('third-terms', /^32$/)
  await studio.page.type('.question input', '12')
  await studio.page.click('#answer')
  await studio.reads('verdict', /^Yes\./)
  expect(await studio.close()).toEqual([])
})

it.each(LAYERS)('$title: the three sums are those that the kernels make', (layer) => {
  const { title: _, rule, stride, ...sides } = layer
  const [H, W] = [sides.P * stride, sides.Q * stride]
  const window = { STRIDE_H: stride, STRIDE_W: stride, PADDING_H: 1, PADDING_W: 1 }
  const geometry = { ...sides, H, W, ...window, DILATION_H: 1, DILATION_W: 1 }
  const entries = {
    forward: 'convolve',
    input: 'convolve_adjoint',
    weight: 'weight_gradient',
  } as const
  const sums = sumsOfLayer(layer)
  for (const name of ['forward', 'input', 'weight'] as const) {
    const problem = problemOf(entries[name], geometry)
    const { rows, columns, terms, phases } = productOf(problem)
    expect(sums[name]).toEqual({ results: rows * columns * phases, terms })
    // All three make the same products.
    expect(2 * sums[name].results * sums[name].terms).toBe(flopOf(problem))
  }
  const problem = problemOf('weight_gradient', geometry)
  expect(2 ** mostParts(layer)).toBe(mostSplits(problem))
  expect(ruleOf(problem, { software: false }).constants['SPLITS']).toBe(rule)
  const parts = split(layer, rule)
  expect(parts.invocations * parts.terms).toBe(sums.weight.results * sums.weight.terms)
})
