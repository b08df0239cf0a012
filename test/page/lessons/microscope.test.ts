// Lesson "The gradient microscope": the errors of the GPU's differences are within what float32 and Taylor's series
// allow, the tape is where they meet, and the page shows these numbers.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  cells,
  drawImages,
  drawWeights,
  type Setting,
  starts,
} from '../../../src/page/lessons/microscope/net'
import { fixed, scientific } from '../../../src/page/lessons/microscope/state'
import {
  BOUND,
  bestOf,
  differences,
  EPSILONS,
  errorsOf,
  expected,
  floor,
  H,
  noise,
  placesOf,
  ROUNDING,
  type Sweep,
  slopeOf,
  truncation,
} from '../../../src/page/lessons/microscope/sweep'
import { evaluate } from '../../../src/page/lessons/microscope/tools'
import { barriersInAllLooks } from '../../support/barriers'
import { SMALL, Studio } from '../../support/studio'
import { askWorker, holdWorker } from '../../support/worker'

let studio: Studio

beforeAll(async () => {
  studio = await Studio.launch()
})

afterAll(() => studio?.end())

afterEach(async ({ task }) => {
  if (studio.isOpen) expect(studio.problems()).toEqual([])
  // After a failed test the state of the page is unknown.
  if (task.result?.state === 'fail') await studio.close()
})

const SMOOTH = 130
const KINKED = 59
const bce: Setting = { loss: 'non-saturating', activation: 'leakyRelu' }
const smooth: Setting = { ...bce, activation: 'tanh' }

/** The lesson, on a page that the tests share. */
const open = async () => {
  if (studio.isOpen) return studio.page
  const page = await studio.open(`${SMALL}#lessons/microscope/all`, {
    prepare: async (opened) => {
      await holdWorker(opened)
      // For axe: the page's policy blocks foreign scripts.
      await opened.setBypassCSP(true)
    },
  })
  await studio.reads('scope-source', /^136 gradients, by the tape/)
  await studio.reads('scope-gradient', /\d/)
  return page
}

const sweepOf = async (setting: Setting, index: number): Promise<Sweep> => {
  const found = await askWorker(studio.page, 'microscopeSweep', { setting, index })
  return {
    ...found,
    single: Float32Array.from(found.single),
    double: Float64Array.from(found.double),
    kinks: Uint16Array.from(found.kinks),
  }
}

/** L in float64 with one weight changed. */
function exact(setting: Setting, index: number, value: number) {
  const weights = Float64Array.from(drawWeights())
  weights[index] = value
  return evaluate(setting, drawImages(), weights)
}

