// The built page in Firefox, whose WebGPU is wgpu with the shader compiler naga: it trains as in Chrome.

import type { Browser } from 'puppeteer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchFirefox } from '../../src/cli/runtime/firefox'
import { openFirefoxRuntime } from '../../src/cli/runtime/firefoxRuntime'
import { LONG } from '../../src/gpu/software'
import type { adapters } from '../scenarios/adapter'
import { acceptDialogs, goesOnAfterReload } from '../support/saved'
import { SCENARIOS } from '../support/shared'
import { SMALL, Studio } from '../support/studio'

type Measured = Awaited<ReturnType<(typeof adapters)['measuredAdapter']>>

let firefox: Browser
let studio: Studio

beforeAll(async () => {
  firefox = await launchFirefox()
  studio = await Studio.launch(firefox)
})

afterAll(async () => {
  await studio?.end()
  await firefox?.close()
})

/** Distinct levels of grey of an opaque picture, which has no colour. */
function levels(pixels: Uint8Array): Set<number> {
  const found = new Set<number>()
  for (let i = 0; i < pixels.length; i += 4) {
    const [r = -1, g, b, a] = pixels.subarray(i, i + 4)
    expect([g, b, a]).toEqual([r, r, 255])
    found.add(r)
  }
  return found
}

test('it keeps a run: after a reload it goes on to the bits of an uninterrupted one', async () => {
  await studio.ready()
  acceptDialogs(studio)
  await goesOnAfterReload(studio)
  expect(studio.problems()).toEqual([])
})

test('it trains, draws what it learned, starts again from the same pixels, and knows that the adapter is software', async () => {
  await studio.open(SMALL)
  await studio.says(/^Ready/)
  expect(await studio.text('adapter')).toMatch(/software/)
  const noise = await studio.pixels('samples')
  expect(levels(noise).size).toBeGreaterThan(1)
  expect(levels(await studio.pixels('real')).size).toBeGreaterThan(20)
  await studio.page.click('#run')
  await studio.reaches('step', 3)
  await studio.page.click('#run')
  await studio.says(/^Paused/)
  await studio.reaches('picture-step', 3)
  const drawn = await studio.pixels('samples')
  expect(drawn).not.toEqual(noise)
  levels(drawn)
  expect(await studio.text('lossD')).toMatch(/^\d\.\d{3}$/)
  await studio.page.click('#reset')
  await studio.says(/^Ready/)
  expect(await studio.pixels('samples')).toEqual(noise)
  expect(studio.problems()).toEqual([])
})

test('it learns to translate, and translates', async () => {
  await studio.open('#translate')
  await studio.page.waitForSelector('#translate-result')
  // Skin is yellow: the translator trained beforehand has coloured the face.
  const [red = 0, , blue = 0] = (await studio.pixels('translate-result')).subarray(
    4 * (16 * 32 + 16),
  )
  expect(red - blue).toBeGreaterThan(80)
  await studio.page.click('#translate-width', { count: 3 })
  await studio.page.keyboard.type('4')
  await studio.page.click('#translate-step')
  await studio.reads('translate-status', /^Paused at step 1\.$/)
  await studio.reads('translate-said', /as it was at step 1\.$/)
  const [made, result] = [
    await studio.pixels('translate-toB-made'),
    await studio.pixels('translate-result'),
  ]
  levels(result)
  // The first image held out is that on the pad.
  const first = Array.from({ length: 32 }, (_, y) => made.subarray(y * 1024, y * 1024 + 128))
  expect(Buffer.concat(first)).toEqual(Buffer.from(result))
  expect(studio.problems()).toEqual([])
})

test('a measurement tells software from hardware, though Firefox looks only ten times a second whether work is done', async () => {
  const { call, close } = await openFirefoxRuntime({ entry: SCENARIOS })
  try {
    const { software, microseconds } = await call<Measured>('measuredAdapter')
    expect(microseconds > LONG, `${microseconds} µs`).toBe(software)
  } finally {
    await close()
  }
})
