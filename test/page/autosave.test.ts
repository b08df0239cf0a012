// The page keeps the run: after a reload it goes on to the same bits.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import {
  acceptDialogs,
  pause as pauseRun,
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

const pause = () => pauseRun(studio)
const dialogs = () => acceptDialogs(studio)

it('a reload in mid-training offers the run, which goes on to the bits of an undisturbed one', async () => {
  await studio.ready()
  const warned = dialogs()
  await studio.page.click('#run')
  await studio.reaches('step', 3)
  // The state of the first step is in the storage.
  await studio.reads('kept-runs', /^Kept runs: 1, /)
  await studio.page.reload()
  expect(warned).toEqual([])
  await studio.reads('go-on', /^Go on with step \d+$/)
  const kept = Number((await studio.text('go-on')).replace(/\D/g, ''))
  expect(kept).toBeGreaterThan(0)
  await studio.says(/^Ready/)
  await studio.page.click('#go-on')
  await studio.says(/^Training\.$/)
  await studio.reaches('step', kept + 2)
  const at = await pause()
  const resumed = await saved()
  // The curves have their past.
  const isOffered = () => studio.page.$eval('#offer', (offer) => !Reflect.get(offer, 'hidden'))
  expect(await isOffered()).toBe(false)
  await studio.page.click('#reset')
  // Reset leaves the run among those that are kept, and says so.
  await studio.says(new RegExp(`^Ready\\. .* The run before is in Kept runs, at step ${at}\\.$`))
  await studio.reads('go-on', new RegExp(`^Go on with step ${at}$`))
  expect(await isOffered()).toBe(true)
  await iterate(at)
  expect(sumsOf(await saved())).toEqual(sumsOf(resumed))
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
