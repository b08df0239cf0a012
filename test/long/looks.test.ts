// Looks of every view and of every step of the lessons at three widths: nothing scrolls sideways, a wide screen is used, and
// a step fits the screen. With GANVAS_LOOKS=FOLDER it writes pictures of all there, with GANVAS_SCHEME=dark dark ones, and
// with GANVAS_LANG=ko in Korean.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { names, openBook, showPart } from '../support/book'
import { SMALL, Studio } from '../support/studio'
import { askWorker } from '../support/worker'

let studio: Studio

const SIZES = [
  [360, 740],
  [1280, 800],
  [1920, 1080],
] as const
/** Share of a wide screen that something reaches. */
const USED = 0.78
/** Most screens of a step: little scrolling, if any. */
const HIGH = 1.2

const folder = process.env['GANVAS_LOOKS']
const scheme = process.env['GANVAS_SCHEME'] ?? 'light'
const lang = process.env['GANVAS_LANG'] === 'ko' ? 'ko' : 'en'

beforeAll(async () => {
  if (folder) mkdirSync(folder, { recursive: true })
  studio = await Studio.launch()
})

afterAll(() => studio?.end())

afterEach(() => {
  expect(studio.problems()).toEqual([])
})

/** Parts of the open page that do not fit, at each width. */
async function misfits(name: string, { isStep = false } = {}): Promise<string[]> {
  const { page } = studio
  const found: string[] = []
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: scheme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ])
  for (const [width, height] of SIZES) {
    await page.setViewport({ width, height })
    const seen = await page.evaluate(() => {
      const parts = document.querySelectorAll('main :is(p, li, canvas, svg, table, .card, label)')
      const rights = [...parts].map((part) => part.getBoundingClientRect().right)
      const { scrollWidth, scrollHeight } = document.documentElement
      return { across: scrollWidth, down: scrollHeight, right: Math.max(...rights) }
    })
    const say = (what: string) => found.push(`${name} at ${width}: ${what}`)
    if (seen.across > width) say(`${seen.across} pixels wide`)
    if (width > 1000 && seen.right < USED * width) say(`ends at ${seen.right.toFixed(0)}`)
    const screens = seen.down / height
    if (isStep && width > 1000 && screens > HIGH) say(`${screens.toFixed(2)} screens`)
    if (folder) {
      const path = join(folder, `${name}-${width}-${scheme}-${lang}.png`) as `${string}.png`
      await page.screenshot({ path, fullPage: true })
    }
  }
  return found
}

it.each([
  ['home', '', 'home-said', /^Live/],
  ['latent', `${SMALL}#latent`, 'latent-status', /^Trained|^G as/],
  ['translate', '#translate', 'translate-status', /./],
  ['compare', `${SMALL}#compare`, 'compare-status', /./],
  ['bench', '#bench', 'bench-status', /./],
  ['lab', '#lab', 'lab-status', /./],
  ['exercise', '#lab/exercise/number', 'lab-status', /^Change the kernel/],
  ['train', SMALL, 'status', /^Ready/],
])('%s', async (name, query, id, says) => {
  // Until it says what it waits for; the browser keeps the choice of the test before.
  const [search = '', hash = ''] = query.split('#')
  await studio.open(`${search || '?'}&lang=en#${hash}`)
  await studio.reads(id, says)
  await studio.page.click(`.languages [lang=${lang}]`)
  await studio.page.waitForSelector(`html[lang=${lang}]`)
  expect(await misfits(name)).toEqual([])
})

it('the contents of the book', async () => {
  await studio.close()
  await openBook(studio, lang)
  await showPart(studio, '')
  await studio.page.waitForSelector('.contents')
  expect(await misfits('contents')).toEqual([])
})

it.each(names)('steps of %s', async (name) => {
  const page = await openBook(studio, lang)
  await page.setViewport({ width: 1280, height: 800 })
  await showPart(studio, `/${name}`)
  await page.waitForFunction(
    (to) => document.querySelector('article h2')?.textContent?.startsWith(`${to}. `),
    {},
    names.indexOf(name) + 1,
  )
  await page.waitForSelector('.step-line')
  // What the worker computes is shown, too.
  for (let round = 0; round < 3; round++) await askWorker(page, 'spaceNoise', 1, 1, 1)
  const found: string[] = []
  const steps = await page.$$eval('.step-line li', (items) => items.length)
  for (let step = 1; step <= steps; step++) {
    await showPart(studio, `/${name}/${step}`)
    await page.waitForSelector(`.step-line li:nth-child(${step}) [aria-current]`)
    for (let round = 0; round < 2; round++) await askWorker(page, 'spaceNoise', 1, 1, 1)
    found.push(...(await misfits(`${name}.${step}`, { isStep: true })))
  }
  expect(steps).toBeGreaterThan(2)
  expect(found).toEqual([])
})
