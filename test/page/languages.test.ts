// The whole page in two languages, while a run goes on.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { foreignIn } from '../support/book'
import { SMALL, Studio } from '../support/studio'

let studio: Studio

beforeAll(async () => {
  studio = await Studio.launch()
})

afterAll(() => studio?.end())

/** Names of adapters, layers, kernels and ops. */
const NAMES =
  '#adapter, #bench-adapter, .translate-more, .net, #networks, #bench-op, #lab-op, #lab-file, #lab-editor'

const VIEWS = {
  train: ['#part-text', /한 단계에서는/],
  latent: ['#latent-status', /단계의 생성자 G입니다/],
  translate: ['#translate-status', /^시작하면/],
  compare: ['#compare-status', /^시작하면 번갈아/],
  bench: ['#bench-status', /^준비되었습니다/],
  lab: ['#lab-status', /^커널을 고치고 검사해/],
  'lab/exercise/race': ['#lab-exercise', /버그 찾기: 경쟁 상태/],
} as const

it('speaks Korean in every view, and the run goes on', async () => {
  await studio.ready(`${SMALL}&lang=en`)
  const { page } = studio
  await page.click('#run')
  await studio.says(/^Training\./)
  await page.click('.languages [lang=ko]')
  await studio.says(/^학습하는 중입니다\./)
  expect(await page.$eval('html', (html) => html.lang)).toBe('ko')
  const before = Number((await studio.text('step')).replaceAll(',', ''))
  await studio.reaches('step', before + 1)
  await page.click('#run')
  await studio.says(/단계에서 멈췄습니다\.$/)
  for (const [name, [place, says]] of Object.entries(VIEWS)) {
    await page.evaluate((to) => {
      location.hash = to
    }, name)
    await page.waitForSelector(place)
    await studio.reads(place.slice(1), says)
    expect(await foreignIn(page, NAMES), name).toEqual([])
  }
  // An error of the library.
  await page.click('nav a[href="#bench"]')
  await page.type('#bench-size', 'nowhere')
  await studio.reads('bench-problem', /^이름에 “nowhere” 글자가 든 층이 없습니다/)
  await page.click('nav a[href="#train"]')
  await studio.says(/단계에서 멈췄습니다\.$/)
  await page.click('.languages [lang=en]')
  await studio.says(/^Paused at step /)
  expect(await page.evaluate(() => location.search)).not.toMatch(/lang/)
  expect(studio.problems()).toEqual([])
})
