// Compare: equal GANs are bit-identical, and all get equal shares. That scores are the library's:
// test/long/agreement.test.ts.

import type { Page } from 'puppeteer'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { SMALL, Studio } from '../support/studio'
import { submits } from '../support/submits'
import { askWorker, holdBack, holdWorker } from '../support/worker'

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

/**
 * A comparison of these objectives that has not begun. All are chosen on one page, whose device has compiled their
 * kernels, and whose judge has looked at the digits.
 */
async function openRivals(rivals: string, equal: 'steps' | 'time' = 'steps'): Promise<Page> {
  if (!studio.isOpen) {
    await studio.open(`${SMALL}&rivals=lsgan,wgan#compare`, {
      prepare: async (opened) => {
        await holdWorker(opened)
        // For axe: the page's policy blocks foreign scripts.
        await opened.setBypassCSP(true)
      },
    })
    await studio.page.waitForSelector('#compare-reset')
  }
  const { page } = studio
  await page.click('#compare-reset')
  await says(/^Start trains them in turn\.$/)
  const [first = '', second = '', third = 'none'] = rivals.split(',')
  for (const [i, objective] of [first, second, third].entries()) {
    await page.select(`#rival-${i}-objective`, objective)
  }
  await page.select('#compare-equal', equal)
  const chosen = equal === 'time' ? '&equal=time#compare' : '#compare'
  expect(page.url().endsWith(`&rivals=${rivals}${chosen}`), page.url()).toBe(true)
  return page
}

const says = (what: RegExp) => studio.reads('compare-status', what)

const picture = (i: number) => studio.pixels(`rival-${i}-samples`)
/** As `toEqual`, which takes a second for a picture. */
const areEqual = (...[first = new Uint8Array(), ...others]: Uint8Array[]) =>
  others.every((other) => Buffer.compare(first, other) === 0)
const step = (i: number) => studio.number(`rival-${i}-step`)

/** Starts, and pauses when the first has reached a step; waits for the pause. */
async function run(least: number): Promise<void> {
  await studio.page.click('#compare-run')
  await says(/^Training in turn/)
  await studio.reaches('rival-0-step', least)
  await studio.page.click('#compare-run')
  await says(/^Paused at step [\d, ]+\.$/)
}

