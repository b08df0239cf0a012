// The page at its largest: a run of the default size, and a thousand images. How long its thread is at one thing while
// it does them, test/timing/answers.test.ts measures.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import type { ElementHandle } from 'puppeteer'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { picture, pngOf } from '../support/own'
import { SMALL, Studio } from '../support/studio'

let studio: Studio

beforeAll(async () => {
  studio = await Studio.launch()
})

afterAll(() => studio?.end())

afterEach(async () => {
  expect(await studio.close()).toEqual([])
})

it('trains at the default size, and shows samples', async () => {
  const page = await studio.open('?seed=1')
  await studio.says(/^Ready/)
  await page.click('#run')
  await studio.reaches('picture-step', 1)
  await studio.reaches('step', 3)
})

it('reads a thousand images; reading can be stopped', async () => {
  // Without a run of digits, which would be compiled first.
  const page = await studio.open(`${SMALL}&data=own`)
  await studio.says(/^There are no images of your own yet/)
  const folder = mkdtempSync(join(tmpdir(), 'ganvas-answers-'))
  const images = Array.from({ length: 1010 }, (_, n) => [`${n}.png`, pngOf(picture(n % 7, 32, 32))])
  const path = join(folder, 'many.zip')
  writeFileSync(path, zipSync(Object.fromEntries(images), { level: 0 }))
  const input = (await page.$('#own-files')) as ElementHandle<HTMLInputElement>
  await input.uploadFile(path)
  await studio.reads('own-progress', /^(Looking at|Reading) [\d,]+ of 1,01\d (files|images)…$/)
  await page.click('#own-stop')
  expect(await page.$('#own-progress')).toBeNull()
  await input.uploadFile(path)
  await studio.reads('own-said', /^1,010 images, 32 × 32, colour\.$/)
  await studio.says(/^Ready\.$/)
  expect(await page.$('#own-few')).toBeNull()
  rmSync(folder, { recursive: true })
})
