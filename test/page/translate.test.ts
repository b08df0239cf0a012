// Translate: a translator trained beforehand colours a drawing; another learns, translates drawings as it does held-out
// images, and is saved as the terminal goes on with it: test/long/translatePage.test.ts does. It is kept: after a reload it
// goes on to the same bits.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, unzipSync, zipSync } from 'fflate'
import type { ElementHandle } from 'puppeteer'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { readCheckpoint } from '../../src/gan/translate/files'
import { picture, pngOf } from '../support/own'
import { acceptDialogs, downloaded, savedFiles } from '../support/saved'
import { Studio } from '../support/studio'
import { ownCache } from '../support/terminal'

const SIDE = 32

let studio: Studio
const folder = mkdtempSync(join(tmpdir(), 'ganvas-translate-'))
const at = (...names: string[]) => join(folder, ...names)
ownCache(at('cache'))

beforeAll(async () => {
  studio = await Studio.launch()
  await studio.open('#translate')
})

afterAll(async () => {
  await studio?.end()
  rmSync(folder, { recursive: true, force: true })
})

afterEach(() => {
  expect(studio.problems()).toEqual([])
})

const says = (what: RegExp) => studio.reads('translate-status', what)

/** Types a number into a field, away from the bar that stays at the top. */
async function type(id: string, value: string): Promise<void> {
  await studio.page.$eval(`#${id}`, (field) => field.scrollIntoView({ block: 'center' }))
  await studio.page.click(`#${id}`, { count: 3 })
  await studio.page.keyboard.type(value)
  await studio.page.keyboard.press('Tab')
}

async function upload(id: string, name: string, bytes: Uint8Array): Promise<void> {
  writeFileSync(at(name), bytes)
  const input = (await studio.page.$(`#${id}`)) as ElementHandle<HTMLInputElement>
  await input.uploadFile(at(name))
}

/** Image n of a row of eight. */
async function cut(id: string, n: number): Promise<Buffer> {
  const pixels = await studio.pixels(id)
  const row = SIDE * 4
  const rows = Array.from({ length: SIDE }, (_, y) =>
    pixels.subarray((y * 8 + n) * row, (y * 8 + n + 1) * row),
  )
  return Buffer.concat(rows)
}

const drawn = async (id: string) => Buffer.from(await studio.pixels(id))

/** Waits until an image is another than before; returns it. */
async function changed(id: string, before: Buffer): Promise<Buffer> {
  await expect.poll(async () => (await drawn(id)).equals(before)).toBe(false)
  return drawn(id)
}

/** Draws a line across the pad. */
async function stroke(): Promise<void> {
  await studio.page.$eval('#translate-pad', (pad) => pad.scrollIntoView({ block: 'center' }))
  const { left, top, width, height } = await studio.page.$eval('#translate-pad', (pad) =>
    pad.getBoundingClientRect().toJSON(),
  )
  await studio.page.mouse.move(left + 0.2 * width, top + 0.3 * height)
  await studio.page.mouse.down()
  await studio.page.mouse.move(left + 0.8 * width, top + 0.7 * height, { steps: 4 })
  await studio.page.mouse.up()
}

it('colours a drawing before anything was trained', async () => {
  await studio.page.waitForSelector('#translate-result')
  const face = await drawn('translate-result')
  // Skin is yellow, paper stays white.
  const [red = 0, , blue = 0] = face.subarray(4 * (16 * SIDE + 16))
  expect(red - blue).toBeGreaterThan(80)
  expect(Math.min(...face.subarray(0, 3))).toBeGreaterThan(200)
  expect(await studio.text('translate-said')).toMatch(/^By a translator trained beforehand/)
  await stroke()
  const crossed = await changed('translate-result', face)
  await studio.page.click('#translate-clear')
  await changed('translate-result', crossed)
  await studio.page.click('#translate-sample')
  await expect.poll(async () => (await drawn('translate-result')).equals(face)).toBe(true)
})

