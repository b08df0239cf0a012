// Lesson "Style without pairs": a training, the recorded ones without a GPU, and the pictures in the middle.

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

const LESSON = `${SMALL}#lessons/cycle/all`

const status = (what: RegExp) => studio.reads('cycle-status', what)
const press = (id: string) => studio.page.click(`#cycle-${id}`)

it('stops a training, and begins it again', async () => {
  const page = await studio.open(LESSON)
  await status(/^Choose the losses/)
  expect(await studio.text('cycle-targets')).toBe('–')
  await press('cycle')
  // Started and stopped in one turn: the first picture is still to come.
  await page.$eval('#cycle-train', (button) => {
    if (button instanceof HTMLButtonElement) button.click()
    if (button instanceof HTMLButtonElement) button.click()
  })
  await status(/^Seed 1: iteration 0 of 500/)
  await studio.reads('cycle-train', /^Train the next seed$/)
  expect(await studio.text('cycle-mine-c')).toBe('–')
  const before = await studio.number('cycle-missed')
  await press('train')
  await status(/^Seed 1: iteration [1-9]\d* of 500/)
  expect(await studio.number('cycle-missed')).not.toBe(before)
})

it('shows recorded trainings and pictures without WebGPU', async () => {
  await studio.withoutGpu(async (prepare) => {
    const page = await studio.open(LESSON, { prepare })
    await status(/^Choose the losses/)
    await press('train')
    await status(/^There is no GPU here: the end of a recorded training, seed 1/)
    expect(await studio.text('cycle-outcome')).toBe('merged')
    await press('cycle')
    expect(await studio.text('cycle-outcome')).toBe('–')
    await press('train')
    await studio.reads('cycle-outcome', /^swapped$/)
    expect(await studio.number('cycle-missed')).toBeLessThan(0.05)
    await press('identity')
    await press('train')
    await studio.reads('cycle-outcome', /^partners$/)
    expect(await studio.text('cycle-targets')).toBe('1 2 3')
    expect(await studio.text('cycle-mine-ci')).toBe('p')
    const [inked, back] = [await studio.pixels('cycle-middle'), await studio.pixels('cycle-back')]
    await page.select('#cycle-treatment', 'blur')
    await studio.reads('cycle-kept', /^Colour that returns: 20 %/)
    expect(await studio.pixels('cycle-middle')).not.toEqual(inked)
    expect(await studio.pixels('cycle-back')).not.toEqual(back)
    await page.select('#cycle-treatment', 'drawn')
    await studio.reads('cycle-kept', /^Colour that returns: 2 %/)
    expect(await studio.pixels('cycle-back')).toEqual(await studio.pixels('cycle-pairs-drawnBack'))
  })
})
