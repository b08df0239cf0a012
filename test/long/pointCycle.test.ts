// The lesson "Style without pairs" on the page: a training to its end, which is counted.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { SMALL, Studio } from '../support/studio'

let studio: Studio

beforeAll(async () => {
  studio = await Studio.launch()
})

afterAll(() => studio?.end())

it('counts a training when it is complete', async () => {
  await studio.open(`${SMALL}#lessons/cycle/all`)
  await studio.reads('cycle-status', /^Choose the losses/)
  await studio.page.click('#cycle-cycle')
  await studio.page.click('#cycle-train')
  await studio.reads('cycle-status', /^Seed 1: iteration 500 of 500/)
  await studio.reads('cycle-mine-c', /^[msp]$/)
  expect(await studio.number('cycle-missed')).toBeLessThan(0.1)
  expect(await studio.close()).toEqual([])
})
