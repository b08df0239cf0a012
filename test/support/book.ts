// The book of lessons for tests: how to go to a chapter, and what is left untranslated or unexplained in it.

import { readFileSync } from 'node:fs'
import type { Page } from 'puppeteer'
import { SMALL, type Studio } from './studio'
import { askWorker, holdWorker } from './worker'

/** Names of the chapters, from their source: a module of the page needs a document. */
export const names = [
  ...(
    /order = \[([^\]]*)\]/.exec(readFileSync('src/page/lessons/book.ts', 'utf8'))?.[1] ?? ''
  ).matchAll(/\w+/g),
].map(([name]) => name)

/**
 * Letters in the open chapter's formulas that are not explained, and symbols without an explanation when pointed
 * at or reached by keys. Names of functions are no symbols; symbols in a list are explained beside it.
 */
export const unexplainedIn = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
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
 * Untranslated texts: texts, names and hints of the open chapter or view with two English words in a row
 * and no Korean around them, or with four anywhere. Code, formulas, and names of kernels and ops are the same in
 * every language.
 *
 * @param names  elements that hold names: a selector
 */
export const foreignIn = (page: Page, names = '#tape-unreached'): Promise<string[]> =>
  page.evaluate((named) => {
    const english = (text: string) => /[A-Za-z]{2,}[,:]? [A-Za-z]{2,}/.test(text)
    const korean = (text: string) => /[가-힣]/.test(text)
    const isForeign = (text: string, around = text) =>
      /(?:[A-Za-z]{2,} ){3}[A-Za-z]{2,}/.test(text) || (english(text) && !korean(around))
    const found: string[] = []
    const main = document.querySelector('main') ?? document.body
    // Only marks within the view count.
    const isExempt = (element: Element, marks: string) =>
      main.contains(element.closest(`${marks}, [lang=en]`))
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const around = node.parentElement
      if (!around || isExempt(around, `.formula, code, pre, ${named}`)) continue
      const text = node.textContent ?? ''
      if (isForeign(text, around.textContent ?? '')) found.push(text)
    }
    for (const element of main.querySelectorAll('[aria-label], [title], [placeholder]')) {
      if (isExempt(element, `code, pre, ${named}`)) continue
      for (const name of ['aria-label', 'title', 'placeholder', 'aria-valuetext']) {
        const said = element.getAttribute(name) ?? ''
        if (isForeign(said)) found.push(`${name}: ${said}`)
      }
    }
    return found
  }, names)

/**
 * The book in that language. The tests share its page: what a chapter compiled and computed stays, in both languages.
 */
export async function openBook(studio: Studio, language: 'en' | 'ko'): Promise<Page> {
  if (!studio.isOpen)
    await studio.open(`${SMALL}&lang=${language}#lessons`, { prepare: holdWorker })
  const { page } = studio
  await page.waitForSelector('main.lessons[lang]')
  const button = await page.$(`.languages [lang=${language}]`)
  await button?.click()
  await page.waitForSelector(`main[lang=${language}]`)
  return page
}

/** Goes to a part: '' for the contents, '/space' for a chapter. */
export const showPart = (studio: Studio, part: string): Promise<void> =>
  studio.page.evaluate((to) => {
    location.hash = to
  }, `#lessons${part}`)

/** Shows a chapter, all steps on one page, and waits for what it computes. */
export async function turnTo(studio: Studio, name: string): Promise<void> {
  const { page } = studio
  await showPart(studio, `/${name}/all`)
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
