// The lessons on losses and on distances, as a reader sees them: the plots show the tape's numbers, and a
// drawn critic stays below the distance.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { subSteps } from '../../../src/gan/model/stages'
import {
  cells,
  column,
  forms,
  type LossName,
  logits,
  lossNames,
  type Role,
  roles,
  sigma,
} from '../../../src/page/lessons/tools/forms'
import { SMALL, Studio } from '../../support/studio'
import { askWorker, holdWorker } from '../../support/worker'

/** A run whose scores are logits. */
const RUN = `${SMALL}&objective=non-saturating`

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

/** Page of a lesson, as the test before left it. */
const open = async (name: 'losses' | 'distance') => {
  const hash = `#lessons/${name}/all`
  if (!studio.isOpen) await studio.open(RUN + hash, { prepare: holdWorker })
  const { page } = studio
  await page.evaluate((hash) => {
    location.hash = hash
  }, hash)
  await page.waitForSelector(name === 'losses' ? '#loss-role' : '#piles')
  await page.waitForSelector('#answer')
  return page
}

/** A number written with a proper minus sign. */
const plain = async (id: string) => Number((await studio.text(id)).replace('−', '-'))

/** Moves a slider as keys do. */
const slide = (id: string, value: number) =>
  studio.page.$eval(
    `#${id}`,
    (input, value) => {
      if (!(input instanceof HTMLInputElement)) return
      input.valueAsNumber = value
      input.dispatchEvent(new Event('input', { bubbles: true }))
    },
    value,
  )