describe('compare', () => {
  it('refuses an impossible width in its field, and takes a third rival or none', async () => {
    await openRivals('lsgan,wgan')
    const titles = () => studio.page.$$eval('.column h2', (all) => all.map((h) => h.textContent))
    expect(await titles()).toEqual(['LSGAN', 'WGAN'])
    await studio.page.select('#rival-2-objective', 'hinge')
    await studio.page.select('#rival-2-model', 'mlp')
    expect(await titles()).toEqual(['LSGAN', 'WGAN', expect.stringMatching(/^Hinge.*, MLP$/)])
    expect(studio.page.url()).toMatch(/&rivals=lsgan,wgan,hinge\.mlp#compare$/)
    await studio.page.select('#rival-2-objective', 'none')
    expect(await titles()).toEqual(['LSGAN', 'WGAN'])
    await studio.page.click('#compare-width', { count: 3 })
    await studio.page.keyboard.type('0')
    await studio.page.keyboard.press('Tab')
    expect(await studio.page.$eval('#compare-width:invalid', (input) => input.id)).toBe(
      'compare-width',
    )
    expect(studio.page.url()).toContain('width=1')
    await studio.page.click('#compare-width', { count: 3 })
    await studio.page.keyboard.type('1')
    await studio.page.keyboard.press('Tab')
    expect(await studio.page.$('#compare-width:invalid')).toBeNull()
  })

  it('is idle when it was reset while it opened', async () => {
    const page = await openRivals('lsgan,wgan')
    await page.$eval('#compare-run', async (run) => {
      const reset = document.getElementById('compare-reset')
      for (const button of [run, reset]) {
        if (button instanceof HTMLElement) button.click()
        // The page renders the change of a click a moment later.
        await new Promise((resolve) => setTimeout(resolve))
      }
    })
    // By now all requests have been answered.
    await askWorker(page, 'spaceNoise', 1, 1, 1)
    expect(await studio.text('compare-status')).toBe('Start trains them in turn.')
  })

  it('trains equals to equal bytes, in equal steps, and scores them alike', async () => {
    await openRivals('lsgan,lsgan')
    await run(3)
    const at = await step(0)
    expect(await step(1)).toBe(at)
    expect(await studio.text('compare-status')).toBe(`Paused at step ${at.toLocaleString('en')}.`)
    for (const i of [0, 1]) {
      await studio.reads(`rival-${i}-picture-step`, new RegExp(`^${at}$`))
      await studio.reads(`rival-${i}-score-step`, new RegExp(`^${at}$`))
    }
    expect(areEqual(await picture(0), await picture(1))).toBe(true)
    for (const figure of ['lossD', 'lossG', 'dReal', 'dFake']) {
      expect(await studio.text(`rival-0-${figure}`)).toMatch(/^-?\d+\.\d{3}$/)
    }
    expect(await studio.text('rival-0-distance')).toMatch(/^\d/)
    for (const figure of ['distance', 'hit']) {
      expect(await studio.text(`rival-1-${figure}`)).toBe(await studio.text(`rival-0-${figure}`))
    }
  })

  it('begins with one picture for all, in equal steps for unequal GANs; again with the same', async () => {
    await openRivals('lsgan,wgan,hinge')
    let begun = ''
    const address = () =>
      studio.page.$eval('#rival-0-samples', (canvas) =>
        canvas instanceof HTMLCanvasElement ? canvas.toDataURL() : '',
      )
    const begin = async () => {
      // The first pictures stay until they have been looked at.
      const train = await holdBack(studio.page, 'advanceRivals')
      await studio.page.click('#compare-run')
      for (const i of [0, 1, 2]) {
        await studio.reads(`rival-${i}-picture-step`, /^0$/)
      }
      const pictures = await Promise.all([0, 1, 2].map(picture))
      begun = await address()
      await train()
      return pictures
    }
    const [first, ...others] = await begin()
    expect(new Set(first).size).toBeGreaterThan(2)
    expect(areEqual(first ?? new Uint8Array(), ...others)).toBe(true)
    await says(/^Training in turn/)
    await studio.reaches('rival-1-step', 4)
    // Pictures show equal steps, also during training. The first steps may leave some bytes as they were.
    await studio.page.waitForFunction(
      (begun) => {
        const steps = [0, 1, 2].map((i) => {
          return Number(document.getElementById(`rival-${i}-picture-step`)?.textContent)
        })
        if (steps[0] === 0 || new Set(steps).size > 1) return false
        const pictures = [0, 1, 2].map((i) => {
          const canvas = document.getElementById(`rival-${i}-samples`)
          return canvas instanceof HTMLCanvasElement ? canvas.toDataURL() : ''
        })
        return !pictures.includes(begun) && pictures[0] !== pictures[1]
      },
      // Not in each frame: images as text cost more than the training.
      { polling: 200 },
      begun,
    )
    await studio.page.click('#compare-run')
    await says(/^Paused at step [\d,]+\.$/)
    const at = await step(0)
    expect([await step(1), await step(2)]).toEqual([at, at])
    // The pause draws them once more, perhaps after it is said. Adam's first steps take LSGAN and hinge to one picture.
    for (const i of [0, 1, 2]) await studio.reads(`rival-${i}-picture-step`, new RegExp(`^${at}$`))
    const later = await Promise.all([0, 1, 2].map(picture))
    for (const each of later) expect(areEqual(each, first ?? each)).toBe(false)
    expect(areEqual(later[0] ?? new Uint8Array(), later[1] ?? new Uint8Array())).toBe(false)

    await studio.page.click('#compare-reset')
    await says(/^Start trains them in turn\.$/)
    // Nothing is left of the comparison before.
    expect(new Set(await picture(0))).toEqual(new Set([0]))
    expect(await studio.text('rival-0-distance')).toBe('–')
    expect(await studio.text('rival-0-lossD')).toBe('–')
    expect(areEqual(first ?? new Uint8Array(), ...(await begin()))).toBe(true)
  })

  it('leaves the GPU idle while it is paused, and goes on from there', async () => {
    await openRivals('lsgan,wgan', 'time')
    await run(3)
    expect(await submits(studio.page, 1000)).toBe(0)
    const at = [await step(0), await step(1)]
    const before = await picture(0)
    await studio.page.click('#compare-run')
    await studio.reaches('rival-0-step', (at[0] ?? 0) + 1)
    await studio.page.click('#compare-run')
    await says(/^Paused/)
    expect(await step(1)).toBeGreaterThanOrEqual(at[1] ?? 0)
    expect(areEqual(before, await picture(0))).toBe(false)
  })

  it('pauses the run in Train, which in turn pauses it', async () => {
    await openRivals('lsgan,wgan', 'time')
    await studio.page.click('a[href="#train"]')
    await studio.says(/^Ready/)
    await studio.page.click('#run')
    await studio.reaches('step', 2)
    await studio.page.click('a[href="#compare"]')
    await studio.page.waitForSelector('#compare-run')
    await studio.page.click('#compare-run')
    await studio.reads('compare-note', /^The run in Train is paused/)
    await says(/^Training in turn/)
    await studio.reaches('rival-0-step', 2)
    await studio.page.click('a[href="#train"]')
    await studio.reads('run', /^Continue$/)
    const stood = await studio.number('step')
    await studio.page.click('#run')
    await studio.reaches('step', stood + 2)
    await studio.page.click('a[href="#compare"]')
    await says(/^Paused at step/)
    // It is no longer paused.
    await studio.reads('compare-note', /^\s*$/)
  })

  it.each([
    [
      'rivals=lsgan,biggan',
      /^The address says rivals=lsgan,biggan, but it must be two or three of /,
    ],
    ['rivals=lsgan', /^The address says rivals=lsgan, but it must be two or three of /],
    ['equal=money', /^The address says equal=money, but it must be steps or time\.$/],
  ])('says in one line what is wrong with %s, and takes the usual', async (query, what) => {
    await studio.open(`${SMALL}&${query}#compare`)
    await says(what)
    expect(await studio.text('compare-status')).not.toContain('\n')
    expect(await studio.page.$$eval('.column h2', (titles) => titles.length)).toBe(3)
    expect(await studio.page.$eval('#compare-run', (run) => Reflect.get(run, 'disabled'))).toBe(
      false,
    )
    expect(await studio.close()).toEqual([])
  })
})
