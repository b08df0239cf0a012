// The book of lessons: its contents, its questions, and what it remembers.

import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { barriers, openPlain } from '../support/barriers'
import { Studio } from '../support/studio'
import { askWorker, holdWorker } from '../support/worker'

let studio: Studio

beforeAll(async () => {
  studio = await Studio.launch()
})

afterAll(() => studio?.end())

afterEach(() => {
  expect(studio.problems()).toEqual([])
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
    return found
  })

/**
 * Untranslated texts: texts, names and hints of the open chapter with two English words in a row
 * and no Korean around them, or with four anywhere. Code, formulas and names of kernels are the same in
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
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const around = node.parentElement
      if (!around || around.closest('.formula, code, pre, [lang=en]')) continue
      const text = node.textContent ?? ''
      if (isForeign(text, around.textContent ?? '')) found.push(text)
    }
    for (const element of main.querySelectorAll('[aria-label], [title], [placeholder]')) {
      if (element.closest('code, pre, [lang=en]')) continue
      for (const name of ['aria-label', 'title', 'placeholder', 'aria-valuetext']) {
        const said = element.getAttribute(name) ?? ''
        if (isForeign(said)) found.push(`${name}: ${said}`)
      }
    }
    return found
  })

describe('the book', () => {
  it('lists its chapters, opens each, and ticks off the one whose question was answered', async () => {
    const page = await studio.open('?seed=1#lessons')
    await page.waitForSelector('.contents')
    expect(await links()).toEqual(names.map((name) => `#lessons/${name}`))
    for (const [i, name] of names.entries()) {
      await page.evaluate((to) => {
        location.hash = to
      }, `#lessons/${name}`)
      await page.waitForFunction(
        (place) => document.querySelector('article h2')?.textContent?.startsWith(`${place}. `),
        {},
        i + 1,
      )
      expect(await page.$$eval('.question', (all) => all.length)).toBe(1)
      if (name === 'pixel') await page.waitForSelector('.pixel-formula [data-symbol]')
      expect(await unexplained(), name).toEqual([])
    }
    // Every choice of the first question with choices, until one is right.
    await page.waitForSelector('.question')
    const answers = await page.$$('.question [type=radio]')
    for (const answer of answers) {
      await answer.click()
      await page.click('#answer')
      await page.waitForFunction(() => document.getElementById('verdict')?.textContent)
      if ((await studio.text('verdict')).startsWith('Yes')) break
    }
    expect(await studio.text('verdict')).toMatch(/^Yes\. \w/)
    await page.evaluate(() => {
      location.hash = '#lessons'
    })
    await page.waitForSelector('.contents')
    const done = () =>
      page.$$eval('.contents li', (items) =>
        items.map((item) => item.textContent?.includes('done ✓')),
      )
    expect((await done()).at(-1)).toBe(true)
    await page.reload()
    await page.waitForSelector('.contents')
    expect((await done()).at(-1)).toBe(true)
    // The book needs no run; one begins when Train is opened.
    expect(await page.evaluate(() => document.getElementById('status'))).toBeNull()
    await page.click('nav a[href="#train"]')
    await studio.says(/^Ready/)
    expect(await studio.text('networks')).toMatch(/ seed 1$/)
  })

  it('speaks Korean from the address on, and changes its language under way', async () => {
    const page = await studio.open('?seed=1&lang=ko#lessons')
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
    // The choice stays.
    await page.click('#answer')
    await studio.reads('verdict', /^맞습니다/)
  })

  it('says so where it or its Korean does not arrive, and is there after a reload', async () => {
    const page = await studio.open('?seed=1#bench')
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
  })

  describe('in Korean', () => {
    beforeAll(async () => {
      await studio.open(`?seed=1&lang=ko#lessons/${names[0]}`, { prepare: holdWorker })
    })

    afterAll(() => studio.close())

    it.each(names)('%s leaves nothing in English, and explains each symbol', async (name) => {
      const { page } = studio
      await page.evaluate((to) => {
        location.hash = to
      }, `#lessons/${name}`)
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
      expect(await page.$eval('main', (each) => each.lang)).toBe('ko')
      expect(await foreign()).toEqual([])
      expect(await unexplained()).toEqual([])
    })
  })

  it('says in Korean, too, that there is no WebGPU', async () => {
    await studio.withoutGpu(async (prepare) => {
      const page = await studio.open('?seed=1&lang=ko#lessons/tiles', { prepare })
      const saysSo = () =>
        page.waitForFunction(() =>
          document.querySelector('article')?.textContent?.includes('WebGPU를 켠 최신'),
        )
      await saysSo()
      expect(await foreign()).toEqual([])
      await page.evaluate(() => {
        location.hash = '#lessons/batchnorm'
      })
      await page.waitForSelector('#norm-measure:not([disabled])')
      await page.click('#norm-measure')
      await saysSo()
      expect(await foreign()).toEqual([])
    })
  })

  it('teaches without WebGPU too, and says whose numbers it shows', async () => {
    let drawnOnPaper: number[] = []
    let layerOnPaper: number[] = []
    const rows = { rows: 8, channels: 2 }
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
      drawnOnPaper = (await askWorker(page, 'spaceDrawings', 1, 4)).images
      // And compute its first layer.
      await page.evaluate(() => {
        location.hash = '#lessons/batchnorm'
      })
      await page.waitForSelector('#norm-layer')
      await page.click('#norm-layer')
      await studio.reads('norm-origin', /trained example, by plain loops/)
      layerOnPaper = [...(await askWorker(page, 'batchnormLayer', rows)).values]
    })
    const page = await studio.open('?seed=1#lessons/space', { prepare: holdWorker })
    await studio.reads('space-status', /^64 drawings are ready, [^.]*\.$/)
    const { images } = await askWorker(page, 'spaceDrawings', 1, 4)
    expect(images).toHaveLength(4 * 32 * 32)
    const apart = images.map((value, i) => Math.abs(value - (drawnOnPaper[i] ?? Number.NaN)))
    expect(Math.max(...apart)).toBeLessThan(1e-4)
    expect(Math.max(...images) - Math.min(...images)).toBeGreaterThan(1.8)
    const layer = (await askWorker(page, 'batchnormLayer', rows)).values
    expect(layerOnPaper).toHaveLength(16)
    for (const [i, value] of layerOnPaper.entries()) expect(layer[i]).toBeCloseTo(value, 5)
    expect(Math.max(...layer) - Math.min(...layer)).toBeGreaterThan(0.5)
  })

  it.each([
    ['light', 1280, 'en'],
    ['dark', 360, 'en'],
    ['light', 360, 'ko'],
  ] as const)('has no barrier: %s, %i pixels, %s', async (scheme, width, language) => {
    const page = await openPlain(studio, `?seed=1&lang=${language}#lessons`, { scheme, width })
    for (const name of ['', ...names.map((each) => `/${each}`)]) {
      await page.evaluate((to) => {
        location.hash = to
      }, `#lessons${name}`)
      await page.waitForSelector(name ? 'article .question' : '.contents')
      expect(await barriers(page, width), name).toEqual([])
    }
  })
})