describe('the GPU', () => {
  it('differs from the tape by what rounding and the bend of the curve allow', async () => {
    await open()
    for (const [setting, index] of [
      [bce, SMOOTH],
      [bce, starts.weight2 + 3],
      [smooth, 21],
      [smooth, starts.gamma],
      [smooth, starts.beta + 1],
    ] as const) {
      const sweep = await sweepOf(setting, index)
      const about = `${setting.activation} ${index}`
      // Every loss is that of the references, up to some roundings of its terms.
      for (const [i, place] of placesOf(sweep.w).entries()) {
        const { loss, magnitude } = exact(setting, index, Math.fround(place))
        const error = Math.abs((sweep.single[i] ?? Number.NaN) - loss)
        expect(error / (ROUNDING * magnitude), about).toBeLessThan(BOUND)
        expect(sweep.double[i]).toBeCloseTo(exact(setting, index, place).loss, 12)
      }
      expect([...sweep.kinks].every((count) => count === 0)).toBe(true)
      const off = { forward: errorsOf(sweep, 'forward'), central: errorsOf(sweep, 'central') }
      for (const [k, epsilon] of EPSILONS.entries()) {
        if (epsilon > 0.1) continue
        const most = BOUND * floor(sweep, epsilon)
        const bend = {
          forward: 1.2 * truncation.forward(sweep, epsilon),
          central: 1.2 * truncation.central(sweep, epsilon),
        }
        expect(off.forward[k], about).toBeLessThan(2 * most + bend.forward)
        expect(off.central[k], about).toBeLessThan(most + bend.central)
      }
      // Where little is rounded the error falls as Taylor's series says: with ε, and with its square.
      for (const [kind, steep] of [
        ['forward', 1],
        ['central', 2],
      ] as const) {
        const points = EPSILONS.map((epsilon, k) => ({ epsilon, error: off[kind][k] ?? 0 }))
        const bent = points.filter(({ epsilon }) => {
          return epsilon < 0.4 && truncation[kind](sweep, epsilon) > 10 * noise(sweep, epsilon)
        })
        expect(bent.length, about).toBeGreaterThan(2)
        expect(Math.abs(slopeOf(bent) - steep), `${kind} ${about}`).toBeLessThan(0.2 * steep)
      }
      // At its best it is as near as these allow; in float64 it matches all digits of the tape.
      const best = bestOf(EPSILONS.map((epsilon) => expected(sweep, 'central', epsilon)))
      const should = expected(sweep, 'central', EPSILONS[best] ?? 0)
      expect(off.central[best], about).toBeLessThan(4 * should)
      // Terms of a gradient may cancel: at most some roundings of one.
      const double = errorsOf(sweep, 'double')[H] ?? 1
      expect(double / ROUNDING, about).toBeLessThan(BOUND)
      expect(double, about).toBeLessThan(should / 10)
      // As the check counts: in roundings of Σ|terms|, which is at least the gradient.
      expect(sweep.terms, about).toBeGreaterThanOrEqual(0.999_999 * Math.abs(sweep.gradient))
      expect(double / (ROUNDING * sweep.terms), about).toBeLessThan(BOUND)
      // At the smallest ε no digit is left, though float64 still has some.
      expect(off.central[0], about).toBeGreaterThan(1e4 * double)
    }
  })

  it('jumps at kinks, which tanh has not', async () => {
    await open()
    const [kinked, not] = [await sweepOf(bce, KINKED), await sweepOf(smooth, KINKED)]
    const k = 19
    const sides = [-1, 1].map(
      (way) => exact(bce, KINKED, kinked.w + way * (EPSILONS[k] ?? 0)).sides,
    )
    const crossed = sides[0]?.filter((side, i) => side !== sides[1]?.[i]).length
    expect(kinked.kinks[k]).toBe(crossed)
    expect(crossed).toBeGreaterThan(0)
    // Hundreds of times the rounding error, and suddenly in float64.
    const central = errorsOf(kinked, 'central')[k] ?? 0
    expect(central).toBeGreaterThan(100 * noise(kinked, EPSILONS[k] ?? 0))
    const double = errorsOf(kinked, 'double')
    expect(double[k]).toBeGreaterThan(1e4 * (double[H] ?? 1))
    expect(errorsOf(not, 'double')[k]).toBeLessThan(2 * truncation.central(not, EPSILONS[k] ?? 0))
    // A parabola, and a straight line: no truncation error.
    const [parabola, straight] = [
      await sweepOf({ ...bce, loss: 'lsgan' }, SMOOTH),
      await sweepOf({ ...bce, loss: 'wgan' }, SMOOTH),
    ]
    expect(errorsOf(parabola, 'central').at(-1)).toBeLessThan(BOUND * floor(parabola, 1))
    expect(errorsOf(parabola, 'forward').at(-1)).toBeGreaterThan(1)
    expect(errorsOf(straight, 'forward').at(-1)).toBeLessThan(2 * BOUND * floor(straight, 1))
    // Hinge has a kink of its own, behind layer 2.
    const hinge = await sweepOf({ ...bce, loss: 'hinge' }, SMOOTH)
    expect(hinge.kinks.at(-1)).toBeGreaterThan(0)
    expect(errorsOf(hinge, 'central').at(-1)).toBeGreaterThan(0.05)
  })
})

it('has no serious barrier in each look', async () => {
  const page = await open()
  expect(await barriersInAllLooks(page)).toEqual([])
  await page.setViewport({ width: 1280, height: 740 })
})

/** Waits until the drawing is of this weight and ε. */
const drawn = (index: number, place: number) =>
  studio.page.waitForFunction(
    (index, epsilon) => {
      const { dataset } = document.getElementById('scope-secant') ?? {}
      return dataset?.['index'] === String(index) && dataset['epsilon'] === String(epsilon)
    },
    {},
    index,
    EPSILONS[place],
  )

const slopes = () =>
  studio.page.evaluate(() =>
    ['scope-line', 'scope-tape'].map((id) =>
      Number(document.getElementById(id)?.getAttribute('data-slope')),
    ),
  )

