// The studio: points in the plane, slow motion, accessibility.

import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { subSteps } from '../../src/gan/model/stages'
import { emptied } from '../support/emptied'
import { Studio } from '../support/studio'

/**
 * Bytes of the page, compressed: three minutes on a line of 64 kbit/s. A tenth is the editor of Lab, 182 kB the generator of
 * the lesson on styles, and 75 kB the program of the page that HTML saves: each loads when it is wanted.
 */
const LARGEST = 1_460_000
/** Of those, bytes that every visit loads: half a minute. */
const FIRST = 300_000

/** Parts of an iteration whose loss has no R1. */
const [, ...parts] = subSteps

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

describe('slow motion', () => {
  const current = () =>
    studio.page.$$eval('.parts [aria-current]', (items) => items.map((item) => item.textContent))

  it('goes through the named parts of an iteration to the bits of a whole one', async () => {
    await studio.ready()
    await studio.page.click('#iterate')
    await studio.says(/^Paused at step 1\./)
    const whole = await studio.pixels('samples')
    await studio.page.click('#reset')
    await studio.says(/^Ready/)
    const seen: string[] = []
    for (const { name } of parts) {
      await studio.page.click('#part')
      await studio.says(new RegExp(`^Slow motion: step 1, ${name}\\.`))
      expect(await current()).toEqual([name])
      expect(await studio.page.$eval('.graph', (graph) => graph.getAttribute('data-part'))).toBe(
        name,
      )
      seen.push(await studio.text('part-text'))
    }
    await studio.reaches('step', 1)
    // The text has this iteration's numbers.
    const said = (i: number) => Number(/ is (-?\d+\.\d+)/.exec(seen[i] ?? '')?.[1])
    expect(said(2)).toBeCloseTo(await studio.number('dReal'), 2)
    expect(said(3)).toBeCloseTo(await studio.number('dFake'), 2)
    const ofG = await studio.page.$$eval('.gradients.g li', (items) => items.length)
    expect(ofG).toBe(10)
    // The next whole iteration shows the same picture as the second without slow motion.
    await studio.page.click('#iterate')
    await studio.says(/^Paused at step 2\./)
    const second = await studio.pixels('samples')
    expect(second).not.toEqual(whole)
    await studio.page.focus('#scrub')
    await studio.page.keyboard.press('ArrowLeft')
    await studio.reads('picture-step', /^1$/)
    expect(await studio.pixels('samples')).toEqual(whole)
  })

  it('shows the batches, and running goes on from the midst of an iteration', async () => {
    await studio.ready()
    const fixed = await studio.pixels('real')
    for (const part of [0, 1]) {
      await studio.page.click('#part')
      await studio.says(new RegExp(`^Slow motion: step 1, ${parts[part]?.name}`))
    }
    const [batch, fake] = [await studio.pixels('real'), await studio.pixels('samples')]
    expect(batch).not.toEqual(fixed)
    // Eight images: a row, and room below it, so that nothing moves.
    expect(fake.length).toBe(256 * 256 * 4)
    const drawn = Array.from({ length: 256 }, (_, y) => fake[4 * 256 * y + 3] === 255)
    expect(drawn).toEqual(drawn.map((_, y) => y < 32))
    await studio.page.click('#run')
    await studio.reaches('step', 4)
    expect(await current()).toEqual([])
    expect(await studio.pixels('real')).toEqual(fixed)
  })
})

describe('the policy', () => {
  it('says what it may load, and loads nothing else', async () => {
    await studio.ready()
    const policy = await studio.page.$eval('meta[http-equiv]', (meta) =>
      meta.getAttribute('content'),
    )
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'; /)
    const escaped = await studio.page.evaluate(async () => {
      try {
        await fetch('http://127.0.0.1:9/')
        return true
      } catch {
        return false
      }
    })
    expect(escaped).toBe(false)
    // That refusal is the policy's, and the console says so.
    expect((await studio.close()).join()).toMatch(/Content Security Policy/)
  })
})