it('learns, and translates what is drawn as it does held-out images, in both directions', async () => {
  await type('translate-width', '4')
  await type('translate-batchSize', '2')
  await studio.page.click('#translate-step')
  await says(/^Paused at step 1\.$/)
  const first = await cut('translate-toB-made', 0)
  await studio.page.click('#translate-run')
  await studio.reaches('translate-at', 3)
  await studio.page.click('#translate-run')
  await says(/^Paused at step \d+\.$/)
  const step = await studio.text('translate-at')
  await studio.reads('translate-said', new RegExp(`as it was at step ${step}\\.$`))
  expect(await studio.text('translate-lossD')).toMatch(/^\d+\.\d{3}$/)
  const [given, partner] = [
    await cut('translate-toB-given', 5),
    await cut('translate-toB-partner', 5),
  ]
  expect(partner).toEqual(given.map((byte, i) => (i % 4 === 3 ? 255 : 255 - byte)))
  for (const direction of ['toB', 'toA']) {
    await studio.page.select('#translate-direction', direction)
    const made = await cut(`translate-${direction}-made`, 0)
    expect(made.equals(first)).toBe(false)
    await expect.poll(async () => (await drawn('translate-result')).equals(made)).toBe(true)
    expect(await drawn('translate-pad-pixels')).toEqual(
      await cut(`translate-${direction}-given`, 0),
    )
    const back = await cut(`translate-${direction}-back`, 0)
    expect(await drawn('translate-back')).toEqual(back)
  }
  const before = await drawn('translate-result')
  await stroke()
  await changed('translate-result', before)
  const grey = picture(3, SIDE, SIDE, { grey: true })
  await upload('translate-picture', 'grey.png', pngOf(grey))
  const bytes = Array.from(grey.rgb).flatMap((byte, i) => (i % 3 === 2 ? [byte, 255] : [byte]))
  await expect
    .poll(async () => (await drawn('translate-pad-pixels')).equals(Buffer.from(bytes)))
    .toBe(true)
})

it('is saved as the terminal goes on with it', async () => {
  const step = await studio.number('translate-at')
  const { name, bytes } = await downloaded(studio, '#translate-save')
  expect(name).toBe(`ganvas-translation-step${String(step).padStart(6, '0')}.zip`)
  const files = unzipSync(bytes)
  const path = 'checkpoint.safetensors'
  const checkpoint = readCheckpoint({ path, bytes: files[path] ?? new Uint8Array() })
  const config: unknown = JSON.parse(new TextDecoder().decode(files['config.json']))
  expect(config).toEqual(checkpoint.config)
  expect(checkpoint).toMatchObject({ step, config: { width: 4, batchSize: 2, steps: 400 } })
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining(['toA.safetensors', 'toB.safetensors', 'log.jsonl']),
  )
})

/** Checkpoint of the run, as text. */
async function checkpoint(selector = '#translate-save'): Promise<string> {
  const { 'checkpoint.safetensors': bytes = new Uint8Array() } = await savedFiles(studio, selector)
  return Buffer.from(bytes).toString('base64')
}

const step = async (to: number) => {
  await studio.page.click('#translate-step')
  await says(new RegExp(`^Paused at step ${to}\\.`))
}

it('goes on after a reload to the bits of an uninterrupted run', async () => {
  const dialogs = acceptDialogs(studio)
  await studio.page.click('#translate-reset')
  await says(/^Start learns .* The run before is in Kept runs, at step \d+\.$/)
  await step(1)
  await studio.reads('translate-kept', /^Kept runs: 2, /)
  await studio.page.reload()
  expect(dialogs).toEqual([])
  await studio.reads('translate-go-on', /^Go on with step 1$/)
  await studio.page.click('#translate-go-on')
  await studio.reaches('translate-at', 2)
  await studio.page.click('#translate-run')
  await says(/^Paused at step/)
  const to = await studio.number('translate-at')
  expect(await studio.page.$eval('#translate-width', (field) => Reflect.get(field, 'value'))).toBe(
    '4',
  )
  const resumed = await checkpoint()
  await studio.page.click('#translate-reset')
  await says(/^Start learns/)
  for (let next = 1; next <= to; next++) await step(next)
  expect((await checkpoint()) === resumed).toBe(true)
})

