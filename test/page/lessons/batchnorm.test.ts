// The lesson on batch norm in the built page: the kernels' numbers against float64, dragging, digits lost
// by the short formula, and the effect of a batch norm in front of D.

import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { batchNormCard } from '../../../src/catalogue/batchNorm'
import { conv2dCard } from '../../../src/catalogue/conv'
import { backward, EPS, momentsOf, normalised } from '../../../src/page/lessons/batchnorm/onPaper'
import { SMALL, Studio } from '../../support/studio'

const LESSON = `${SMALL}#lessons/batchnorm/all`

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

interface Column {
  x: number[]
  y: number[]
  mean: number
  variance: number
}

const column = (channel: number): Promise<Column> =>
  studio.page.evaluate((channel) => {
    const groups = [...document.querySelectorAll(`#norm-channel-${channel} [data-x]`)]
    const read = (name: string) => groups.map((group) => Number(group.getAttribute(name)))
    const said = document.getElementById(`norm-moments-${channel}`)
    const moment = (name: string) => Number(said?.getAttribute(name))
    return {
      x: read('data-x'),
      y: read('data-y'),
      mean: moment('data-mean'),
      variance: moment('data-variance'),
    }
  }, channel)

/** The open page, as the test before left it: with numbers of its own, but γ 1, β 0 and no offset. */
const ready = async () => {
  if (!studio.isOpen) await studio.open(LESSON)
  await studio.reads('norm-origin', /Computed on this GPU\.$/)
  return studio.page
}

/** Moves a slider. */
const slide = (id: string, value: number) =>
  studio.page.$eval(
    `#${id}`,
    (input, value) => {
      if (!(input instanceof HTMLInputElement)) return
      input.value = String(value)
      input.dispatchEvent(new Event('input', { bubbles: true }))
    },
    value,
  )

/** Waits until the GPU's numbers are shown: x̂ of each x, scaled and shifted. */
async function settled(channel: number, own = { weight: 1, bias: 0 }): Promise<Column> {
  let found = await column(channel)
  await expect
    .poll(async () => {
      found = await column(channel)
      const away = normalised(found.x, own).map((y, i) => Math.abs(y - (found.y[i] ?? 0)))
      return Math.max(...away)
    })
    .toBeLessThan(1e-5)
  return found
}

it('normalises each channel by its own moments, on the GPU', async () => {
  await ready()
  for (const channel of [0, 1]) {
    const found = await settled(channel)
    const { mean, variance } = momentsOf(found.x)
    expect(found.mean).toBeCloseTo(mean, 5)
    expect(found.variance).toBeCloseTo(variance, 5)
    // Rounded to f32, as the kernel writes it.
    expect(Math.fround(found.mean)).toBe(found.mean)
    expect(Math.fround(found.variance)).toBe(found.variance)
  }
  await slide('norm-weight-1', -1.5)
  await slide('norm-bias-1', 0.5)
  await settled(1, { weight: -1.5, bias: 0.5 })
  await slide('norm-weight-1', 1)
  await slide('norm-bias-1', 0)
})

it('passes a gradient on to every x, which is nothing along 1 and x̂', async () => {
  await ready()
  const { x } = await settled(0)
  const gradients = await studio.page.$$eval('#norm-gradient [data-gradient]', (bars) =>
    bars.map((bar) => Number(bar.getAttribute('data-gradient'))),
  )
  const gradY = x.map((_, i) => Number(i === 7))
  const expected = backward(x, gradY, 1)
  for (const [i, g] of expected.x.entries()) expect(gradients[i]).toBeCloseTo(g, 5)
  expect(await studio.number('norm-grad-bias')).toBe(1)
  expect(await studio.number('norm-grad-weight')).toBeCloseTo(expected.weight, 2)
  expect(await studio.text('norm-sum')).toBe('0.00')
  expect(await studio.text('norm-along')).toBe('0.00')
})

