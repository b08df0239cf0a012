// The book of lessons: its contents, its questions, and what it remembers.

import { readFileSync } from 'node:fs'
import type { Page } from 'puppeteer'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { barriers, barriersInAllLooks, look } from '../support/barriers'
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

/** Names of the chapters, from their source: a module of the page needs a document. */
const names = [
  ...(
    /order = \[([^\]]*)\]/.exec(readFileSync('src/page/lessons/book.ts', 'utf8'))?.[1] ?? ''
  ).matchAll(/\w+/g),
].map(([name]) => name)

const links = () =>
  studio.page.$$eval('.contents a', (all) => all.map((link) => link.getAttribute('href')))

/**
 * Letters in the open chapter's formulas that are not explained, and symbols without an explanation when pointed
 * at or reached by keys. Names of functions are no symbols; symbols in a list are explained beside it.
 */
const unexplained = (): Promise<string[]> =>
  studio.page.evaluate(async () => {
    const known = /^(log|ln|min|max|sin|cos|exp|tanh|sign|softmax|∂|∣|\/)$/
    const found: string[] = []
    const turn = () => new Promise((resolve) => setTimeout(resolve))
    // Content that moves below the real pointer would be pointed at, too.
    const ignore = (event: Event) => event.isTrusted && event.stopImmediatePropagation()
    const kinds = ['pointerover', 'pointerout', 'pointerleave']
    for (const kind of kinds) addEventListener(kind, ignore, true)
    const said = () => document.querySelector('.tip')?.textContent ?? ''
    const check = (formula: Element, how: string) => {
      if (!/^\S.*: \S/.test(said())) found.push(`${formula.textContent}, ${how}: “${said()}”`)
    }
    for (const formula of document.querySelectorAll<HTMLElement>('article .formula')) {
      if (formula.closest('dt') && formula.tabIndex < 0) continue
      for (const letter of formula.querySelectorAll('mi')) {
        const text = letter.textContent ?? ''
        if (!letter.closest('[data-symbol]') && !known.test(text)) {
          found.push(`${text} of ${formula.textContent}`)
        }
      }
      const symbols = formula.querySelectorAll('[data-symbol]')
      for (const symbol of symbols) {
        symbol.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }))
        await turn()
        check(formula, symbol.textContent ?? '')
      }
      if (symbols.length === 0) continue
      formula.focus()
      await turn()
      check(formula, 'focused')
      formula.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }))
      await turn()
      check(formula, 'next')
      formula.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
      await turn()
      if (said()) found.push(`${formula.textContent} still says ${said()}`)
    }
    // A closed chapter makes no more requests.
    const [last] = [...document.querySelectorAll('article .formula [data-symbol]')].slice(-1)
    last?.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }))
    last?.closest('.legend-host')?.dispatchEvent(new PointerEvent('pointerleave'))
    await turn()
    if (said()) found.push(`it is still said what ${last?.textContent} is`)
    for (const kind of kinds) removeEventListener(kind, ignore, true)
    return found
  })

/**
 * Untranslated texts: texts, names and hints of the open chapter with two English words in a row
 * and no Korean around them, or with four anywhere. Code, formulas, and names of kernels and ops are the same in
 * every language.
 */
const foreign = (): Promise<string[]> =>
  studio.page.evaluate(() => {
    const english = (text: string) => /[A-Za-z]{2,}[,:]? [A-Za-z]{2,}/.test(text)
    const korean = (text: string) => /[가-힣]/.test(text)
    const isForeign = (text: string, around = text) =>
      /(?:[A-Za-z]{2,} ){3}[A-Za-z]{2,}/.test(text) || (english(text) && !korean(around))
    const found: string[] = []
    const main = document.querySelector('main.lessons') ?? document.body
    // The document itself is in English, so that only marks within the book count.
    const isExempt = (element: Element, marks: string) =>
      main.contains(element.closest(`${marks}, [lang=en]`))
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const around = node.parentElement
      if (!around || isExempt(around, '.formula, code, pre, #tape-unreached')) continue
      const text = node.textContent ?? ''
      if (isForeign(text, around.textContent ?? '')) found.push(text)
    }
    for (const element of main.querySelectorAll('[aria-label], [title], [placeholder]')) {
      if (isExempt(element, 'code, pre')) continue
      for (const name of ['aria-label', 'title', 'placeholder', 'aria-valuetext']) {
        const said = element.getAttribute(name) ?? ''
        if (isForeign(said)) found.push(`${name}: ${said}`)
      }
    }
    return found
  })

