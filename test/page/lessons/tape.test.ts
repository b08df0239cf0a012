// The lesson on the tape, as a reader sees it: list, steps, counts, sums and times.

import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { recordTape } from '../../../src/page/lessons/tape/record'
import { startOf, thunksOf } from '../../../src/page/lessons/tape/say'
import { SMALL, Studio } from '../../support/studio'
import { askWorker, holdWorker } from '../../support/worker'

const LESSON = `${SMALL}#lessons/tape/all`

/** As recorded on a software adapter. */
const { tape } = recordTape({ count: 64, height: 28, width: 28, channels: 1 }, { software: true })

let studio: Studio

beforeAll(async () => {
  studio = await Studio.launch()
})

afterAll(() => studio?.end())

afterEach(async () => {
  expect(await studio.close()).toEqual([])
})

const said = (dispatch: number) =>
  studio.reads(
    'tape-said',
    new RegExp(`^${dispatch + 1} dispatch(es have| has) run.* gives exactly the bits of `),
  )

/** Texts of the buttons, by dispatch. */
const listed = async (): Promise<Map<number, string>> => {
  const texts = await studio.page.$$eval('.tape-kernel', (all) =>
    all.map(({ textContent }) => textContent ?? ''),
  )
  const split = texts.map((text) => /^(\d+) (\w+)$/.exec(text))
  return new Map(split.map((found) => [Number(found?.[1]), found?.[2] ?? '']))
}

const attributes = (selector: string, name: string) =>
  studio.page.$$eval(
    selector,
    (all, name) => all.map((each) => each.getAttribute(name) ?? ''),
    name,
  )

it('shows the recorded step, goes through it, counts what never ran, adds up and times', async () => {
  const page = await studio.open(LESSON, { prepare: holdWorker })
  await said(startOf(tape.D))

  // Every dispatch of D's step is there, with its kernel and a picture of what it wrote.
  const names = (step: typeof tape.D) => step.dispatches.map(({ entry }, i) => [i, entry] as const)
  expect(await listed()).toEqual(new Map(names(tape.D)))
  const { values } = await askWorker(page, 'tapeRun', 'D')
  const [, gathered] = tape.D.dispatches
  const { at = 0 } = gathered?.outputs[0] ?? {}
  const pixels = await page.$eval('#tape-1 canvas', (canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) return []
    const { width, height } = canvas
    return [...(canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? [])]
  })
  // Four digits of the batch, a column between them.
  expect(pixels.length).toBe(4 * 131 * 32)
  for (const [image, y, x] of [
    [0, 16, 16],
    [1, 14, 15],
    [3, 20, 12],
  ] as const) {
    const value = values[at + (image * 32 + y) * 32 + x] ?? 0
    expect(pixels[4 * (y * 131 + image * 33 + x)]).toBe(Math.round(255 * (0.5 + value / 2)))
  }

  // A few numbers are shown as numbers: a loss as it was computed.
  const loss = tape.D.dispatches.findIndex(({ entry }) => entry === 'score_loss')
  const lossOf = (await askWorker(page, 'tape')).D.dispatches[loss]
  const written = values[lossOf?.outputs[0]?.at ?? 0] ?? Number.NaN
  expect(await studio.text(`tape-${loss}`)).toBe(`${written.toPrecision(3)}${loss} score_loss`)
  // A thunk without dispatches names the one that wrote its gradient.
  const fates = await page.$$eval('[data-fate="ran"] .tape-fate', (all) =>
    all.map((each) => each.textContent),
  )
  expect(fates).toContain(`already written by ${loss} score_loss, on the way forward`)

  // Step by step, and in a jump to the end, where all gradients are there.
  await page.focus('#tape-at')
  await page.keyboard.press('Home')
  await said(0)
  for (const dispatch of [1, 2, 3]) {
    await page.click('#tape-next')
    await said(dispatch)
  }
  // The number of workgroups depends on the adapter.
  const third = (await askWorker(page, 'tape')).D.dispatches[3]
  expect(third?.entry).toBe('convolve_adjoint')
  const groups = `${third?.workgroups}, of ${third?.workgroupSize} invocations each`
  expect(await studio.text('tape-groups')).toBe(groups)
  await studio.reads('tape-said', /Of D’s 8 gradients 0 are there\.$/)
  await page.focus('#tape-at')
  await page.keyboard.press('End')
  await said(tape.D.dispatches.length - 1)
  await studio.reads('tape-said', /Of D’s 8 gradients 8 are there\.$/)

  // Pointing at an op shows both its sides, and when they ran.
  const place = tape.D.ops.findIndex(({ op, layer }) => op === 'conv2d' && layer === 'main.2')
  const conv = tape.D.ops[place]
  await page.hover(`#tape-op-${place}`)
  expect(await attributes('.tape-row.lit', 'id')).toEqual([`tape-op-${place}`])
  const bars = await attributes('#tape-bars rect', 'class')
  const both = [...(conv?.forward ?? []), ...(conv?.thunks ?? []).flatMap((t) => t.dispatches)]
  expect(both.length).toBe(5)
  for (const i of both) expect(bars[i]).toMatch(/ lit$/)

  // G's step goes through D and leaves D's weights alone.
  expect(await attributes('#tape-never-said', 'data-made')).toEqual(['1'])
  await page.click('#tape-step-G')
  await said(startOf(tape.G))
  const own = names(tape.G).slice(tape.G.first)
  const shared = tape.G.ops.flatMap(({ forward }) => forward.filter((i) => i < tape.G.first))
  const expected = [...own, ...shared.map((i) => [i, tape.G.dispatches[i]?.entry ?? ''] as const)]
  expect(await listed()).toEqual(new Map(expected))
  const made = thunksOf(tape.G).filter(({ fate }) => fate === 'made')
  expect(made.length).toBe(9)
  expect(
    await page.$$eval('#tape-made code', (all) => all.map((each) => each.textContent)),
  ).toEqual(made.map(({ owner, of }) => (owner ? `${owner} ${of}` : of)))

  // Each is timed alone; the stamps are rounded as a browser would.
  await page.click('#tape-measure')
  await studio.reads(
    'tape-measured',
    new RegExp(`^The ${own.length} dispatches alone: .* in one pass: `),
  )
  const times = (await attributes('#tape-bars rect', 'data-ms')).map(Number)
  expect(times.length).toBe(own.length)
  for (const ms of times) expect(ms).toBeGreaterThan(0)
  if (await page.$('#tape-rounding')) {
    const rounded = (await attributes('#tape-rounded', 'data-ns'))[0]?.split(' ').map(Number) ?? []
    expect(rounded.length).toBe(12)
    for (const ns of rounded) expect(ns % 100_000).toBe(0)
  }

  // With separate halves, each parameter's gradient is the sum of two.
  const parts = (await attributes('#tape-sums [data-parts]', 'data-parts')).map((text) =>
    text.split(' ').map(Number),
  )
  expect(parts.length).toBe(8)
  for (const [fake = 0, real = 0, sum] of parts) expect(Math.fround(fake + real)).toBe(sum)
  await page.click('#tape-step-apart')
  await said(startOf(tape.apart))
  expect((await listed()).size).toBe(tape.apart.dispatches.length)

  await page.type('.question input', '11')
  await page.click('#answer')
  await studio.reads('verdict', /^Yes\./)
})