it('keeps the variance of large numbers, which the short way loses', async () => {
  const page = await ready()
  await slide('norm-offset', 4)
  const { x } = await column(0)
  const { variance } = momentsOf(x.map((each) => Math.fround(each + 10_000)))
  await studio.reads('norm-kernel', new RegExp(`^${variance.toFixed(3)}`))
  expect(await studio.number('norm-exact')).toBeCloseTo(variance, 4)
  const naive = Number((await studio.text('norm-naive')).replace('−', '-'))
  expect(Math.abs(naive - variance)).toBeGreaterThan(1)
  expect(await studio.text('norm-impossible')).toMatch(/^Zero: /)
  // The last number, from 3.1 to 3.2: a digit of float32 at 10,000² is 8.
  await page.focus('#norm-channel-0-pick')
  await page.keyboard.press('ArrowRight')
  await studio.reads('norm-naive', /^−8\.0000$/)
  expect(await studio.text('norm-impossible')).toMatch(/^Below 0: impossible/)
  await slide('norm-offset', 0)
})

it('is two reductions forward and two back, and each dispatch says what it is bound to', async () => {
  await ready()
  await studio.reads('norm-bytes', /in 6 dispatches/)
  const entries = await studio.page.$$eval('.norm-dispatches code', (all) =>
    all.map((each) => each.textContent),
  )
  expect(entries).toEqual([
    'chunk_moments',
    'merge_moments',
    'normalise',
    'chunk_gradients',
    'merge_gradients',
    'input_gradient',
  ])
  const [C, rows, chunk] = [128, 64 * 8 * 8, 128]
  const [x, partial, channel] = [4 * rows * C, 8 * (rows / chunk) * C, 4 * C]
  // Mean, squares and length of a chunk, in a vector of three, which takes the room of four.
  const moments = 2 * partial
  // moments: x, partial, and a mean for its length. merge: partial, two. normalise: x, four, y. And back: two of x, four, partial;
  // partial, sums, two; three of x, four, sums.
  const forward = x + moments + channel + (moments + 2 * channel) + (2 * x + 4 * channel)
  const sums = 2 * channel
  const back =
    2 * x + 4 * channel + partial + (partial + sums + 2 * channel) + (3 * x + 4 * channel + sums)
  const bytes = await studio.page.$eval('#norm-bytes', (note) => note.getAttribute('data-bytes'))
  expect(Number(bytes)).toBe(forward + back)
})

it('costs as its card says, and what this adapter takes', async () => {
  const page = await ready()
  const size = 'DCGAN 32², D block 2, batch 64'
  const works = {
    conv2d: conv2dCard.work(
      conv2dCard.sizes[size]?.inputs ?? { x: { shape: [] }, weight: { shape: [] } },
      { stride: 2, padding: 1 },
    ),
    batchNorm: batchNormCard.work(
      { x: { shape: [64, 8, 8, 128] }, weight: { shape: [128] }, bias: { shape: [128] } },
      { training: true },
    ),
  }
  await page.waitForSelector('#cost-batchNorm')
  const cells = (op: string) =>
    page.$$eval(`#cost-${op} td`, (all) => all.map((each) => Number(each.textContent)))
  for (const [op, { flop, bytes }] of Object.entries(works)) {
    const [mega, mb, intensity] = await cells(op)
    expect(mega).toBeCloseTo(flop / 1e6, op === 'batchNorm' ? 2 : 0)
    expect(mb).toBeCloseTo(bytes / 1e6, 1)
    expect(intensity).toBeCloseTo(flop / bytes, 1)
  }
  // Twice x, once y, and small buffers: three dispatches.
  await studio.reads('norm-moved', /x and y once: 4\.2 MB, 0\.9 FLOP per byte.* move 6\.4 MB.*0\.6/)
  await page.click('#norm-measure')
  await studio.reads(
    'norm-measured',
    /^Batch norm has 1\/293 of the arithmetic \(3\.67 of 1074 MFLOP\)/,
  )
  const [conv, norm] = [(await cells('conv2d'))[3] ?? 0, (await cells('batchNorm'))[3] ?? 0]
  expect(norm).toBeGreaterThan(0)
  expect(conv).toBeGreaterThan(norm)
})

