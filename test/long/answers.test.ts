// The page at its largest: a run of the default size, and a thousand images. How long its thread is at one thing while
// it does them, test/timing/answers.test.ts measures.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import type { ElementHandle } from 'puppeteer'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { averaged, gridOf, inOrder, picture, pngOf } from '../support/own'
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

it('takes pictures to 64 pixels, larger ones by averaging', async () => {
  const page = await studio.open(`${SMALL}&data=own&imageSize=64`)
  const folder = mkdtempSync(join(tmpdir(), 'ganvas-answers-'))
  const pictures = Array.from({ length: 16 }, (_, n) => picture(n, 90 + n, 120 - n))
  const named = pictures.map((each, n) => [`${String(n).padStart(2, '0')}.png`, pngOf(each)])
  const path = join(folder, 'large.zip')
  writeFileSync(path, zipSync(Object.fromEntries(named), { level: 0 }))
  const input = (await page.$('#own-files')) as ElementHandle<HTMLInputElement>
  await input.uploadFile(path)
  await studio.reads('own-said', /^16 images, 64 × 64, colour\.$/)
  await studio.reads('networks', /^DCGAN 64 × 64/)
  const wanted = inOrder(pictures).map((each) => averaged(each, 64))
  expect(await studio.pixels('real')).toEqual(gridOf(wanted, 64))
  rmSync(folder, { recursive: true })
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
