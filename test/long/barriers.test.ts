// Accessibility of the views and of the chapters with figures, in each look: axe finds nothing serious, content fits,
// and a finger hits the controls. test/long/lessons.test.ts looks at each chapter.

import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { barriersInAllLooks, OTHER_LOOKS, openPlain } from '../support/barriers'
import { SMALL, Studio } from '../support/studio'
import { holdBack, holdWorker } from '../support/worker'

let studio: Studio

beforeAll(async () => {
  studio = await Studio.launch()
})

afterAll(() => studio?.end())

afterEach(async () => {
  expect(await studio.close()).toEqual([])
})

it('views', async () => {
  const page = await openPlain(studio, SMALL)
  await studio.says(/^Ready/)
  const shown = {
    ...{ train: '#run', latent: '#palette-63', compare: '#compare-reset', bench: '#bench-filters' },
    ...{ lab: '#lab-check:enabled', 'lab/exercise/number': '#lab-primer[open]' },
  }
  for (const [view, part] of Object.entries(shown)) {
    await page.evaluate((to) => {
      location.hash = to
    }, view)
    await page.waitForSelector(part)
    expect(await barriersInAllLooks(page), view).toEqual([])
  }
})

it('the landing view', async () => {
  const page = await openPlain(studio, '')
  await studio.reads('home-said', /^Live: /)
  expect(await barriersInAllLooks(page)).toEqual([])
  expect(await barriersInAllLooks(page, OTHER_LOOKS)).toEqual([])
})

it('the tools of the latent lab', async () => {
  const page = await openPlain(studio, `${SMALL}#latent`)
  await page.waitForSelector('#palette-63:not([disabled])')
  for (const tool of ['slide', 'arithmetic', 'map', 'draw'] as const) {
    await page.click(`#tab-${tool}`)
    if (tool !== 'draw') {
      const id = { slide: 'slide', arithmetic: 'sum', map: 'map-point' }[tool]
      await studio.reads(`${id}-nearest-is`, /^no\. /)
    }
    expect(await barriersInAllLooks(page), tool).toEqual([])
  }
})

it('a translation', async () => {
  const page = await openPlain(studio, '#translate')
  await page.waitForSelector('#translate-result')
  expect(await barriersInAllLooks(page), 'the example').toEqual([])
  await page.click('#translate-width', { count: 3 })
  await page.keyboard.type('4')
  await page.click('#translate-step')
  await studio.reads('translate-status', /^Paused at step 1\.$/)
  await page.waitForSelector('#translate-back')
  expect(await barriersInAllLooks(page), 'a run').toEqual([])
})

it('a comparison that trains', async () => {
  const page = await studio.open(`${SMALL}&rivals=lsgan,wgan,hinge#compare`, {
    prepare: holdWorker,
  })
  await page.waitForSelector('#compare-reset')
  await page.click('#compare-run')
  await studio.reads('rival-0-distance', /\d/)
  // The page trains on, but the worker waits: only the page is looked at.
  const train = await holdBack(page, 'advanceRivals')
  expect(await barriersInAllLooks(page)).toEqual([])
  await studio.reads('compare-status', /^Training in turn/)
  await train()
})

it.each(['losses', 'distance', 'batchnorm'])('the figures of %s', async (name) => {
  const page = await openPlain(studio, `${SMALL}#lessons/${name}/all`)
  await page.waitForSelector('#answer, .question')
  if (name === 'batchnorm') {
    await studio.reads('norm-origin', /Computed on this GPU\.$/)
    await page.waitForSelector('#cost-batchNorm')
    await studio.reads('fog-after', /^mean/)
  }
  expect(await barriersInAllLooks(page, OTHER_LOOKS)).toEqual([])
})