/**
 * The book in that language. The tests share its page: what a chapter compiled and computed stays, in both languages.
 */
async function open(language: 'en' | 'ko'): Promise<Page> {
  if (!studio.isOpen)
    await studio.open(`${SMALL}&lang=${language}#lessons`, { prepare: holdWorker })
  const { page } = studio
  await page.waitForSelector('main.lessons[lang]')
  const button = await page.$(`.languages [lang=${language}]`)
  await button?.click()
  await page.waitForSelector(`main[lang=${language}]`)
  return page
}

const show = (part: string) =>
  studio.page.evaluate((to) => {
    location.hash = to
  }, `#lessons${part}`)

/** Shows a chapter, and waits for what it computes. */
async function turnTo(name: string): Promise<void> {
  const { page } = studio
  await show(`/${name}`)
  await page.waitForFunction(
    (place) => document.querySelector('article h2')?.textContent?.startsWith(`${place}. `),
    {},
    names.indexOf(name) + 1,
  )
  await page.waitForSelector('.question')
  if (name === 'pixel') await page.waitForSelector('.pixel-formula [data-symbol]')
  // What the GPU answers is said in words, too: twice, since an answer may lead to a question.
  const hired = await page.evaluate(() => Reflect.has(globalThis, 'held'))
  for (let round = 0; hired && round < 2; round++) {
    await askWorker(page, 'spaceNoise', 1, 1, 1)
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
  }
}

