// The book of lessons: its contents, its questions, and what it remembers.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { foreignIn, names, openBook, showPart, turnTo as turnToChapter } from '../support/book'
import { SMALL, Studio } from '../support/studio'
import { holdWorker } from '../support/worker'

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

const links = () =>
  studio.page.$$eval('.contents a', (all) => all.map((link) => link.getAttribute('href')))

const open = (language: 'en' | 'ko') => openBook(studio, language)
const show = (part: string) => showPart(studio, part)
const turnTo = (name: string) => turnToChapter(studio, name)
const foreign = () => foreignIn(studio.page)

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
    // The question is the last step.
    await page.click('.step-line li:last-child button')
    await page.click('.question [value="99 times"]')
    await page.click('.languages [lang=ko]')
    await page.waitForFunction(() => document.querySelector('main')?.lang === 'ko')
    expect(await page.evaluate(() => location.search)).toMatch(/&lang=ko$/)
    expect(await title()).toMatch(/^\d+\. 손실/)
    expect(await page.title()).toMatch(/^손실.* – 강의 – Ganvas$/)
    // The choice stays.
    await page.click('#answer')
    await studio.reads('verdict', /^맞습니다/)
    // The other views speak it too, and the browser keeps the choice.
    await page.click('nav a[href="#bench"]')
    await page.waitForSelector('#bench-run')
    expect(await page.evaluate(() => location.search)).toMatch(/&lang=ko$/)
    expect(await page.title()).toBe('벤치마크 – Ganvas')
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('ko')
    expect(await page.evaluate(() => localStorage.getItem('ganvas language'))).toBe('ko')
    await page.click('nav a[href="#lessons"]')
    await page.waitForSelector('.contents')
  })

  it('lists its chapters, and ticks off the one whose question was answered', async () => {
    const page = await open('en')
    await show('')
    await page.waitForSelector('.contents')
    expect(await links()).toEqual(names.map((name) => `#lessons/${name}`))
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

  it('goes through a chapter step by step: by buttons, by keys, by its address', async () => {
    const page = await studio.open(`${SMALL}#lessons/tape/2`)
    await page.waitForSelector('.step-line')
    const shown = () =>
      page.$$eval('.step', (steps) =>
        steps.flatMap((step) =>
          step instanceof HTMLElement && step.offsetHeight > 0
            ? [step.querySelector('h3')?.textContent]
            : [],
        ),
      )
    const figures = () =>
      page.$$eval('.step-figure', (all) => all.filter((each) => each.clientHeight > 0).length)
    expect(await shown()).toEqual(['Down forward, up backward'])
    await page.keyboard.press('ArrowRight')
    expect(await shown()).toEqual(['What a thunk computes'])
    // Its figure is that of the step before.
    expect(await figures()).toBe(1)
    expect(await page.evaluate(() => location.hash)).toBe('#lessons/tape/3')
    await page.click('#step-next')
    expect(await shown()).toEqual(['Where the gradient stops'])
    // The keys of the line turn pages, those of a control do not.
    await page.keyboard.press('ArrowLeft')
    expect(await shown()).toEqual(['What a thunk computes'])
    await page.click('.step-line li:first-child button')
    await page.focus('#tape-step-D')
    await page.keyboard.press('ArrowRight')
    expect(await shown()).toEqual(['A recorded step'])
    expect(await page.$eval('#step-back', (back) => back.matches(':disabled'))).toBe(true)
    await page.click('.step-line a')
    await page.waitForSelector('.chapter-head a')
    expect((await shown()).length).toBe(8)
    await page.goBack()
    await page.waitForSelector('.step-line')
    expect(await shown()).toEqual(['A recorded step'])
  })

  it('says so where it or its Korean does not arrive, and is there after a reload', async () => {
    const page = await studio.open(`${SMALL}&lang=en#bench`)
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
    await page.click('.languages [lang=en]')
    // The book needs no run; one begins when Train is opened.
    expect(await page.evaluate(() => document.getElementById('status'))).toBeNull()
    await page.click('nav a[href="#train"]')
    await studio.says(/^Ready/)
    expect(await studio.text('networks')).toMatch(/ seed 3$/)
  })
})
