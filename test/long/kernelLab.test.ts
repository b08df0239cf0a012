// Lab trains with the user's kernel: ours learns as ours, a gradient of the wrong sign does not.

import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { pasted } from '../support/pasted'
import { Studio } from '../support/studio'

let studio: Studio

beforeAll(async () => {
  studio = await Studio.launch()
})

afterAll(() => studio?.end())

afterEach(() => {
  expect(studio.problems()).toEqual([])
})

const says = (what: RegExp) => studio.reads('lab-status', what)

/** Losses of D after ten iterations: with the user's kernel, and with ours. */
async function losses(): Promise<[own: number, ours: number]> {
  const [own, ours] = await studio.page.$$eval('#lab-training tbody tr:first-child td', (cells) =>
    cells.slice(0, 2).map(({ textContent }) => Number(textContent)),
  )
  if (own === undefined || ours === undefined) throw new Error('Train shows no losses')
  return [own, ours]
}

it('trains digits: ours as ours, and not so with a gradient of the wrong sign', async () => {
  const page = await studio.open('#lab/leakyRelu')
  await says(/^Change the kernel/)
  await page.click('#lab-train')
  await says(/^Trained\. Compare the two pictures\.$/)
  const [own, ours] = await losses()
  expect(Math.abs(own - ours)).toBeLessThan(0.01)
  const text = readFileSync('shaders/activations.wgsl', 'utf8')
  const at = text.indexOf('fn leaky_relu_backward')
  await pasted(
    page,
    text.slice(0, at) + text.slice(at).replace('result[i] = grad_y', 'result[i] = -grad_y'),
  )
  await page.click('#lab-train')
  await says(/^(?:Trained|After)/)
  const [wrong] = await losses()
  expect(Math.abs(wrong - ours)).toBeGreaterThan(0.02)
})

it('trains points where a fully connected layer is the subject', async () => {
  const { page } = studio
  await page.evaluate(() => location.assign('#lab/linear'))
  await says(/^Change the kernel/)
  await page.click('#lab-train')
  await says(/^Trained/)
  const [own, ours] = await losses()
  expect(Math.abs(own - ours)).toBeLessThan(0.01)
  expect(await page.$$eval('.lab-pictures figcaption', (all) => all.length)).toBe(2)
})