describe('points', () => {
  it('are drawn in layers that can be hidden, learn, and are counted', async () => {
    await studio.ready('?data=ring&seed=2')
    const first = await studio.pixels('plane')
    expect(await studio.text('networks')).toMatch(/^MLP .* WGAN-GP, Adam, batch 128, seed 2$/)
    const changed: string[] = []
    let before = first
    // With an untrained G the generated points hide the mesh.
    const layers = ['judged', 'fake', 'mesh', 'real', 'pushes']
    for (const layer of layers) {
      await studio.page.click(`#layer-${layer}`)
      const after = await studio.pixels('plane')
      if (Buffer.compare(before, after) !== 0) changed.push(layer)
      before = after
    }
    expect(changed).toEqual(layers)
    expect(new Set(new Uint32Array(before.buffer)).size).toBe(1)
    await studio.page.click('#layer-fake')
    const untrained = await studio.pixels('plane')
    await studio.page.click('#run')
    await studio.reaches('step', 5)
    await studio.page.click('#run')
    await studio.says(/^Paused/)
    const trained = await studio.pixels('plane')
    expect(trained).not.toEqual(untrained)
    await emptied(studio.page, 'plane')
    expect(await studio.pixels('plane')).toEqual(trained)
    expect(await studio.text('modes')).toMatch(/^\d modes found, \d+ % of the points good$/)
    for (const layer of layers.filter((name) => name !== 'fake')) {
      await studio.page.click(`#layer-${layer}`)
    }
  })

  it('give way to images, and come back', async () => {
    await studio.ready('?data=ring&seed=2')
    const ring = await studio.pixels('plane')
    await studio.page.select('#data', 'spiral')
    await studio.page.click('#reset')
    await expect.poll(() => studio.pixels('plane')).not.toEqual(ring)
    await studio.says(/^Ready/)
    await studio.page.select('#preset', 'mlp')
    // The preset at its own width takes long to compile.
    await studio.page.$eval('#more', (more) => more.setAttribute('open', ''))
    for (const [id, value] of [
      ['width', '1'],
      ['latent', '8'],
      ['batchSize', '8'],
    ] as const) {
      await studio.page.click(`#${id}`, { count: 3 })
      await studio.page.keyboard.type(value)
      await studio.page.keyboard.press('Enter')
    }
    await studio.page.click('#reset')
    await studio.reads('networks', /^MLP 32 × 32/)
    expect((await studio.pixels('samples')).length).toBe(256 * 256 * 4)
    await studio.page.select('#preset', 'ring')
    await studio.page.click('#reset')
    await studio.reads('networks', /^MLP of three hidden layers/)
    expect(await studio.page.$('#samples')).toBeNull()
  })

  it('begin again with the same plane, and step as they run', async () => {
    // Most kernels are the ring's.
    await studio.ready('?data=ring&seed=2')
    await studio.page.select('#data', 'grid')
    await studio.page.select('#objective', 'lsgan')
    await studio.page.click('#reset')
    await studio.reads('networks', /LSGAN/)
    await studio.says(/^Ready/)
    const first = await studio.pixels('plane')
    await studio.page.click('#iterate')
    await studio.says(/^Paused at step 1\./)
    const stepped = await studio.pixels('plane')
    await studio.page.click('#reset')
    await studio.says(/^Ready/)
    expect(await studio.pixels('plane')).toEqual(first)
    for (const { name } of parts) {
      await studio.page.click('#part')
      await studio.says(new RegExp(`^Slow motion: step 1, ${name}\\.`))
    }
    await studio.reaches('step', 1)
    // A whole iteration's drawing, once slow motion is over.
    await studio.page.click('#iterate')
    await studio.says(/^Paused at step 2\./)
    expect(await studio.pixels('plane')).not.toEqual(stepped)
  })
})

describe('craft', () => {
  const sizeOf = (file: string) => gzipSync(readFileSync(join(studio.folder, file))).length
  const sum = (files: readonly string[]) => files.map(sizeOf).reduce((a, b) => a + b, 0)

  it('is small enough to come over a phone line', () => {
    // As a server sends them: every view, lesson and language together, without the digits.
    const files = readdirSync(studio.folder, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && !/(mnist|uci)\.bin/.test(file.name))
      .map(({ parentPath, name }) => relative(studio.folder, join(parentPath, name)))
    expect(sum(files)).toBeGreaterThan(200_000)
    expect(sum(files)).toBeLessThan(LARGEST)
  })

  it('opens with less than half of that', () => {
    const html = readFileSync(join(studio.folder, 'index.html'), 'utf8')
    const named = [...html.matchAll(/(?:src|href)="\.\/assets\/([^"]+)"/g)]
    const workers = readdirSync(join(studio.folder, 'assets')).filter((name) =>
      /^worker-.*\.js$/.test(name),
    )
    expect(workers.length).toBe(1)
    const loaded = new Set<string>()
    /** With what it imports at once. */
    const load = (name: string): void => {
      if (loaded.has(name)) return
      loaded.add(name)
      if (!name.endsWith('.js')) return
      const text = readFileSync(join(studio.folder, 'assets', name), 'utf8')
      for (const [, file = ''] of text.matchAll(/\b(?:from|import)"\.\/([^"]+)"/g)) load(file)
    }
    for (const name of [...named.map(([, name = '']) => name), ...workers]) load(name)
    const files = ['index.html', ...[...loaded].map((name) => `assets/${name}`)]
    expect(files.length).toBeGreaterThan(3)
    expect(sum(files)).toBeLessThan(FIRST)
  })
})
