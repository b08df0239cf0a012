// The page responds while it works: length of its longest task. Nothing else runs meanwhile.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import type { ElementHandle } from 'puppeteer'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { longestTask } from '../support/mainThread'
import { picture, pngOf } from '../support/own'
import { Studio } from '../support/studio'

let studio: Studio

/** Milliseconds of a long task: https://www.w3.org/TR/longtasks-1/ */
const LONG = 50

beforeAll(async () => {
  studio = await Studio.launch()
})

afterAll(() => studio?.end())

afterEach(async () => {
  expect(await studio.close()).toEqual([])
})

it('while it trains, and shows samples soon', async () => {
  const page = await studio.open('?seed=1')
  await studio.says(/^Ready/)
  const longest = await longestTask(page, async () => {
    const pressed = Date.now()
    await page.click('#run')
    await studio.reaches('picture-step', 1)
    expect(Date.now() - pressed).toBeLessThan(10_000)
    await studio.reaches('step', 20)
  })
  expect(longest).toBeGreaterThan(1)
  expect(longest).toBeLessThanOrEqual(LONG)
})

it('while a thousand images are read; reading can be stopped', async () => {
  const page = await studio.open()
  await studio.says(/^Ready/)
  const folder = mkdtempSync(join(tmpdir(), 'ganvas-answers-'))
  const images = Array.from({ length: 1010 }, (_, n) => [`${n}.png`, pngOf(picture(n % 7, 32, 32))])
  const path = join(folder, 'many.zip')
  writeFileSync(path, zipSync(Object.fromEntries(images), { level: 0 }))
  const input = (await page.$('#own-files')) as ElementHandle<HTMLInputElement>
  const longest = await longestTask(page, async () => {
    await input.uploadFile(path)
    await studio.reads('own-progress', /^(Looking at|Reading) [\d,]+ of 1,01\d (files|images)…$/)
    await page.click('#own-stop')
    expect(await page.$('#own-progress')).toBeNull()
    await input.uploadFile(path)
    await studio.reads('own-said', /^1,010 images, 32 × 32, colour\.$/)
    await studio.says(/^Ready\.$/)
    expect(await page.$('#own-few')).toBeNull()
  })
  rmSync(folder, { recursive: true })
  expect(longest).toBeGreaterThan(1)
  expect(longest).toBeLessThanOrEqual(LONG)
})
