// The lesson on transposed convolution in the built page: lit pixels, the GPU's counts, and the
// checkerboard, in numbers.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  gatherOf,
  overlaps,
  type Pixel,
  ripple,
  type Setting,
  scatterOf,
} from '../../../src/page/lessons/transposed/ties'
import { SMALL, Studio } from '../../support/studio'

const LESSON = `${SMALL}#lessons/transposed/all`

let studio: Studio

beforeAll(async () => {
  studio = await Studio.launch()
})

afterAll(() => studio?.end())

afterEach(async ({ task }) => {
  expect(studio.problems()).toEqual([])
  // After a failed test the state of the page is unknown.
  if (task.result?.state === 'fail') await studio.close()
})

/** The lesson, opened once for all tests: each moves the sliders to where it begins. */
const ready = async () => {
  const page = studio.isOpen ? studio.page : await studio.open(LESSON)
  await page.waitForSelector('#kernel')
  return page
}

/** Moves the sliders: padding last, since its range depends on the others. */
async function set(setting: Setting): Promise<void> {
  for (const id of ['kernel', 'stride', 'padding'] as const) {
    await studio.page.$eval(
      `#${id}`,
      (input, value) => {
        if (!(input instanceof HTMLInputElement)) return
        input.value = String(value)
        input.dispatchEvent(new Event('input', { bubbles: true }))
      },
      setting[id],
    )
  }
}

/** Waits until the GPU's numbers are there, and reads them. */
async function counted(): Promise<number[]> {
  await studio.reads('transposed-checked', /^The numbers are convTranspose2d of/)
  return studio.page.$$eval('#outputs [data-at]', (cells) =>
    cells.map((cell) => Number(cell.getAttribute('data-value'))),
  )
}

const litOf = (id: string): Promise<string[]> =>
  studio.page.$$eval(`#${id} .lit`, (cells) =>
    cells.map((cell) => cell.getAttribute('data-at') ?? '').sort(),
  )

const places = (pixels: readonly Pixel[]): string[] =>
  [...new Set(pixels.map(({ row, column }) => `${row},${column}`))].sort()

async function hover(id: string, { row, column }: Pixel): Promise<void> {
  const cell = await studio.page.$(`#${id} [data-at="${row},${column}"] rect`)
  await cell?.hover()
  await studio.page.waitForSelector(`#${id} .picked[data-at="${row},${column}"]`)
}

it('counts overlaps as convTranspose2d of ones does on the GPU', async () => {
  await ready()
  for (const setting of [
    { kernel: 4, stride: 2, padding: 1 },
    { kernel: 3, stride: 2, padding: 0 },
    { kernel: 5, stride: 3, padding: 2 },
    { kernel: 2, stride: 3, padding: 0 },
    { kernel: 6, stride: 1, padding: 3 },
  ]) {
    await set(setting)
    expect(await counted()).toEqual(overlaps(setting))
    const checked = await studio.page.$eval('#transposed-checked', (note) =>
      note.getAttribute('data-equal'),
    )
    expect(checked).toBe('true')
    const { kernel, stride } = setting
    expect(await studio.number('taps-all')).toBe(kernel ** 2)
    expect(await studio.number('taps-met')).toBeCloseTo((kernel / stride) ** 2, 2)
    expect(await studio.number('taps-ratio')).toBeCloseTo(stride ** 2, 1)
  }
})

it('lights up what is tied to a pixel, by pointer and by keys', async () => {
  const { keyboard } = await ready()
  const setting = { kernel: 5, stride: 2, padding: 1 }
  await set(setting)
  for (const output of [
    { row: 0, column: 0 },
    { row: 4, column: 5 },
  ]) {
    await hover('outputs', output)
    const ties = gatherOf(output, setting)
    expect(await litOf('inputs')).toEqual(places(ties.map(({ input }) => input)))
    expect(await litOf('taps')).toEqual(places(ties.map(({ tap }) => tap)))
    expect(await studio.text('transposed-said')).toContain(`sums ${ties.length} product`)
    expect(await studio.text('transposed-written')).toMatch(
      output.row === 0 ? /invocation 0 · 9 \+ 0 = 0, / : /invocation 4 · 9 \+ 5 = 41, place 41 /,
    )
  }
  await hover('inputs', { row: 1, column: 3 })
  const stamp = scatterOf({ row: 1, column: 3 }, setting)
  expect(await litOf('outputs')).toEqual(places(stamp.map(({ output }) => output)))
  await studio.page.mouse.move(0, 0)
  await studio.page.focus('#inputs-pick')
  await keyboard.press('ArrowLeft')
  await keyboard.press('ArrowDown')
  await studio.page.waitForSelector('#inputs .picked[data-at="2,2"]')
  const moved = scatterOf({ row: 2, column: 2 }, setting)
  expect(await litOf('outputs')).toEqual(places(moved.map(({ output }) => output)))
})

