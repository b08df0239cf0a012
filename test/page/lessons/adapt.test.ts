// Lesson "A model meets another world": two domains, statistics taken again, and an attempt, with and without a GPU.

import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { SMALL, Studio } from '../../support/studio'

let studio: Studio

beforeAll(async () => {
  studio = await Studio.launch()
})

afterAll(() => studio?.end())

afterEach(async () => {
  expect(await studio.close()).toEqual([])
})

const LESSON = `${SMALL}#lessons/adapt/all`

const status = (what: RegExp) => studio.reads('adapt-status', what)
const press = (id: string) => studio.page.click(`#adapt-${id}`)
const percent = async (id: string) => Number.parseFloat(await studio.text(id))

/** The crosses of a map. */
const crosses = (id: string) =>
  studio.page.$$eval(`#${id} .away`, (paths) =>
    paths.map((path) => path.getAttribute('d') ?? '').join(),
  )

it('measures both domains, takes statistics, and adapts step by step', async () => {
  await studio.open(LESSON)
  await studio.reads('adapt-open', /^Everything in this chapter is computed by your GPU/)
  expect(await percent('adapt-before-source')).toBeGreaterThan(98)
  expect(await percent('adapt-before-target')).toBeCloseTo(69.8, 0)
  const before = await crosses('adapt-map-before')
  expect(before.split('M')).toHaveLength(251)
  // The same features on a map of another size.
  const atStart = await crosses('adapt-map')
  expect(atStart.split('M')).toHaveLength(251)

  await press('retake')
  await studio.reads('adapt-retaken', /^7[1-4]\.\d %$/)
  expect(await crosses('adapt-map-retaken')).not.toBe(before)

  // Paused while the first steps are under way, it ends with them.
  await press('run')
  await studio.reads('adapt-run', /^Pause$/)
  await press('run')
  await status(/^Step [1-9]\d+ of 1,500/)
  await studio.page.waitForSelector('#adapt-restart:not([disabled])')
  expect(await studio.text('adapt-run')).toBe('Start')
  expect(await crosses('adapt-map')).not.toBe(atStart)
  expect(await studio.number('adapt-d-source')).toBeGreaterThan(0.4)

  await studio.page.click('[data-attempt=features]')
  await status(/^Step 0 of 400/)
  expect(await studio.page.$eval('#adapt-attempt', (each) => Reflect.get(each, 'value'))).toBe(
    'features',
  )
  expect(await crosses('adapt-map')).toBe(atStart)
})

it('shows recorded attempts without WebGPU', async () => {
  await studio.withoutGpu(async (prepare) => {
    const page = await studio.open(LESSON, { prepare })
    await studio.reads('adapt-open', /^There is no GPU here/)
    await page.select('#adapt-attempt', 'unlucky')
    await press('run')
    await status(/step [1-9]\d+ of 400/)
    await press('run')
    await page.waitForSelector('#adapt-restart:not([disabled])')
    expect(await percent('adapt-accuracy')).not.toBe(await percent('adapt-before-target'))
    expect(await studio.number('adapt-d-source')).toBeGreaterThan(0.4)
    await press('restart')
    await status(/step 0 of 400/)
    expect(await percent('adapt-accuracy')).toBe(await percent('adapt-before-target'))
    await press('retake')
    await studio.reads('adapt-retaken', /^72\.6 %$/)
  })
})