describe('losses', () => {
  it('says what went wrong on the GPU, and does not deny that there is one', async () => {
    // The device of a run, which the tests below have too.
    const page = await studio.open(RUN, { prepare: holdWorker })
    await studio.says(/^Ready/)
    await page.workers()[0]?.evaluate(() => {
      const { prototype } = GPUDevice
      Object.assign(globalThis, { createBuffer: prototype.createBuffer })
      prototype.createBuffer = () => {
        throw new Error('the buffer is too large')
      }
    })
    await open('losses')
    await studio.reads('loss-source', /^The buffer is too large\.$/)
    await page.workers()[0]?.evaluate(() => {
      GPUDevice.prototype.createBuffer = Reflect.get(globalThis, 'createBuffer')
    })
    // Another visit asks again.
    await open('distance')
  })

  it("plots the tape's values and slopes, which are those on paper", async () => {
    const page = await open('losses')
    await studio.reads('loss-source', /^Every point is the GPU's/)
    const tape = Float32Array.from((await askWorker(page, 'lossesOfLogits', logits)) ?? [])
    expect(tape.length).toBe(2 * cells.length * logits.length)
    for (const { name, role } of cells) {
      for (const of of ['value', 'slope'] as const) {
        const computed = column(tape, { name, role, of })
        for (const [i, x] of logits.entries()) {
          const exact = forms[name][role][of](x)
          const error = Math.abs((computed[i] ?? Number.NaN) - exact)
          expect(error, `${of} of ${name}, ${role}, at ${x}`).toBeLessThanOrEqual(
            2 ** -22 * Math.max(1, Math.abs(exact)),
          )
        }
      }
    }
    for (const role of roles) {
      await page.select('#loss-role', role)
      for (const of of ['value', 'slope'] as const) {
        const plotted = await plottedLines(of)
        for (const name of lossNames) {
          const computed = column(tape, { name, role, of })
          // To a hundredth of a pixel.
          const error = plotted
            .get(name)
            ?.map(([, y], i) => Math.abs(y - (computed[i] ?? Number.NaN)))
          expect(error?.length).toBe(logits.length)
          expect(Math.max(...(error ?? []))).toBeLessThan(of === 'value' ? 5e-4 : 2e-4)
        }
      }
    }
    await page.select('#loss-role', 'generator')
  })

  /** Places of each line, in the numbers of the axes. */
  async function plottedLines(of: 'value' | 'slope') {
    const found = await studio.page.$eval(`#loss-plot-${of}`, (svg) => {
      const mark = (name: string, attribute: string) =>
        [...svg.querySelectorAll(`[data-${name}]`)].map((line) => [
          Number(line.getAttribute(`data-${name}`)),
          Number(line.getAttribute(attribute)),
        ])
      const lines = [...svg.querySelectorAll('[data-loss]')].map((path) => [
        path.getAttribute('data-loss') ?? '',
        path.getAttribute('d') ?? '',
      ])
      return { across: mark('across', 'x1'), up: mark('up', 'y1'), lines }
    })
    const ruler = (marks: number[][]) => {
      const [[a = 0, c = 0] = [], [b = 0, d = 0] = []] = [marks[0], marks.at(-1)]
      return (pixels: number) => a + ((pixels - c) * (b - a)) / (d - c)
    }
    const [x, y] = [ruler(found.across), ruler(found.up)]
    return new Map(
      found.lines.map(([name, d = '']) => [
        name as LossName,
        d
          .slice(1)
          .split('L')
          .map((place) => place.split(' ').map(Number))
          .map(([left = 0, top = 0]) => [x(left), y(top)] as const),
      ]),
    )
  }

  it('says value and slope of the logit that keys, the pointer or a claim choose', async () => {
    const page = await open('losses')
    await studio.reads('loss-source', /^Every point is the GPU's/)
    const shows = async (x: number, role: Role = 'generator') => {
      expect(await studio.text('loss-logit')).toBe(x.toFixed(2).replace('-', '−'))
      expect(await studio.number('loss-sigma')).toBeCloseTo(sigma(x), 4)
      for (const name of lossNames) {
        const { value, slope } = forms[name][role]
        expect(await plain(`loss-value-${name}`)).toBeCloseTo(value(x), 3)
        expect(await plain(`loss-slope-${name}`)).toBeCloseTo(slope(x), 3)
      }
    }
    await shows(-4)
    await page.focus('#loss-x')
    await page.keyboard.press('ArrowRight')
    await shows(-3.75)
    const plot = await page.$('#loss-plot-slope')
    await plot?.scrollIntoView()
    const box = await plot?.boundingBox()
    if (!box) throw new Error('there is no plot')
    await page.mouse.move(box.x + box.width / 2, box.y + 60)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width - 40, box.y + 60, { steps: 3 })
    await page.mouse.up()
    const x = await plain('loss-logit')
    expect(x).toBeGreaterThan(5)
    await shows(x)
    // Minimax lets go where D is sure, non-saturating does not; the batch shows it too.
    await page.click('[data-try=minimax]')
    await shows(-6)
    // Without another batch, there is nothing to choose.
    expect(await page.$('#loss-batch')).toBe(null)
    expect(await studio.number('loss-push-minimax')).toBeLessThan(0.01)
    expect(await studio.number('loss-push-non-saturating')).toBeGreaterThan(0.99)
    await page.click('[data-try=lsgan]')
    expect(await plain('loss-slope')).toBe(3)
    // A value outside the plot is written at its edge.
    await slide('loss-x', -6)
    expect(await page.$eval('#loss-plot-slope .beyond', (said) => said.textContent)).toBe('−7.0 ↓')
    await page.click('[data-try=hinge]')
    await shows(-3, 'fake')
    expect(await plain('loss-slope')).toBe(0)
    await page.select('#loss-role', 'generator')
  })

  it('asks something, and checks the answer', async () => {
    const page = await open('losses')
    await page.click('.question [value="2 times"]')
    await page.click('#answer')
    await studio.reads('verdict', /^Not quite\. Minimax has the slope/)
    await page.click('.question [value="99 times"]')
    await page.click('#answer')
    await studio.reads('verdict', /^Yes\. /)
    // 0.99 / 0.01, by the formulas at that logit.
    const x = Math.log(0.01 / 0.99)
    const { minimax, 'non-saturating': other } = forms
    expect(other.generator.slope(x) / minimax.generator.slope(x)).toBeCloseTo(99, 9)
  })

  it("shows the run's last batch where D scored it", async () => {
    const page = await open('losses')
    await studio.reads('loss-dots', /^16 made-up logits/)
    await page.click('nav a[href="#train"]')
    await studio.says(/^Ready/)
    let said = Number.NaN
    const [, ...parts] = subSteps
    for (const { name } of parts) {
      await page.click('#part')
      await studio.says(new RegExp(`^Slow motion: step 1, ${name}\\.`))
      if (name !== 'D on fake again') continue
      said = Number(/D\(G\(z\)\) is (\d\.\d+)/.exec(await studio.text('part-text'))?.[1])
    }
    await studio.reaches('step', 1)
    const { scores, step, objective } = (await askWorker(page, 'lossesScores')) ?? {}
    expect([step, objective, scores?.length]).toEqual([1, 'non-saturating', 8])
    const { length: count = 0 } = scores ?? []
    const mean = (scores ?? []).reduce((sum, x) => sum + sigma(x), 0) / count
    // The scores that slow motion reported.
    expect(mean).toBeCloseTo(said, 2)
    await page.click('nav a[href="#lessons"]')
    await page.click('a[href="#lessons/losses"]')
    await studio.reads('loss-dots', /^8 images that G drew in step 1, as your D \(non-saturating\)/)
    const places = await page.$$eval('#loss-plot-slope .dot', (dots) =>
      dots.map((dot) => Number(dot.getAttribute('cx'))),
    )
    const [left = 0, right = 0] = await page.$$eval('#loss-plot-slope [data-across]', (lines) =>
      [lines[0], lines.at(-1)].map((line) => Number(line?.getAttribute('x1'))),
    )
    const drawn = places.map((x) => ((x - left) / (right - left)) * 16 - 8)
    expect(await page.$eval('#loss-batch', (field) => 'value' in field && field.value)).toBe('run')
    for (const [i, x] of (scores ?? []).entries()) expect(drawn[i]).toBeCloseTo(x, 3)
    // The mean slope is that of G's loss at these scores, up to the error of linear interpolation.
    const { slope } = forms['non-saturating'].generator
    const push = (scores ?? []).reduce((sum, x) => sum + Math.abs(slope(x)), 0) / count
    expect(await studio.number('loss-push-non-saturating')).toBeCloseTo(push, 2)
  })
})

describe('distance', () => {
  it('never shows a drawn critic above the distance, and the best one at it', async () => {
    const page = await open('distance')
    const pad = await page.$('#critic')
    await pad?.scrollIntoView()
    const box = await pad?.boundingBox()
    if (!box) throw new Error('there is nothing to draw on')
    const gaps: number[] = []
    const read = async () => {
      const [gap, distance] = [await plain('critic-gap'), await plain('critic-distance')]
      gaps.push(gap)
      expect(gap).toBeLessThanOrEqual(distance)
      return distance
    }
    // Strokes to and fro, steep ones too; the last falls from left to right as the best one does.
    const strokes = [
      [0.9, 0.1, 0.5],
      [0.05, 0.95, 0.05],
      [0.1, 0.5, 0.9],
    ]
    for (const heights of strokes) {
      for (const [i, height] of heights.entries()) {
        await page.mouse.move(
          box.x + (0.2 + 0.3 * i) * box.width,
          box.y + height * (box.height - 40) + 10,
        )
        if (i === 0) await page.mouse.down()
        await read()
      }
      await page.mouse.up()
      await read()
    }
    expect(new Set(gaps).size).toBeGreaterThan(4)
    expect(Math.max(...gaps)).toBeGreaterThan(1)
    expect(await studio.text('critic-says')).toMatch(/made a slope of \d+\.\d, so its neighbours/)
    await page.click('#critic-best')
    const distance = await read()
    expect(await studio.text('critic-slope')).toBe('−1.000')
    // A step further, part of the pile is where the old critic is flat.
    await slide('shift-again', 4)
    expect(await studio.text('critic-slope')).toBe('−0.625')
    await slide('shift-again', 3)
    expect(gaps.at(-1)).toBe(distance)
    expect(distance).toBeCloseTo(await studio.number('em'), 3)
    // Points moved by keys fall behind it; none rises above.
    await page.focus('#critic')
    for (const key of [
      'ArrowUp',
      'ArrowUp',
      'ArrowRight',
      'PageDown',
      'ArrowLeft',
      'PageUp',
    ] as const) {
      await page.keyboard.press(key)
      await read()
    }
    expect(gaps.at(-1)).toBeLessThan(distance)
    await page.click('#critic-flat')
    expect(await studio.text('critic-gap')).toBe('0.000')
  })

  it('is flat by one measure and not by the other, where the piles do not touch', async () => {
    const page = await open('distance')
    await page.select('#shape-fake', 'hill')
    await page.click('[data-move]')
    expect(await studio.text('js')).toBe('0.693')
    expect(await studio.text('js-slope')).toBe('0.000')
    expect(await studio.text('em')).toBe('6.000')
    expect(await studio.text('em-slope')).toBe('1.000')
    await page.focus('#shift')
    await page.keyboard.press('ArrowLeft')
    expect(await studio.text('em')).toBe('5.750')
    expect(await studio.text('js')).toBe('0.693')
    await slide('shift', 0)
    expect(await studio.text('js')).toBe('0.000')
    expect(await studio.text('em')).toBe('0.000')
    // The pile can be dragged: half of the drawing is ten.
    const box = await (await page.$('#piles'))?.boundingBox()
    if (!box) throw new Error('there are no piles')
    const [middle, unit] = [box.x + box.width / 2, (box.width - 24) / 20]
    await page.mouse.move(middle, box.y + 220)
    await page.mouse.down()
    await page.mouse.move(middle - 3 * unit, box.y + 220, { steps: 4 })
    await page.mouse.up()
    expect(await studio.text('em')).toBe('3.000')
    expect(await studio.text('em-slope')).toBe('−1.000')
    const masses = await page.$$eval('#piles .carried', (bands) =>
      bands.map((band) => Number(band.getAttribute('data-mass'))),
    )
    expect(masses.reduce((sum, mass) => sum + mass, 0)).toBeCloseTo(1, 9)
  })
})
