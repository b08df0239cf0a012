// The page as it comes: time to its first picture, shifts of its layout, bytes, and its longest task in each view.

import { gzipSync } from 'node:zlib'
import type { HTTPResponse, Page } from 'puppeteer'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { longestTask } from '../support/mainThread'
import { SMALL, Studio } from '../support/studio'

let studio: Studio

/** Milliseconds. */
const [FIRST_PICTURE, LONGEST_TASK] = [1500, 200]
/** Bytes of scripts at the first load, as a server sends them. */
const SCRIPTS = 250_000
/** Shift of the layout: more is felt (https://web.dev/articles/cls). */
const SHIFT = 0.1

beforeAll(async () => {
  studio = await Studio.launch()
})

afterAll(() => studio?.end())

afterEach(async () => {
  expect(await studio.close()).toEqual([])
})

interface Seen {
  /** Milliseconds from the start of the navigation. */
  paint: number
  picture: number
  shift: number
}

/** Writes down, in the page, when it first paints and when the drawing has pixels. */
const watch = (page: Page) =>
  page.evaluateOnNewDocument(() => {
    const seen: Seen = { paint: 0, picture: 0, shift: 0 }
    Object.assign(globalThis, { seen })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (entry.name === 'first-contentful-paint') seen.paint = entry.startTime
        if (entry.entryType === 'layout-shift') seen.shift += Number(Reflect.get(entry, 'value'))
      }
    }).observe({ entryTypes: ['paint', 'layout-shift'] })
    const look = () => {
      const canvas = document.getElementById('home-drawings')
      if (canvas && !canvas.classList.contains('empty')) seen.picture = performance.now()
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })

it('shows its first drawing soon, by few bytes', async () => {
  const loaded: HTTPResponse[] = []
  const prepare = async (page: Page) => {
    await watch(page)
    page.on('response', (response) => loaded.push(response))
  }
  const page = await studio.open('', { prepare })
  await studio.reads('home-said', /^Live: /)
  const seen = (await page.evaluate(() => Reflect.get(globalThis, 'seen'))) as Seen
  const sizes = await Promise.all(
    loaded.map(async (response) => {
      const name = new URL(response.url()).pathname.split('/').at(-1) ?? ''
      return { name, bytes: gzipSync(await response.buffer()).length }
    }),
  )
  const sum = (some: typeof sizes) => some.reduce((all, { bytes }) => all + bytes, 0)
  const scripts = sum(sizes.filter(({ name }) => name.endsWith('.js')))
  console.log(
    `landing view: first paint ${seen.paint.toFixed(0)} ms, first drawing ${seen.picture.toFixed(0)} ms, ` +
      `layout shift ${seen.shift.toFixed(3)}, scripts ${(scripts / 1e3).toFixed(0)} kB, all ${(sum(sizes) / 1e3).toFixed(0)} kB`,
  )
  expect(seen.picture).toBeGreaterThan(0)
  expect(seen.picture).toBeLessThan(FIRST_PICTURE)
  expect(seen.shift).toBeLessThan(SHIFT)
  expect(scripts).toBeGreaterThan(50_000)
  expect(scripts).toBeLessThan(SCRIPTS)
})

it.each([
  ['latent', '#latent', 'palette-63'],
  ['translate', '#translate', 'translate-result'],
  ['compare', '#compare', 'compare-reset'],
  ['bench', '#bench', 'bench-run'],
  ['lab', '#lab', 'lab-check'],
  ['lessons', '#lessons/tape', 'step-next'],
])('%s opens without a long task', async (name, hash, id) => {
  const page = await studio.open('#home')
  const longest = await longestTask(page, async () => {
    await page.evaluate((to) => {
      location.href = to
    }, `${SMALL}${hash}`)
    await page.waitForSelector(`#${id}`)
  })
  console.log(`${name}: longest task ${longest.toFixed(0)} ms`)
  expect(longest).toBeLessThan(LONGEST_TASK)
})

it('trains without a long task', async () => {
  const page = await studio.open('?seed=1')
  await studio.says(/^Ready/)
  const longest = await longestTask(page, async () => {
    await page.click('#run')
    await studio.reaches('step', 20)
  })
  console.log(`training: longest task ${longest.toFixed(0)} ms`)
  expect(longest).toBeGreaterThan(0)
  expect(longest).toBeLessThan(LONGEST_TASK)
})
