// Each chapter of the book, in both languages: nothing is left untranslated or unexplained, and there is no barrier.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { barriers, barriersInAllLooks, look } from '../support/barriers'
import {
  foreignIn,
  names,
  openBook,
  showPart,
  turnTo as turnToChapter,
  unexplainedIn,
} from '../support/book'
import { SMALL, Studio } from '../support/studio'
import { askWorker, holdWorker } from '../support/worker'

let studio: Studio

beforeAll(async () => {
  studio = await Studio.launch()
})

afterAll(() => studio?.end())

afterEach(async ({ task }) => {
  expect(studio.problems()).toEqual([])
  // After a failed test the state of the page is unknown.
  if (task.result?.state === 'fail') await studio.close()
})

const open = (language: 'en' | 'ko') => openBook(studio, language)
const show = (part: string) => showPart(studio, part)
const turnTo = (name: string) => turnToChapter(studio, name)

describe('in Korean', () => {
  const narrow = { scheme: 'light', width: 360 } as const

  it.each(names)(
    '%s leaves nothing in English, explains each symbol, and has no barrier: light, 360 pixels',
    async (name) => {
      const page = await open('ko')
      await look(page, narrow)
      await turnTo(name)
      expect(await page.$eval('main', (each) => each.lang)).toBe('ko')
      expect(await foreignIn(page)).toEqual([])
      expect(await unexplainedIn(page)).toEqual([])
      expect(await barriers(page, narrow.width)).toEqual([])
    },
  )

  it('has contents without a barrier: light, 360 pixels', async () => {
    const page = await open('ko')
    await look(page, narrow)
    await show('')
    await page.waitForSelector('.contents')
    expect(await barriers(page, narrow.width)).toEqual([])
  })
})

describe('in English', () => {
  it.each(names)(
    '%s opens, explains each symbol, and has no barrier in each look',
    async (name) => {
      const page = await open('en')
      await look(page, { scheme: 'light', width: 1280 })
      await turnTo(name)
      expect(await page.$$eval('.question', (all) => all.length)).toBe(1)
      expect(await unexplainedIn(page)).toEqual([])
      if (name === 'tape') {
        await page.waitForSelector('#tape-sums')
        await page.click('#tape-measure')
        await studio.reads('tape-measured', /in one pass/)
      }
      expect(await barriersInAllLooks(page)).toEqual([])
    },
  )

  it('has contents without a barrier in each look', async () => {
    const page = await open('en')
    await show('')
    await page.waitForSelector('.contents')
    expect(await barriersInAllLooks(page)).toEqual([])
  })
})

it('teaches without WebGPU too, and says whose numbers it shows', async () => {
  const rows = { rows: 8, channels: 2 }
  if (!studio.isOpen) await studio.open(`${SMALL}#lessons`, { prepare: holdWorker })
  await show('/space')
  await studio.reads('space-status', /^64 drawings are ready, [^.]*\.$/)
  const { images } = await askWorker(studio.page, 'spaceDrawings', 1, 4)
  const layer = (await askWorker(studio.page, 'batchnormLayer', rows)).values
  await studio.withoutGpu(async (prepare) => {
    const page = await studio.open('?seed=1#lessons', {
      prepare: async (opened) => {
        await prepare(opened)
        await holdWorker(opened)
      },
    })
    for (const [name, id, says] of [
      ['pixel', 'pixel-said', /Without a GPU nothing runs here/],
      ['grid', 'grid-said', /= 2 workgroups × 64 = 128 invocations, of which 28 stored nothing\./],
      ['transposed', 'transposed-checked', /reference, since there is no GPU here; all 64 are/],
      ['batchnorm', 'norm-origin', /There is no GPU here: computed by this page, in float64\.$/],
      ['microscope', 'scope-source', /^There is no GPU here/],
      ['losses', 'loss-source', /^There is no GPU here/],
      ['distance', 'em', /^3\.000$/],
      ['adapt', 'adapt-open', /^There is no GPU here/],
      ['styles', 'styles-status', /^There is no GPU here: this page draws them itself/],
      [
        'space',
        'space-status',
        /^64 drawings .* There is no GPU here: this page draws them itself/,
      ],
    ] as const) {
      await page.evaluate((to) => {
        location.hash = to
      }, `#lessons/${name}/all`)
      await studio.reads(id, says)
      expect(
        await page.$$eval('article .fault', (all) => all.map((each) => each.textContent)),
      ).toEqual([])
    }
    // The grid's invocations are counted, and its times were recorded.
    await page.evaluate(() => {
      location.hash = '#lessons/grid/all'
    })
    await studio.reads('grid-said', /\d µs when it was recorded, best of \d+\.$/)
    await page.focus('#grid-size')
    await page.keyboard.press('Home')
    await studio.reads('grid-said', /= 100 workgroups × 1 = 100 invocations, of which 0 stored/)
    const times = await page.$$eval('.grid-times dd', (all) => all.map((each) => each.textContent))
    expect(times.filter((time) => /\d [µm]s/.test(time ?? ''))).toHaveLength(2)
    // Plain loops draw the same as the GPU, apart from rounding.
    await page.evaluate(() => {
      location.hash = '#lessons/space/all'
    })
    const drawnOnPaper = (await askWorker(page, 'spaceDrawings', 1, 4)).images
    expect(images).toHaveLength(4 * 32 * 32)
    const apart = images.map((value, i) => Math.abs(value - (drawnOnPaper[i] ?? Number.NaN)))
    expect(Math.max(...apart)).toBeLessThan(1e-4)
    expect(Math.max(...images) - Math.min(...images)).toBeGreaterThan(1.8)
    // And compute its first layer.
    await page.evaluate(() => {
      location.hash = '#lessons/batchnorm/all'
    })
    await page.waitForSelector('#norm-layer')
    await page.click('#norm-layer')
    await studio.reads('norm-origin', /trained example, by plain loops/)
    const layerOnPaper = (await askWorker(page, 'batchnormLayer', rows)).values
    expect(layerOnPaper).toHaveLength(16)
    for (const [i, value] of layerOnPaper.entries()) expect(layer[i]).toBeCloseTo(value, 5)
    expect(Math.max(...layer) - Math.min(...layer)).toBeGreaterThan(0.5)
    // It says so in Korean, too.
    await page.click('.languages [lang=ko]')
    const saysSo = () =>
      page.waitForFunction(() =>
        document.querySelector('article')?.textContent?.includes('WebGPU를 켠 최신'),
      )
    await page.waitForSelector('#norm-measure:not([disabled])')
    await page.click('#norm-measure')
    await saysSo()
    expect(await foreignIn(page)).toEqual([])
    await show('/tiles')
    await saysSo()
    expect(await foreignIn(page)).toEqual([])
  })
})