it('shows the taps and the outputs of a phase', async () => {
  await ready()
  await set({ kernel: 3, stride: 2, padding: 1 })
  await studio.page.click('#phase-A')
  expect(await litOf('taps')).toEqual(['1,1'])
  const even = [0, 2, 4, 6]
  expect(await litOf('outputs')).toEqual(
    places(even.flatMap((row) => even.map((column) => ({ row, column })))),
  )
  expect(await studio.text('phase-D')).toBe('D: 2 × 2')
  // Another kernel has other phases, so the choice is reset.
  await set({ kernel: 1, stride: 3, padding: 0 })
  expect(await studio.text('transposed-said')).toMatch(/^Gather: no tap .* output \(3, 4\)/)
  expect(await studio.text('phase-B')).toBe('B: no taps')
  await studio.page.click('#phase-B')
  expect(await studio.text('transposed-said')).toMatch(/has no taps: its outputs are 0\.$/)
})

describe('the checkerboard', () => {
  /** The greys of a canvas, away from its edge. */
  async function greys(id: string): Promise<number> {
    const pixels = await studio.pixels(id)
    const side = Math.sqrt(pixels.length / 4)
    const inner = Array.from({ length: side ** 2 }, (_, i) => i).filter((i) =>
      [Math.floor(i / side), i % side].every((at) => at >= 6 && at < side - 6),
    )
    return new Set(inner.map((i) => pixels[4 * i])).size
  }

  it('is there where the stride does not divide the kernel, and its cures cure it', async () => {
    await ready()
    for (const [id, kernel] of [
      ['uneven', 3],
      ['uneven-5', 5],
    ] as const) {
      await studio.page.click(`#${id}`)
      const expected = ripple({ kernel, stride: 2 }).toFixed(3)
      await studio.reads('ripple-plain', new RegExp(`^ripple ${expected}$`))
      // Equally many products of one number everywhere, apart from rounding.
      expect(await studio.text('ripple-even')).toBe('ripple 0.000')
      expect(await studio.text('ripple-upsampled')).toBe('ripple 0.000')
      expect(await greys('checkers-plain')).toBe(3)
      expect(await greys('checkers-even')).toBe(1)
      expect(await greys('checkers-upsampled')).toBe(1)
    }
    await studio.reads('ripple-expected', /edge left out: 0\.800, as predicted\./)
    await set({ kernel: 4, stride: 2, padding: 1 })
    await studio.page.click('#board-above')
    await studio.reads('ripple-plain', /^ripple 0\.000$/)
    const flat = await studio.pixels('checkers-input')
    await studio.page.select('#scene', 'digit')
    await studio.page.waitForFunction(() => {
      const canvas = document.querySelector('#checkers-input')
      return canvas instanceof HTMLCanvasElement && canvas.width === 32
    })
    expect(new Set(await studio.pixels('checkers-input')).size).toBeGreaterThan(20)
    expect(new Set(flat).size).toBe(2)
  })
})

it('says what phases save in a real layer, and asks a question that it can check', async () => {
  const page = await ready()
  // 64 images, 8 × 8 inputs of 128 channels, 16 taps, 64 channels out.
  const flop = (2 * 64 * 8 * 8 * 128 * 16 * 64) / 1e9
  await studio.reads(
    'transposed-layer',
    new RegExp(`that is 64 · 8 · 8 · 128 · 16 · 64 · 2 = ${flop.toFixed(2)} GFLOP`),
  )
  expect(await studio.text('transposed-layer')).toContain(`would be ${(4 * flop).toFixed(2)},`)
  await page.type('.question input', '260')
  await page.click('#answer')
  await studio.reads('verdict', /^Yes\./)
})
