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

/** Losses of D at the end: with the user's kernel, and with ours. */
const losses = () =>
  studio.page.$$eval('#lab-training tbody tr:last-child td', (cells) =>
    cells.slice(0, 2).map(({ textContent }) => Number(textContent)),
  )

it('trains digits', async () => {
  const page = await studio.open('#lab/leakyRelu')
  await says(/^Change the kernel/)
  await page.click('#lab-train')
  await says(/^Trained\. Compare the two pictures\.$/)
  const [own, ours] = await losses()
  expect(own).toBeCloseTo(ours ?? Number.NaN, 1)
  const text = readFileSync('shaders/activations.wgsl', 'utf8')
  const at = text.indexOf('fn leaky_relu_backward')
  await pasted(
    page,
    text.slice(0, at) + text.slice(at).replace('result[i] = grad_y', 'result[i] = -grad_y'),
  )
  await page.click('#lab-train')
  await says(/^(?:Trained|After)/)
  const [wrong = Number.NaN] = await losses()
  expect(Math.abs(wrong - (ours ?? 0))).toBeGreaterThan(0.2)
})

it('trains points where a fully connected layer is the subject', async () => {
  const { page } = studio
  await page.evaluate(() => location.assign('#lab/linear'))
  await says(/^Change the kernel/)
  await page.click('#lab-train')
  await says(/^Trained/)
  const found = () =>
    page.$$eval('.lab-pictures figcaption', (all) =>
      all.map(({ textContent }) => Number(/: (\d) of 8/.exec(textContent ?? '')?.[1])),
    )
  for (const modes of await found()) expect(modes).toBeGreaterThan(3)
})
