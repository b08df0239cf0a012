// The lesson on styles, as a reader sees it: its parts of the generator can be switched off, and its numbers are those of
// the pictures.

import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Switches } from '../../../src/page/lessons/styles/jobs'
import { apart, meanApart } from '../../../src/page/lessons/styles/state'
import { SMALL, Studio } from '../../support/studio'
import { askWorker, holdWorker } from '../../support/worker'

let studio: Studio

beforeAll(async () => {
  studio = await Studio.launch()
  await studio.open(`${SMALL}#lessons/styles/all`, { prepare: holdWorker })
  await studio.reads('styles-status', /^Drawn by the kernels/)
})

afterAll(async () => {
  const problems = await studio?.close()
  await studio?.end()
  expect(problems).toEqual([])
})

const on: Switches = { mapping: true, modulation: true, noise: false }

const picturesOf = (images: readonly number[]): number[][] =>
  Array.from({ length: 8 }, (_, i) => images.slice(i * 1024, (i + 1) * 1024))

async function drawn(switches: Switches): Promise<number[][]> {
  const how = { seed: 1, count: 8, grain: 1 }
  const { images, side } = await askWorker(studio.page, 'stylesDraw', how, switches)
  expect(side).toBe(32)
  return picturesOf(images)
}

async function mixed(upTo: number, psi: number): Promise<number[][]> {
  const how = { seed: 1, count: 8 }
  return picturesOf((await askWorker(studio.page, 'stylesMix', how, { upTo, psi })).images)
}

const farthest = (a: readonly number[][], b: readonly number[][]): number =>
  Math.max(...a.flatMap((image, i) => image.map((v, j) => Math.abs(v - (b[i]?.[j] ?? 9)))))

const toOne = (value: number) => new RegExp(`^${value.toFixed(1).replace('.', '\\.')}$`)

it('says how far pictures are apart, with everything on, and without each part', async () => {
  const whole = await drawn(on)
  const spread = meanApart(whole.map((image) => Float32Array.from(image)))
  expect(spread).toBeGreaterThan(5)
  await studio.reads('styles-spread', toOne(spread))
  await studio.reads('styles-moved', /^0\.0$/)
  // Without modulation z reaches no layer.
  await studio.page.click('#styles-modulation')
  await studio.reads('styles-spread-now', /^0\.0$/)
  await studio.page.click('#styles-noise')
  const grainy = await drawn({ mapping: true, modulation: false, noise: true })
  const little = meanApart(grainy.map((image) => Float32Array.from(image)))
  expect(little).toBeGreaterThan(0)
  expect(little).toBeLessThan(0.7 * spread)
  await studio.reads('styles-spread-now', toOne(little))
  await studio.page.click('#styles-modulation')
  await studio.page.click('#styles-noise')
  await studio.page.click('#styles-mapping')
  const raw = await drawn({ ...on, mapping: false })
  const moved = raw.map((image, i) => apart(image, whole[i] ?? image))
  const mean = moved.reduce((sum, value) => sum + value, 0) / 8
  expect(mean).toBeGreaterThan(1)
  await studio.reads('styles-moved', toOne(mean))
})

it('gives the larger layers another style, and moves styles to their mean', async () => {
  const whole = await drawn(on)
  expect(farthest(await mixed(32, 1), whole)).toBeLessThan(1e-5)
  // The first picture has its own style everywhere, the others only in their small layers.
  const coarse = await mixed(8, 1)
  expect(farthest(coarse.slice(0, 1), whole.slice(0, 1))).toBeLessThan(1e-5)
  const far = (images: readonly number[][]) =>
    images.reduce((sum, image, i) => sum + apart(image, whole[i] ?? image), 0)
  const [small, large] = [far(await mixed(4, 1)), far(await mixed(16, 1))]
  expect(large).toBeGreaterThan(1)
  expect(large).toBeLessThan(far(coarse))
  expect(far(coarse)).toBeLessThan(small)
  // All are the picture of the mean, which is what is left without modulation.
  const mean = await drawn({ ...on, modulation: false })
  expect(farthest(await mixed(32, 0), mean)).toBeLessThan(1e-5)
  // The page draws the same row.
  await studio.page.select('#styles-up-to', '4')
  const shades = (image: readonly number[]) =>
    image.map((value) => Math.round(255 * Math.max(0, Math.min(1, (value + 1) / 2))))
  const wanted = shades((await mixed(4, 1))[3] ?? [])
  const off = async () => {
    const pixels = await studio.pixels('styles-mixed')
    const at = (x: number, y: number) => pixels[4 * (y * 256 + 96 + x)] ?? 999
    return Math.max(...wanted.map((byte, i) => Math.abs(byte - at(i % 32, Math.floor(i / 32)))))
  }
  await expect.poll(off).toBeLessThanOrEqual(1)
})

it('asks what is left without modulation', async () => {
  await studio.page.click('.question [value="in small details only"]')
  await studio.page.click('#answer')
  await studio.reads('verdict', /^Yes\./)
})
