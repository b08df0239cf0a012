// Lab: the user's kernel in place of ours, by the keyboard.

import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { barriersInAllLooks } from '../support/barriers'
import { pasted } from '../support/pasted'
import { Studio } from '../support/studio'

const ours = readFileSync('shaders/activations.wgsl', 'utf8')
const LEAKY = 'result[i] = x[i] * select(vec4f(GAIN * SLOPE), vec4f(GAIN), x[i] > vec4f());'

let studio: Studio

beforeAll(async () => {
  studio = await Studio.launch()
})

afterAll(() => studio?.end())

afterEach(() => {
  expect(studio.problems()).toEqual([])
})

const says = (what: RegExp) => studio.reads('lab-status', what)

const write = (text: string) => pasted(studio.page, text)

it('names the wrong element of a changed kernel, keeps the text over a reload, and passes ours', async () => {
  const page = await studio.open('#lab/leakyRelu')
  await says(/^Change the kernel/)
  await write(ours.replace(LEAKY, LEAKY.replace('vec4f(GAIN),', 'vec4f(1.01 * GAIN),')))
  await page.click('#lab-check')
  await says(
    /^\d things are wrong, the first: y of sample 0 at \[\d, \d, \d, \d\]: [−\d.]+, expected/,
  )
  expect(await studio.text('lab-verdicts')).toMatch(/0y\de\+54\.00WRONG at \[/)
  await page.reload()
  await says(/^This is your text/)
  await page.click('#lab-reset')
  await page.click('#lab-check')
  await says(/^Right: values and gradients/)
  await page.click('#lab-size summary')
  await studio.reads('lab-size', /leaky_relu, \d+ workgroups: SLOPE = 0\.2/)
  await page.focus('#lab-shape-x')
  await page.$eval('#lab-shape-x', (input) => (input as HTMLInputElement).select())
  await page.keyboard.type('2 x 3 x 5')
  await page.click('#lab-check-typed')
  await says(/^Right: values and gradients/)
  await page.click('#lab-race')
  await says(/^Raced\.$/)
  expect(await studio.text('lab-ratio')).toMatch(/^Yours takes \d+\.\d\d× the time of ours/)
})

it('marks a line that does not compile, and one whose loop never ends', async () => {
  const { page } = studio
  const line = ours.slice(0, ours.indexOf(LEAKY)).split('\n').length
  const noted = () =>
    page.$$eval('#lab-editor >>> .said', (all) => all.map(({ textContent }) => textContent))
  await write(ours.replace(LEAKY, 'result[i] = x[i] * SLOP;'))
  await page.click('#lab-check')
  await says(new RegExp(`^Line ${line}: unresolved value 'SLOP'`))
  await expect.poll(noted).toEqual(["unresolved value 'SLOP'"])
  await write(ours.replace(LEAKY, 'loop { if (x[i].x > 1e30) { break; } result[i] = x[i]; }'))
  await page.click('#lab-check')
  await says(new RegExp(`^Line ${line}: this loop does not end`))
  await expect.poll(noted).toEqual(['this loop does not end'])
})

it('jumps to a race; Tab indents, and after Escape leaves', async () => {
  const { page } = studio
  await page.evaluate(() => location.assign('#lab/exercise/barrier'))
  await says(/^Change the kernel/)
  await page.click('#lab-check')
  await says(/wrong/)
  expect(await studio.text('lab-suspects')).toMatch(
    /RACE sum_axis, sample \d: parts\[\d+\] is used by two/,
  )
  await page.click('#lab-suspects button')
  const focused = () => page.evaluate(() => document.activeElement?.id)
  expect(await focused()).toBe('lab-editor')
  await page.keyboard.press('Tab')
  expect(await focused()).toBe('lab-editor')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  expect(await focused()).not.toBe('lab-editor')
  expect(await barriersInAllLooks(page)).toEqual([])
})

it('does not take a text without its entry point, where ours would run, for a solution', async () => {
  const { page } = studio
  await page.evaluate(() => location.assign('#lab/exercise/leaky-relu'))
  await says(/^Change the kernel/)
  await write(ours.replace('fn leaky_relu_backward', 'fn another'))
  await page.click('#lab-check')
  await says(/^The text lacks the entry point leaky_relu_backward, so there is nothing to judge\.$/)
})

it('says that an empty entry point stores nothing', async () => {
  const { page } = studio
  await page.evaluate(() => location.assign('#lab/leakyRelu/activations.wgsl/leaky_relu/empty'))
  await says(/^Change the kernel/)
  await page.click('#lab-check')
  await says(/^mine\.wgsl leaky_relu: it stores nothing\. Write its values into result\.$/)
})

it('ends what it does when asked, and goes on', async () => {
  const { page } = studio
  await page.setViewport({ width: 1280, height: 740 })
  await page.evaluate(() => location.assign('#lab/exercise/barrier'))
  // It was indented above.
  await says(/^This is your text/)
  await page.$eval('#lab-answer', (each) => each.setAttribute('open', ''))
  await page.click('#lab-solution')
  // Both before the worker can answer.
  await page.$eval('button#lab-check', (button) => {
    button.click()
    button.click()
  })
  await says(/^Stopped\.$/)
  await page.click('#lab-check')
  await says(/^Right\. The exercise is solved\.$/)
  expect(await studio.text('lab-next')).toBe('Next: Bug hunt: a race')
})

it('speaks Korean', async () => {
  await studio.open('?lang=ko#lab/exercise/number')
  await says(/^커널을 고치고 검사해 보세요\.$/)
  await studio.reads('lab-exercise', /호출 하나에 숫자 하나/)
  await studio.reads('lab-check', /^검사$/)
  await studio.page.click('.languages [lang=en]')
  await says(/^Change the kernel, and check it\.$/)
})
