// Lesson "One step of a GAN": turns and rounds as a reader plays them, with and without a GPU.

import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { barriersInAllLooks } from '../../support/barriers'
import { SMALL, Studio } from '../../support/studio'

let studio: Studio

beforeAll(async () => {
  studio = await Studio.launch()
})

afterAll(() => studio?.end())

afterEach(async () => {
  expect(await studio.close()).toEqual([])
})

const LESSON = `${SMALL}#lessons/onestep/all`

const status = (what: RegExp) => studio.reads('onestep-status', what)
const press = (id: string) => studio.page.click(`#onestep-${id}`)

it('plays turn by turn, then by rounds, and starts over', async () => {
  await studio.open(LESSON)
  await status(/^Round 0, computed by your GPU/)
  const [before, real] = [await studio.text('onestep-push'), await studio.number('onestep-real')]
  await press('turn')
  await status(/^Round 0, .* G's turn is next/)
  expect(await studio.number('onestep-real')).not.toBe(real)
  await press('turn')
  await status(/^Round 1, .* D's turn is next/)
  expect(await studio.text('onestep-push')).not.toBe(before)
  await press('run')
  await status(/^Round ([3-9]|\d\d+),/)
  await press('run')
  expect(await studio.text('onestep-run')).toBe('Run')
  await studio.page.waitForSelector('#onestep-begin:not([disabled])')
  await press('begin')
  await status(/^Round 0,/)
  expect(await studio.text('onestep-push')).toBe(before)
})

it('shows recorded games without WebGPU, and has no barrier', async () => {
  await studio.withoutGpu(async (prepare) => {
    const page = await studio.open(LESSON, { prepare })
    await status(/^There is no GPU here: a recorded game, round 0/)
    await press('turn')
    await status(/round 0\. G's turn is next/)
    expect(await barriersInAllLooks(page)).toEqual([])
    await page.select('#onestep-game', 'win')
    await status(/round 0\. D's turn is next/)
    await press('run')
    await page.waitForSelector('#onestep-run[disabled]')
    await status(/round 20\./)
    expect(await studio.number('onestep-push')).toBeLessThan(0.05)
    expect(await studio.number('onestep-fake')).toBeLessThan(0.1)
  })
})