describe('the book', () => {
  it('speaks Korean from the address on, and changes its language under way', async () => {
    const page = await studio.open(`${SMALL}&lang=ko#lessons`, { prepare: holdWorker })
    await page.waitForSelector('.contents')
    const title = () => page.$eval('main h2', (each) => each.textContent)
    expect(await title()).toMatch(/컴퓨트 셰이더/)
    expect(await foreign()).toEqual([])
    await page.click('.languages [lang=en]')
    await page.waitForFunction(() => document.querySelector('main')?.lang === 'en')
    expect(await title()).toBe('How a GAN becomes compute shaders')
    expect(await page.evaluate(() => location.search)).not.toMatch(/lang/)
    await page.click('a[href="#lessons/losses"]')
    await page.waitForSelector('.question')
    await page.click('.question [value="99 times"]')
    await page.click('.languages [lang=ko]')
    await page.waitForFunction(() => document.querySelector('main')?.lang === 'ko')
    expect(await page.evaluate(() => location.search)).toMatch(/&lang=ko$/)
    expect(await title()).toMatch(/^\d+\. 손실/)
    expect(await page.title()).toMatch(/^손실.* – Lessons – Ganvas$/)
    // The choice stays.
    await page.click('#answer')
    await studio.reads('verdict', /^맞습니다/)
    // The other views are English, and so is their address.
    await page.click('nav a[href="#bench"]')
    await page.waitForSelector('#bench-run')
    expect(await page.evaluate(() => location.search)).not.toMatch(/lang/)
    expect(await page.title()).toBe('Bench – Ganvas')
    await page.click('nav a[href="#lessons"]')
    await page.waitForSelector('.contents')
  })

  describe('in Korean', () => {
    const narrow = { scheme: 'light', width: 360 } as const

    it.each(names)(
      '%s leaves nothing in English, explains each symbol, and has no barrier: light, 360 pixels',
      async (name) => {
        const page = await open('ko')
        await look(page, narrow)
        await turnTo(name)
        expect(await page.$eval('main', (each) => each.lang)).toBe('ko')
        expect(await foreign()).toEqual([])
        expect(await unexplained()).toEqual([])
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
        expect(await unexplained()).toEqual([])
        if (name === 'tape') {
          await page.waitForSelector('#tape-sums')
          await page.click('#tape-measure')
          await studio.reads('tape-measured', /in one pass/)
        }
        expect(await barriersInAllLooks(page)).toEqual([])
      },
    )

    it('lists its chapters, and ticks off the one whose question was answered', async () => {
      const page = await open('en')
      await show('')
      await page.waitForSelector('.contents')
      expect(await links()).toEqual(names.map((name) => `#lessons/${name}`))
      expect(await barriersInAllLooks(page)).toEqual([])
      const last = names.at(-1) ?? ''
      await turnTo(last)
      // Every choice of the last question, until one is right.
      const answers = await page.$$('.question [type=radio]')
      for (const answer of answers) {
        await answer.click()
        await page.click('#answer')
        await page.waitForFunction(() => document.getElementById('verdict')?.textContent)
        if ((await studio.text('verdict')).startsWith('Yes')) break
      }
      expect(await studio.text('verdict')).toMatch(/^Yes\. \w/)
      await show('')
      await page.waitForSelector('.contents')
      const done = () =>
        page.$$eval('.contents li', (items) =>
          items.map((item) => item.textContent?.includes('done ✓')),
        )
      expect((await done()).at(-1)).toBe(true)
      await page.reload()
      await page.waitForSelector('.contents')
      expect((await done()).at(-1)).toBe(true)
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
        [
          'grid',
          'grid-said',
          /= 2 workgroups × 64 = 128 invocations, of which 28 stored nothing\./,
        ],
        ['transposed', 'transposed-checked', /reference, since there is no GPU here; all 64 are/],
        ['batchnorm', 'norm-origin', /There is no GPU here: computed by this page, in float64\.$/],
        ['microscope', 'scope-source', /^There is no GPU here/],
        ['losses', 'loss-source', /^There is no GPU here/],
        ['distance', 'em', /^3\.000$/],
        [
          'space',
          'space-status',
          /^64 drawings .* There is no GPU here: this page draws them itself/,
        ],
      ] as const) {
        await page.evaluate((to) => {
          location.hash = to
        }, `#lessons/${name}`)
        await studio.reads(id, says)
        expect(
          await page.$$eval('article .fault', (all) => all.map((each) => each.textContent)),
        ).toEqual([])
      }
      // The grid's invocations are counted, and its times were recorded.
      await page.evaluate(() => {
        location.hash = '#lessons/grid'
      })
      await studio.reads('grid-said', /\d µs when it was recorded, best of \d+\.$/)
      await page.focus('#grid-size')
      await page.keyboard.press('Home')
      await studio.reads('grid-said', /= 100 workgroups × 1 = 100 invocations, of which 0 stored/)
      const times = await page.$$eval('.grid-times dd', (all) =>
        all.map((each) => each.textContent),
      )
      expect(times.filter((time) => /\d [µm]s/.test(time ?? ''))).toHaveLength(2)
      // Plain loops draw the same as the GPU, apart from rounding.
      await page.evaluate(() => {
        location.hash = '#lessons/space'
      })
      const drawnOnPaper = (await askWorker(page, 'spaceDrawings', 1, 4)).images
      expect(images).toHaveLength(4 * 32 * 32)
      const apart = images.map((value, i) => Math.abs(value - (drawnOnPaper[i] ?? Number.NaN)))
      expect(Math.max(...apart)).toBeLessThan(1e-4)
      expect(Math.max(...images) - Math.min(...images)).toBeGreaterThan(1.8)
      // And compute its first layer.
      await page.evaluate(() => {
        location.hash = '#lessons/batchnorm'
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
      expect(await foreign()).toEqual([])
      await show('/tiles')
      await saysSo()
      expect(await foreign()).toEqual([])
    })
  })

  it('says so where it or its Korean does not arrive, and is there after a reload', async () => {
    const page = await studio.open(`${SMALL}#bench`)
    await studio.reads('bench-status', /./)
    await page.setOfflineMode(true)
    await page.click('nav a[href="#lessons"]')
    const alert = await page.waitForSelector('main:not([class], [aria-busy]) [role=alert]')
    expect(await alert?.evaluate((each) => each.textContent)).toMatch(/^This part of the page /)
    await page.setOfflineMode(false)
    await page.reload()
    await page.waitForSelector('.contents')
    await page.setOfflineMode(true)
    await page.click('.languages [lang=ko]')
    await page.waitForSelector('.languages [role=alert]')
    expect(await page.$eval('main', (each) => each.lang)).toBe('en')
    expect(studio.problems().join()).toContain('ERR_INTERNET_DISCONNECTED')
    await page.setOfflineMode(false)
    await page.reload()
    await page.waitForSelector('main[lang=ko] .contents')
    expect(await page.$('.languages [role=alert]')).toBeNull()
    // The book needs no run; one begins when Train is opened.
    expect(await page.evaluate(() => document.getElementById('status'))).toBeNull()
    await page.click('nav a[href="#train"]')
    await studio.says(/^Ready/)
    expect(await studio.text('networks')).toMatch(/ seed 3$/)
  })
})