it('loads what it saved, and refuses what another view continues', async () => {
  const { name, bytes } = await downloaded(studio, '#translate-save')
  const before = await checkpoint()
  const at = await studio.number('translate-at')
  await step(at + 1)
  const next = await checkpoint()
  await upload('translate-load', name, bytes)
  await says(new RegExp(`^Paused at step ${at}, loaded from ${name}\\.$`))
  expect((await checkpoint()) === before).toBe(true)
  // On a phone Continue, the longest name, leaves the buttons in one row.
  const usual = studio.page.viewport()
  await studio.page.setViewport({ width: 360, height: 740 })
  expect(await studio.text('translate-run')).toBe('Continue')
  const edges = await studio.page.$$eval('.bar .buttons > *', (all) =>
    all.map((each) => {
      const { top, right } = each.getBoundingClientRect()
      return [Math.round(top), right <= 344 && each.scrollWidth <= each.clientWidth]
    }),
  )
  expect(edges).toEqual(Array(5).fill([edges[0]?.[0], true]))
  await studio.page.setViewport(usual)
  await step(at + 1)
  expect((await checkpoint()) === next).toBe(true)

  const config = JSON.stringify({ objective: 'lsgan' })
  const gan = { 'config.json': config, 'checkpoint.safetensors': 'x' }
  const zip = (files: Record<string, string>) =>
    zipSync(Object.fromEntries(Object.entries(files).map(([path, of]) => [path, strToU8(of)])))
  await upload('translate-load', 'gan.zip', zip(gan))
  await says(/^gan\.zip is a GAN, which draws from noise\. Load it in the view Train\.$/)
  const isRed = () => studio.page.$eval('#translate-status', (line) => line.className === 'fault')
  expect(await isRed()).toBe(true)
  // The present run is as it was.
  await step(at + 2)
  expect(await isRed()).toBe(false)
})

it('kept runs are listed, saved as files, and deleted', async () => {
  await studio.page.click('#translate-kept summary')
  await studio.page.waitForSelector('.kept-list li')
  expect(await studio.text('translate-kept')).toMatch(
    /Digits → inverted digits, 32 × 32, seed 1Step \d+, .*: this run/,
  )
  const items = () => studio.page.$$eval('.kept-list li', (each) => each.length)
  expect(await items()).toBeGreaterThan(1)
  for (let left = await items(); left > 1; left--) {
    for (const title of [/Delete/, /Delete for good/]) {
      await studio.reads('translate-kept', title)
      await studio.page.click('.kept-list li:last-child button:nth-of-type(3)')
    }
    await studio.page.waitForFunction(
      (left) => document.querySelectorAll('.kept-list li').length === left - 1,
      {},
      left,
    )
  }
  const here = await checkpoint()
  const kept = '.kept-list li:first-child button:nth-of-type(1)'
  expect((await checkpoint(kept)) === here).toBe(true)
})

it('takes pairs of the user from a zip, and refuses what are none', async () => {
  await studio.page.click('#translate-reset')
  await says(/^Start learns/)
  await studio.page.select('#translate-kind', 'pairs')
  await studio.page.select('#translate-pairs', 'own')
  await upload('translate-files-pairs', 'single.png', pngOf(picture(1, SIDE, SIDE)))
  await studio.reads('translate-problem-pairs', /not two images of one size side by side/)
  const pairs = Object.fromEntries(
    Array.from({ length: 8 }, (_, n) => [
      `${n % 2 === 0 ? 'A' : 'B'}/${n >> 1}.png`,
      new Uint8Array(pngOf(picture(n, SIDE, SIDE))),
    ]),
  )
  await upload('translate-files-pairs', 'pairs.zip', zipSync(pairs))
  await studio.reads('translate-own-pairs', /^4 pairs\.$/)
  await studio.page.click('#translate-step')
  await says(/^Paused at step 1\.$/)
  const [even, odd] = [0, 1].map((odd) =>
    [0, 1, 2, 3].map((n) => {
      const { rgb } = picture(2 * n + odd, SIDE, SIDE)
      return Buffer.from(Array.from(rgb).flatMap((byte, i) => (i % 3 === 2 ? [byte, 255] : [byte])))
    }),
  )
  // One of them is held out, with its partner.
  const [given, partner] = [
    await cut('translate-toB-given', 0),
    await cut('translate-toB-partner', 0),
  ]
  const held = even?.findIndex((each) => each.equals(given)) ?? -1
  expect(held).toBeGreaterThanOrEqual(0)
  expect(partner.equals(odd?.[held] ?? Buffer.alloc(0))).toBe(true)
  expect(await studio.page.$('#translate-toA-made')).toBeNull()
})
