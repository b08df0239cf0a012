// The landing view: drawings that come about, live or recorded, and the ways on from there.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { barriers } from '../support/barriers'
import { Studio } from '../support/studio'

let studio: Studio

beforeAll(async () => {
  studio = await Studio.launch()
})

afterAll(() => studio?.end())

afterEach(async () => {
  expect(await studio.close()).toEqual([])
})

describe('an address without settings', () => {
  it('shows drawings of a trained generator, which move when they are played', async () => {
    const page = await studio.open('')
    await studio.reads('home-said', /^Live: a trained generator .*, on \w+/)
    const first = await studio.pixels('home-drawings')
    expect(new Set(first).size).toBeGreaterThan(50)
    // At rest, since the reader prefers reduced motion.
    expect(await studio.text('home-play')).toBe('Play')
    await page.click('#home-play')
    await expect.poll(() => studio.pixels('home-drawings')).not.toEqual(first)
    await page.click('#home-play')
    expect(await barriers(page, 1280)).toEqual([])
    // No run was opened for it, and its address stays short.
    expect(await page.$('#status')).toBeNull()
    expect(await page.evaluate(() => location.search + location.hash)).toBe('')
    const doors = await page.$$eval('.door h3 a', (all) => all.map((a) => a.getAttribute('href')))
    expect(doors).toEqual(['#train', '#lessons', '#bench'])
    await page.click('.door h3 a[href="#lessons"]')
    await page.waitForSelector('.contents')
    await page.click('a.brand')
    await studio.reads('home-said', /^Live: /)
    expect(await page.title()).toBe('Ganvas')
  })

  it('draws on the CPU where there is no WebGPU; in Korean, too', async () => {
    await studio.withoutGpu(async (prepare) => {
      const page = await studio.open('?lang=ko', { prepare })
      await studio.reads('home-said', /^실시간: .*CPU에서/)
      expect(await page.$eval('main h2', (title) => title.textContent)).toMatch(/^신경망/)
    })
  })
})