it('shows that in front of D it would take the fog away, and tie images to each other', async () => {
  await ready()
  const change = () =>
    studio.page.$eval('#fog-change', (note) => Number(note.getAttribute('data-change')))
  await studio.reads('fog-after', /^mean −?0\.00, deviation 1\.00$/)
  const clear = [await studio.pixels('digits-before'), await studio.pixels('digits-after')]
  expect(clear[0]?.length).toBe(8 * 28 * 28 * 4)
  expect(new Set(clear[0]).size).toBeGreaterThan(20)
  const unfogged = await studio.text('fog-before')
  await slide('fog', 0.8)
  await expect.poll(() => studio.text('fog-before')).not.toBe(unfogged)
  await studio.reads('fog-after', /^mean −?0\.00, deviation 1\.00$/)
  const foggy = [await studio.pixels('digits-before'), await studio.pixels('digits-after')]
  const most = (a: Uint8Array = new Uint8Array(), b?: Uint8Array) =>
    a.reduce((found, byte, i) => Math.max(found, Math.abs(byte - (b?.[i] ?? 0))), 0)
  expect(most(clear[0], foggy[0])).toBeGreaterThan(80)
  expect(most(clear[1], foggy[1])).toBeLessThanOrEqual(1)
  // Effect of ε: x̂ shrinks by ε / 2σ² of itself; a white pixel is within 4 deviations.
  const deviation = Number(/deviation (\d\.\d+)$/.exec(await studio.text('fog-before'))?.[1])
  expect(await change()).toBeLessThan((4 * EPS) / (2 * (deviation - 0.005) ** 2) + 1e-4)
  expect(await studio.text('blank-change')).not.toContain('deviations')
  await studio.page.click('#blank')
  await expect
    .poll(async () => most(foggy[1], await studio.pixels('digits-after')))
    .toBeGreaterThan(100)
  // The first digit is unchanged, but D would be given another.
  const first = (pixels: Uint8Array) =>
    pixels.filter((_, i) => Math.floor(i / 4) % 224 < 28 && i % 4 === 0)
  const [before, after] = [
    await studio.pixels('digits-before'),
    await studio.pixels('digits-after'),
  ]
  expect(first(before)).toEqual(first(foggy[0] ?? new Uint8Array()))
  expect(most(first(foggy[1] ?? new Uint8Array()), first(after))).toBeGreaterThan(10)
  await studio.reads('blank-change', /seven others by up to \d\.\d\d deviations/)
  const others = await studio.page.$eval('#blank-change', (note) =>
    Number(note.getAttribute('data-others')),
  )
  // A shade is 4 deviations / 255 wide; pixels clamped to white are not counted.
  const shades = most(first(foggy[1] ?? new Uint8Array()), first(after))
  expect(others).toBeGreaterThanOrEqual((4 * (shades - 1)) / 255)
  expect(others).toBeLessThan(4)
})

it('moves all y of a channel, and none of another, when a number is dragged', async () => {
  const page = await ready()
  const [before, other] = [await settled(0), await settled(1)]
  const number = (await page.$$('#norm-channel-0 [data-x]'))[7]
  const circle = await number?.$('circle')
  await circle?.scrollIntoView()
  const box = await circle?.boundingBox()
  if (!box) throw new Error('nothing to drag')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x - 60, y, { steps: 4 })
  await page.mouse.up()
  const after = await settled(0)
  expect(after.x[7]).toBeLessThan(3)
  expect(after.x.slice(0, 7)).toEqual(before.x.slice(0, 7))
  for (const [i, value] of after.y.entries()) expect(value).not.toBe(before.y[i])
  expect((await column(1)).y).toEqual(other.y)
  await page.focus('#norm-channel-1-pick')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await studio.reads('norm-said-1', /^Number 2 of 8: x = −2\.30, /)
  await settled(1)
})

it('takes numbers at random and from a generator, and asks a question that it can check', async () => {
  const page = await ready()
  const begun = await column(0)
  await page.click('#norm-random')
  await studio.reads('norm-origin', /drawn at random\. /)
  expect((await column(0)).x).not.toEqual(begun.x)
  // No run has begun: it is the example's; and the run's once there is one.
  await page.click('#norm-layer')
  await studio.reads('norm-origin', /first layer of a generator .* \(trained example\)/)
  const trained = await settled(0)
  expect(new Set(trained.x).size).toBe(8)
  await page.click('nav a[href="#train"]')
  await studio.says(/^Ready/)
  await page.goBack()
  await page.waitForSelector('#norm-layer')
  await page.click('#norm-layer')
  await studio.reads('norm-origin', /first layer of a generator .* \(step 0 of the run\)/)
  const { x } = await settled(0)
  expect(x).not.toEqual(trained.x)
  // Weights of deviation 0.02: the layer's numbers are small, and are spread out to deviation 1.
  expect(Math.max(...x.map(Math.abs))).toBeLessThan(0.5)
  expect(new Set(x).size).toBe(8)
  await page.type('.question input', '8192')
  await page.click('#answer')
  await studio.reads('verdict', /^Yes\./)
})