describe('the page', () => {
  it('shows the computed numbers of the chosen ε and weight', async () => {
    const page = await open()
    // Figures and table below each other.
    await page.setViewport({ width: 700, height: 600 })
    let sweep = await sweepOf(bce, SMOOTH)
    const shows = async (place: number, index: number, kind: 'forward' | 'central' = 'central') => {
      await drawn(index, place)
      await studio.reads('scope-w', new RegExp(`^${fixed(sweep.w)}$`))
      const now = differences(sweep)[place]
      expect(await studio.text('scope-epsilon')).toBe(scientific(EPSILONS[place] ?? 0))
      expect(await studio.text('scope-gradient')).toBe(fixed(sweep.gradient))
      expect(await studio.text('scope-up')).toBe(fixed(sweep.single[1 + place] ?? 0))
      expect(await studio.text('scope-down')).toBe(fixed(sweep.single[30 + place] ?? 0))
      for (const each of ['forward', 'central', 'double'] as const) {
        const off = errorsOf(sweep, each)[place] ?? 0
        expect(await studio.text(`scope-says-${each}`)).toBe(fixed(now?.[each] ?? 0))
        expect(await studio.text(`scope-off-${each}`)).toBe(scientific(off))
      }
      const [line, tape] = await slopes()
      expect(line).toBeCloseTo(now?.[kind] ?? Number.NaN, 9)
      expect(tape).toBe(sweep.gradient)
    }
    await shows(14, SMOOTH)
    await page.focus('#scope-step')
    await page.keyboard.press('ArrowRight')
    await shows(15, SMOOTH)
    await page.keyboard.press('Home')
    await shows(0, SMOOTH)
    await page.click('#scope-forward')
    await shows(0, SMOOTH, 'forward')
    await page.click('#scope-central')
    // The plot can be dragged: its marks say where.
    const [left = 0, right = 0] = await page.$$eval('#scope-errors [data-across]', (lines) =>
      [lines[0], lines.at(-1)].map((each) => each?.getBoundingClientRect().left ?? 0),
    )
    await (await page.$('#scope-errors'))?.scrollIntoView()
    const { y: top } = (await (await page.$('#scope-errors'))?.boundingBox()) ?? { y: 0 }
    await page.mouse.move(left + 20, top + 60)
    await page.mouse.down()
    await page.mouse.move(left + ((right - left) * 24) / 28 + 2, top + 60, { steps: 3 })
    await page.mouse.up()
    await shows(24, SMOOTH)
    // Another weight, by arrow keys and by the pointer.
    await page.focus('#scope-weights')
    await page.keyboard.press('ArrowUp')
    sweep = await sweepOf(bce, SMOOTH - 16)
    await shows(24, SMOOTH - 16)
    const cell = await page.$(`[data-at="${KINKED}"]`)
    await cell?.scrollIntoView()
    const { x = 0, y = 0, width = 0 } = (await cell?.boundingBox()) ?? {}
    await page.mouse.click(x + width / 2, y + width / 2)
    sweep = await sweepOf(bce, KINKED)
    await shows(24, KINKED)
    expect(await studio.text('scope-picked')).toBe('layer 1, channel 3, row 3, column 2')
    expect(await studio.number('scope-kinks')).toBe(sweep.kinks[24])
    expect(await studio.text('scope-expected-central')).toBe('a kink')
    // The map shows the tape's gradients, the same as the sweep's.
    const mapped = await page.$eval(`[data-at="${KINKED}"]`, (each) =>
      Number(each.getAttribute('data-value')),
    )
    expect(mapped).toBe(sweep.gradient)
    expect(await page.$$eval('[data-at]', (all) => all.length)).toBe(cells.length)
  })

  it('keeps its promises, and asks something', async () => {
    const page = await open()
    await page.click('[data-try=noise]')
    await drawn(SMOOTH, 2)
    await page.waitForSelector('.scope-numbers')
    await page.click('[data-try=kink]')
    await drawn(KINKED, 19)
    await studio.reads('scope-kinks', /^[1-9]/)
    // There is no rule for the best ε; the page shows the smallest error and its ε.
    const kinked = await sweepOf(bce, KINKED)
    const central = errorsOf(kinked, 'central')
    const [place, least] = await page.$eval('#scope-best .note', (said) =>
      (said.textContent ?? '').split(/ at ε = |; /),
    )
    const clear = kinked.kinks.filter((count) => count === 0).length
    const smallest = Math.min(...central.slice(0, clear))
    expect(place).toBe(scientific(smallest))
    expect(least).toBe(scientific(EPSILONS[central.indexOf(smallest)] ?? 0))
    const { gradient, terms } = kinked
    const off = errorsOf(kinked, 'double')[H] ?? 1
    const units = await page.$$eval('#scope-h [data-unit]', (all) =>
      all.map((each) => Number.parseFloat((each.textContent ?? '').replaceAll(',', ''))),
    )
    for (const [i, of] of [Math.abs(gradient), terms].entries()) {
      expect(Math.abs((units[i] ?? 0) - off / (ROUNDING * of))).toBeLessThan(0.51)
    }
    await page.click('[data-try=smooth]')
    await studio.reads('scope-kinks', /^0$/)
    await page.click('.question [value="0.006"]')
    await page.click('#answer')
    await studio.reads('verdict', /^Yes\. /)
    // The rounding of a number near 1, twice, over twice ε.
    expect((2 * ROUNDING) / (2 * 1e-5)).toBeCloseTo(0.006, 4)
  })

  it('without WebGPU has float64, and what float32 would make of it', () =>
    studio.withoutGpu(async (prepare) => {
      await studio.open(`${SMALL}#lessons/microscope/all`, { prepare })
      await studio.reads('scope-source', /^There is no GPU here/)
      await studio.reads('scope-gradient', /\d/)
      await drawn(SMOOTH, 14)
      const h = 1e-5
      const f = (t: number) => exact(bce, SMOOTH, (drawWeights()[SMOOTH] ?? 0) + t).loss
      expect(await studio.text('scope-gradient')).toBe(fixed((f(h) - f(-h)) / (2 * h)))
      await studio.page.click('[data-try=noise]')
      await drawn(SMOOTH, 2)
      expect(Number((await studio.text('scope-off-central')).slice(0, 3))).toBeGreaterThan(0)
    }))
})
