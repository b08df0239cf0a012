// The page keeps the run: after a reload it goes on to the same bits.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import {
  acceptDialogs,
  goesOnAfterReload,
  iterate as runIterations,
  savedFiles,
  sumsOf,
} from '../support/saved'
import { Studio } from '../support/studio'

let studio: Studio
const folder = mkdtempSync(join(tmpdir(), 'ganvas-autosave-'))

beforeAll(async () => {
  studio = await Studio.launch()
})

afterAll(async () => {
  await studio?.end()
  rmSync(folder, { recursive: true, force: true })
})

afterEach(async ({ task }) => {
  expect(studio.problems()).toEqual([])
  if (task.result?.state === 'fail') await studio.close()
})

const saved = () => savedFiles(studio)
const iterate = (to: number) => runIterations(studio, to)

it('a reload in mid-training offers the run, which goes on to the bits of an uninterrupted one', async () => {
  await studio.ready()
  const warned = acceptDialogs(studio)
  await goesOnAfterReload(studio)
  expect(warned).toEqual([])
})

it('kept runs are listed, saved as files, and deleted', async () => {
  await studio.ready()
  await iterate(2)
  await studio.reads('kept-runs', /^Kept runs: /)
  const now = await saved()
  await studio.page.click('#reset')
  await studio.says(/^Ready/)
  await studio.reads('go-on', /^Go on with step 2$/)
  await studio.page.click('#kept-runs summary')
  await studio.page.waitForSelector('.kept-list li')
  expect(await studio.text('kept-runs')).toMatch(/Digits, hinge, DCGAN, seed 3Step 2, /)
  const first = '.kept-list li:first-child button'
  expect(sumsOf(await savedFiles(studio, `${first}:nth-of-type(2)`))).toEqual(sumsOf(now))
  const count = () => studio.page.$$eval('.kept-list li', (items) => items.length)
  for (let left = await count(); left > 0; left--) {
    await studio.page.click(`${first}:nth-of-type(3)`)
    await studio.reads('kept-runs', /Delete for good/)
    await studio.page.click(`${first}:nth-of-type(3)`)
    await studio.page.waitForFunction(
      (left) => document.querySelectorAll('.kept-list li').length === left - 1,
      {},
      left,
    )
  }
  expect(await studio.text('kept-runs')).toMatch(/^Kept runs: 0/)
  expect(await studio.page.$eval('#offer', (offer) => Reflect.get(offer, 'hidden'))).toBe(true)
  await studio.close()
})

it('address and form say what the run uses, until Reset', async () => {
  await studio.ready()
  await iterate(1)
  const search = () => studio.page.evaluate(() => location.search)
  const before = await search()
  await studio.page.select('#objective', 'lsgan')
  await studio.reads(
    'choice-hint',
    /^The run uses Objective hinge\b.*; Reset to use the new settings\.$/,
  )
  expect(await search()).toBe(before)
  await studio.page.select('#data', 'ring')
  await studio.reads('choice-hint', /^The run uses digits; Reset/)
  expect(await search()).toBe(before)
  await studio.page.select('#data', 'mnist')
  await studio.page.click('#reset')
  await studio.says(/^Ready/)
  await studio.reads('choice-hint', /^$/)
  expect(await search()).toContain('objective=lsgan')
  await studio.close()
})
