// The latent lab: its pictures are those of the named vectors, its figures those that the library
// computes; by pointer, by keyboard, and on a phone.

import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ImageSet } from '../../src/data/imageSet'
import { parseMnist } from '../../src/data/mnist'
import { prepared } from '../../src/data/prepare'
import { FEATURES } from '../../src/gan/judge/judge'
import { smoothness } from '../../src/gan/judge/metrics/smoothness'
import {
  analogy,
  between,
  combine,
  journey,
  type Latent,
  lengthOf,
  meanOf,
  resized,
  stack,
  unstack,
} from '../../src/gan/latent/latent'
import { cornerPoint, planePoint } from '../../src/gan/latent/latentMap'
import { seededNoise } from '../../src/gan/model/noise'
import type { From } from '../../src/page/latent/jobs'
import { SIDE as MAP } from '../../src/page/latent/plane'
import type { studioScenarios } from '../scenarios/studio'
import { inPage } from '../support/browser'
import { SMALL, Studio } from '../support/studio'
import { askWorker, holdWorker } from '../support/worker'

type Result<Name extends keyof typeof studioScenarios> = Awaited<
  ReturnType<(typeof studioScenarios)[Name]>
>

const LATENT = 100
const SIDE = 32
const example: From = { source: 'example', label: 0 }

/** Vectors of the palette: the noise of seed 1. */
const vectors = unstack(seededNoise(1, 64, LATENT), LATENT)
const z = (i: number): Latent => vectors[i] ?? new Float32Array()

let studio: Studio
let digits: ImageSet

beforeAll(async () => {
  studio = await Studio.launch()
  digits = (await parseMnist(readFileSync('src/data/mnist/mnist.bin.gz'))).train
})

afterAll(() => studio?.end())

afterEach(async ({ task }) => {
  if (studio.isOpen) expect(studio.problems()).toEqual([])
  // After a failed test the state of the page is unknown.
  if (task.result?.state === 'fail') await studio.close()
})

/** Opens the lab with the trained example, shared by tests, and one of its tools in its initial state. */
async function openLab(tool = 'slide'): Promise<void> {
  if (!studio.isOpen) await freshLab()
  await studio.page.click(`#tab-${tool}`)
  if (tool === 'draw') {
    await studio.page.click('#clear-pad')
    return
  }
  if (tool === 'sliders') return
  await studio.page.select('#way', 'spherical')
  if (tool === 'slide') {
    await pick('slide', [
      [0, 0],
      [1, 1],
    ])
    await slideTo(0.5)
  }
}

/** The only page. Its own run has classes, and learns fast. */
async function freshLab(): Promise<void> {
  await studio.open(`${SMALL}&classes=10&lr=0.02#latent`, {
    prepare: async (opened) => {
      await holdWorker(opened)
      // For axe: the page's policy blocks foreign scripts.
      await opened.setBypassCSP(true)
    },
  })
  await studio.page.waitForSelector('#palette-63:not([disabled])')
}

/** Drawings of vectors by the worker, one by one. */
async function drawn(all: readonly Latent[], from = example): Promise<Uint8Array[]> {
  const { pixels } = await askWorker(studio.page, 'latentDraw', from, stack(all))
  const size = SIDE * SIDE * 4
  return all.map((_, i) => Uint8Array.from(pixels.slice(i * size, (i + 1) * size)))
}

async function drawnOne(vector: Latent, from = example): Promise<Uint8Array> {
  return (await drawn([vector], from))[0] ?? new Uint8Array()
}

const inPalette = (i: number) => studio.pixels(`palette-${i} canvas`)

/** Waits until a canvas shows exactly these pixels. */
const shows = (id: string, wanted: Uint8Array) => becomes(() => studio.pixels(id), wanted, id)

async function becomes(
  read: () => Promise<Uint8Array>,
  wanted: Uint8Array | undefined,
  message: string,
): Promise<void> {
  const is = async () => Buffer.compare(await read(), wanted ?? new Uint8Array()) === 0
  await expect.poll(is, { interval: 100, message }).toBe(true)
}

/** One image of a canvas with the given number of columns. */
async function cut(id: string, columns: number, at: number): Promise<Uint8Array> {
  const all = await studio.pixels(id)
  const image = new Uint8Array(SIDE * SIDE * 4)
  const [left, top] = [(at % columns) * SIDE, Math.floor(at / columns) * SIDE]
  for (let y = 0; y < SIDE; y++) {
    const from = ((top + y) * columns * SIDE + left) * 4
    image.set(all.subarray(from, from + SIDE * 4), y * SIDE * 4)
  }
  return image
}

const slideTo = (share: number) =>
  studio.page.$eval(
    '#share',
    (input, share) => {
      Reflect.set(input, 'value', String(share))
      input.dispatchEvent(new Event('input', { bubbles: true }))
    },
    share,
  )

/** Empties a tool's slots, and fills some of them. */
async function pick(tool: string, picks: readonly [place: number, image: number][]) {
  await studio.page.click(`#${tool}-clear`)
  for (const [place, image] of picks) {
    await studio.page.click(`#${tool}-slot-${place}`)
    await studio.page.click(`#palette-${image}`)
  }
}

/** A training digit as RGBA. */
function digit(n: number): Uint8Array {
  const pixels = digits.pixels.subarray(n * 784, (n + 1) * 784)
  const image = prepared({ ...digits, count: 1, pixels }, SIDE)
  return Uint8Array.from({ length: SIDE * SIDE * 4 }, (_, i) =>
    i % 4 === 3 ? 255 : Math.round(((image[i >> 2] ?? 0) + 1) * 127.5),
  )
}

/** Index of the other row nearest to each row of features, by trying all. */
function nearestOf(rows: Float32Array, others: Float32Array): number[] {
  return unstack(rows, FEATURES).map((row) => {
    let [index, least] = [-1, Number.POSITIVE_INFINITY]
    for (let n = 0; n < others.length / FEATURES; n++) {
      const squared = row.reduce((sum, x, i) => sum + (x - (others[n * FEATURES + i] ?? 0)) ** 2, 0)
      if (squared < least) [index, least] = [n, squared]
    }
    return index
  })
}

describe('hands and eyes', () => {
  it('works by keyboard alone', async () => {
    await freshLab()
    const focused = () => studio.page.evaluate(() => document.activeElement?.id)
    const press = (...keys: ('Tab' | 'Enter' | 'ArrowRight' | 'ArrowDown' | 'End')[]) =>
      keys.reduce<Promise<void>>(
        (before, key) => before.then(() => studio.page.keyboard.press(key)),
        Promise.resolve(),
      )
    await studio.page.focus('#source')
    await press('Tab')
    expect(await focused()).toBe('palette-0')
    await press('ArrowRight', 'ArrowDown', 'End')
    expect(await focused()).toBe('palette-15')
    await press('Enter')
    await shows('slide-slot-0 canvas', await inPalette(15))
    expect(await studio.page.$eval('#palette-15', (cell) => cell.getAttribute('aria-label'))).toBe(
      'Drawing 15, picked as A',
    )
    await studio.page.focus('#tab-slide')
    await press('ArrowRight')
    expect(await focused()).toBe('tab-sliders')
    await press('ArrowRight')
    expect(await focused()).toBe('tab-arithmetic')
    expect(await studio.page.$('#arithmetic-slot-8')).not.toBeNull()
    await press('ArrowRight')
    expect(await focused()).toBe('tab-map')
  })

  it('shows nothing where nothing is picked', async () => {
    await openLab()
    await shows('slide', await drawnOne(between(z(0), z(1), 0.5)))
    await studio.page.click('#slide-clear')
    const blank = new Uint8Array(SIDE * SIDE * 4)
    for (const id of ['slide', 'slide-nearest', 'slide-slot-0 canvas']) await shows(id, blank)
  })
})

describe('the slide', () => {
  it('begins with the pixels of A, ends with those of B, and draws what lies between', async () => {
    await openLab()
    await pick('slide', [
      [0, 12],
      [1, 30],
    ])
    expect(await inPalette(12)).toEqual(await drawnOne(z(12)))
    const middles: Uint8Array[] = []
    for (const way of ['linear', 'spherical'] as const) {
      await studio.page.select('#way', way)
      await studio.page.focus('#share')
      await studio.page.keyboard.press('Home')
      await shows('slide', await inPalette(12))
      await studio.page.keyboard.press('End')
      await shows('slide', await inPalette(30))
      expect(await studio.text('slide-at')).toBe('at 1.00')
      await slideTo(0.5)
      const middle = await drawnOne(between(z(12), z(30), 0.5, way))
      await shows('slide', middle)
      middles.push(middle)
    }
    expect(middles[0]).not.toEqual(middles[1])
    // The strip has nine of 33 frames.
    const frames = await drawn(
      Array.from({ length: 9 }, (_, i) => between(z(12), z(30), i / 8, 'spherical')),
    )
    for (const [i, frame] of frames.entries()) {
      await becomes(() => cut('strip', 9, i), frame, `frame ${i}`)
    }
  })

  it('says which training images are nearest by the judge, and how evenly both change', async () => {
    await openLab()
    await slideTo(0.25)
    const frames = journey([z(0), z(1)], { frames: 33 }).flat()
    const asked = stack([between(z(0), z(1), 0.25), ...frames])
    const seen = await inPage<Result<'seenByJudge'>>('seenByJudge', asked)
    const [one = -1, ...all] = nearestOf(seen.drawn, seen.real)
    const label = digits.labels?.[one]
    await studio.reads('slide-nearest-is', /^no\. /)
    await studio.reads('slide-at', /^at 0\.25$/)
    await shows('slide-nearest', digit(one))
    expect(await studio.text('slide-nearest-is')).toBe(
      `no. ${one.toLocaleString('en')}, labelled ${label}`,
    )
    await studio.reads('smoothness-nearest', /\d/)
    for (let i = 0; i < 9; i++) {
      expect(await cut('strip-nearest', 9, i)).toEqual(digit(all[4 * i] ?? -1))
    }
    const figureOf = (rows: Float32Array) => smoothness(rows, FEATURES).figure.toFixed(2)
    const real = all.map((n) => seen.real.slice(n * FEATURES, (n + 1) * FEATURES))
    expect(await studio.text('smoothness')).toBe(figureOf(seen.drawn.slice(FEATURES)))
    expect(await studio.text('smoothness-nearest')).toBe(figureOf(stack(real)))
    // A trained generator changes more evenly than its training images.
    expect(await studio.number('smoothness')).toBeLessThan(
      await studio.number('smoothness-nearest'),
    )
    expect(await studio.page.$eval('#tool-panel', (panel) => panel.textContent)).toContain('judge')
  })
})

describe('the sliders', () => {
  it('draw A as it is, and along the direction of an attribute while one drags', async () => {
    await openLab('sliders')
    await studio.page.waitForSelector('#amount-thick')
    await shows('sliders', await drawnOne(z(0)))
    const { attributes } = await askWorker(studio.page, 'latentAttributes', example)
    expect(attributes.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['thick', '0', '7', 'direction 1', 'direction 2']),
    )
    const { vector } = attributes.find(({ name }) => name === 'thick') ?? {}
    const thick = Float32Array.from(Object.values(vector ?? {}), Number)
    const inks: number[] = []
    for (const amount of [2, -2]) {
      await studio.page.$eval(
        '#amount-thick',
        (input, amount) => {
          Reflect.set(input, 'value', String(amount))
          input.dispatchEvent(new Event('input', { bubbles: true }))
        },
        amount,
      )
      const moved = resized(combine([z(0), thick], [1, amount]), lengthOf(z(0)))
      const wanted = await drawnOne(moved)
      await shows('sliders', wanted)
      inks.push(wanted.reduce((sum, value) => sum + value, 0))
    }
    expect(inks[0]).toBeGreaterThan(1.05 * (inks[1] ?? 0))
    expect(await studio.text('sliders-at')).toBe('thick -2.00')
    await studio.page.click('#sliders-reset')
    await shows('sliders', await drawnOne(z(0)))
  })
})

describe('arithmetic', () => {
  it('gives C for A - A + C', async () => {
    await openLab('arithmetic')
    await pick('arithmetic', [
      [0, 5],
      [3, 5],
      [6, 9],
    ])
    await studio.page.select('#way', 'linear')
    await shows('sum', await inPalette(9))
    await studio.page.select('#way', 'spherical')
    const atLength = await drawnOne(resized(z(9), Math.sqrt(LATENT)))
    await shows('sum', atLength)
    await shows('mean-C', atLength)
  })

  it('takes the mean of what stands on the places of a letter', async () => {
    await openLab('arithmetic')
    const places = [20, 21, 22, 30, 31, 32, 40, 41, 42]
    await pick(
      'arithmetic',
      places.map((image, place) => [place, image] as [number, number]),
    )
    const mean = (first: number) => meanOf([z(first), z(first + 1), z(first + 2)])
    const sum = analogy(mean(20), mean(30), mean(40))
    await studio.page.select('#way', 'linear')
    await shows('mean-B', await drawnOne(mean(30)))
    await shows('sum', await drawnOne(sum))
    await studio.page.select('#way', 'spherical')
    await shows('sum', await drawnOne(resized(sum, Math.sqrt(LATENT))))
  })
})

describe('the map', () => {
  const corners = [3, 17, 44] as const
  const [a, b, c] = corners.map(z) as [Latent, Latent, Latent]

  const openMap = async () => {
    await openLab('map')
    await pick(
      'map',
      corners.map((image, place) => [place, image] as [number, number]),
    )
  }

  it('has the three images and their fourth in its corners', async () => {
    await openMap()
    const last = MAP * MAP - 1
    for (const way of ['spherical', 'linear'] as const) {
      await studio.page.select('#way', way)
      const analogous = analogy(b, a, c)
      const length = (lengthOf(a) + lengthOf(b) + lengthOf(c)) / 3
      const fourth = way === 'linear' ? analogous : resized(analogous, length)
      const wanted = await drawn([a, b, c, fourth])
      const shown = async () =>
        Promise.all([0, MAP - 1, last + 1 - MAP, last].map((at) => cut('map-backdrop', MAP, at)))
      await becomes(() => cut('map-backdrop', MAP, last), wanted[3], way)
      expect(await shown()).toEqual(wanted)
    }
  })

  it('shows what is drawn under the pointer, and follows arrow keys', async () => {
    await openMap()
    const at = (place: number) => Math.min(1, Math.max(0, (place * MAP - 0.5) / (MAP - 1)))
    const under = async (x: number, y: number) => {
      await shows('map-point', await drawnOne(cornerPoint([a, b, c], [at(x), at(y)])))
      // Near an edge two places have one drawing.
      await expect
        .poll(() => studio.text('map-point-at'))
        .toBe(`at ${x.toFixed(2)}, ${y.toFixed(2)}`)
    }
    await studio.page.$eval('#map', (map) => map.scrollIntoView({ block: 'center' }))
    const box = await studio.page.$eval('#map', (map) => map.getBoundingClientRect().toJSON())
    const [x, y] = [Math.ceil(box.left + 0.3 * box.width), Math.ceil(box.top + 0.8 * box.height)]
    await studio.page.mouse.move(x, y)
    const [left, top] = [(x - box.left) / box.width, (y - box.top) / box.height]
    await under(left, top)
    // At the centre of a drawing of the backdrop is that drawing.
    await studio.page.focus('#map')
    // A few more than there are, up to the edge.
    for (let i = 0; i < 32; i++) await studio.page.keyboard.press('ArrowUp')
    await under(left, 0)
    for (let i = 0; i < 3; i++) await studio.page.keyboard.press('ArrowRight')
    await under(left + 3 / 36, 0)
    for (let i = 0; i < 18; i++) await studio.page.keyboard.press('ArrowLeft')
    await shows('map-point', await inPalette(3))
  })

  it('lies around one image along the directions in which drawings differ most', async () => {
    await openMap()
    await studio.page.select('#plane', 'around')
    const found = Float32Array.from(await askWorker(studio.page, 'latentDirections', example))
    const [right, down] = unstack(found, LATENT) as [Latent, Latent]
    const extent = Math.sqrt(LATENT)
    const wanted = await drawn([a, planePoint(a, [right, down], [extent, -extent])])
    await becomes(() => cut('map-backdrop', MAP, MAP - 1), wanted[1], 'top right')
    expect(await cut('map-backdrop', MAP, (MAP * MAP - 1) / 2)).toEqual(wanted[0])
  })
})

/** Begins a search, and waits for its first error, which is not the one of the search before. */
async function find(): Promise<void> {
  const before = await studio.text('search-begun')
  const button = await studio.page.waitForSelector('#find:not([disabled])')
  await button?.click()
  await studio.reads('search-begun', new RegExp(`^(?!${before}$)\\d`))
}

describe('drawing', () => {
  const measured = async () => {
    const [found, target] = [await studio.pixels('found'), await studio.pixels('target')]
    const sum = found.reduce((sum, byte, i) => {
      return sum + (i % 4 === 0 ? ((byte - (target[i] ?? 0)) / 127.5) ** 2 : 0)
    }, 0)
    return {
      begun: await studio.number('search-begun'),
      ended: await studio.number('search-error'),
      squared: sum / SIDE ** 2,
    }
  }

  it('takes arrow keys for a pen, and real digits that were held out', async () => {
    await openLab('draw')
    await studio.page.focus('#pad')
    await studio.page.keyboard.down('Shift')
    for (let i = 0; i < 8; i++) await studio.page.keyboard.press('ArrowDown')
    await studio.page.keyboard.up('Shift')
    const inked = async (x: number, y: number) =>
      (await studio.pixels('pad-pixels'))[(y * 28 + x) * 4]
    expect([await inked(14, 10), await inked(14, 22)]).toEqual([255, 0])
    for (let i = 0; i < 8; i++) await studio.page.keyboard.press('ArrowDown')
    expect(await inked(14, 20)).toBe(0)
    await studio.page.click('#real-image')
    const { heldOut } = await parseMnist(readFileSync('src/data/mnist/mnist.bin.gz'))
    const grey = [...heldOut.pixels.subarray(0, 784)]
    await shows('pad-pixels', Uint8Array.from(grey.flatMap((byte) => [byte, byte, byte, 255])))
  })

  it('finds a z for what was drawn by hand, and ends near it', async () => {
    await openLab('draw')
    await studio.page.$eval('#pad', (pad) => pad.scrollIntoView({ block: 'center' }))
    const box = await studio.page.$eval('#pad', (pad) => pad.getBoundingClientRect().toJSON())
    const to = (x: number, y: number) =>
      [box.left + (x / 28) * box.width, box.top + (y / 28) * box.height] as const
    // A seven.
    await studio.page.mouse.move(...to(8, 7))
    await studio.page.mouse.down()
    await studio.page.mouse.move(...to(20, 7), { steps: 6 })
    await studio.page.mouse.move(...to(13, 23), { steps: 8 })
    await studio.page.mouse.up()
    const pad = await studio.pixels('pad-pixels')
    expect(pad[(7 * 28 + 14) * 4]).toBe(255)
    expect(pad[(15 * 28 + 24) * 4]).toBe(0)
    await find()
    await studio.reads('search-step', /^200$/)
    await studio.reads('find', /^Find/)
    const { begun, ended, squared } = await measured()
    expect(squared).toBeCloseTo(ended, 3)
    expect(ended).toBeLessThan(begun / 3)
    expect(ended).toBeLessThan(0.05)
    await studio.reads('found-nearest-is', /labelled 7$/)
  })

  it('finds back what G itself drew, and what was found can be picked', async () => {
    await openLab('draw')
    await studio.page.click('#palette-7')
    expect(await studio.pixels('pad-pixels')).toEqual(await inPalette(7))
    await find()
    // Near enough, it is stopped: in the page, since the next step may be its last.
    await studio.page.waitForFunction(() => {
      const [button, error] = ['find', 'search-error'].map((id) => document.getElementById(id))
      if (!/^Stop/.test(button?.textContent ?? '')) return true
      const isNear = Number(error?.textContent) < 0.01
      if (isNear) button?.click()
      return isNear
    })
    await studio.reads('find', /^Find/)
    const { begun, ended } = await measured()
    expect(begun).toBeGreaterThan(0.1)
    expect(ended).toBeLessThan(0.01)
    await studio.page.click('#found-keep')
    await studio.page.waitForSelector('#shelf-0:not([disabled])')
    expect(await studio.pixels('shelf-0 canvas')).toEqual(await studio.pixels('found'))
    await studio.page.click('#tab-slide')
    await studio.page.click('#slide-slot-1')
    await studio.page.click('#shelf-0')
    await studio.page.focus('#share')
    await studio.page.keyboard.press('End')
    await shows('slide', await studio.pixels('shelf-0 canvas'))
  })
})

describe('the user’s run', () => {
  it('draws what it has learned, and the class that it is told', async () => {
    if (!studio.isOpen) await freshLab()
    await studio.page.click('a[href="#train"]')
    await studio.says(/^Ready/)
    await studio.page.click('#run')
    await studio.reaches('step', 8)
    await studio.page.click('#run')
    await studio.says(/^Paused/)
    await studio.page.click('a[href="#latent"]')
    await studio.page.waitForSelector('#latent-class')
    await studio.reads('latent-status', /^G as it is at step \d+\.$/)
    const own = unstack(seededNoise(1, 64, 8), 8)
    const of = (label: number) => drawnOne(own[5] ?? z(0), { source: 'run', label })
    const [zero, seven] = [await of(0), await of(7)]
    expect(zero).not.toEqual(seven)
    await shows('palette-5 canvas', zero)
    await studio.page.select('#latent-class', '7')
    await shows('palette-5 canvas', seven)
    // The drawings follow the run.
    await studio.page.click('a[href="#train"]')
    await studio.page.waitForSelector('#iterate')
    const stood = await studio.number('step')
    await studio.page.click('#iterate')
    await studio.reaches('step', stood + 1)
    await studio.page.click('a[href="#latent"]')
    const next = await of(7)
    expect(next).not.toEqual(seven)
    await shows('palette-5 canvas', next)
    await studio.page.select('#source', 'example')
    await shows('palette-5 canvas', await drawnOne(z(5)))
  })

  it('takes a search with it when it begins anew', async () => {
    await studio.page.select('#source', 'run')
    await studio.page.click('#tab-draw')
    await find()
    await studio.page.click('a[href="#train"]')
    await studio.page.waitForSelector('#reset')
    await studio.page.click('#reset')
    await studio.reads('step', /^0$/)
    await studio.says(/^Ready/)
    await studio.page.click('a[href="#latent"]')
    await studio.reads('find', /^Find/)
    await studio.reads('latent-status', /^G as it is at step 0\.$/)
    await expect(
      askWorker(studio.page, 'searchOn', { source: 'run', label: 0 }, 1),
    ).rejects.toThrow('the run was restarted. Search again')
    await studio.page.select('#source', 'example')
    await studio.reads('latent-status', /^Trained beforehand/)
  })
})

describe('the example', () => {
  it('draws digits: all ten, as the judge sees them, and surely', async () => {
    const { confidence, shares } = await inPage<Result<'exampleJudged'>>('exampleJudged', 500)
    expect(confidence).toBeGreaterThan(0.85)
    expect(Math.min(...shares)).toBeGreaterThan(0.04)
    expect(readFileSync('src/page/lab/example/generator.safetensors').length).toBeLessThan(160_000)
  })

  it('is said to have been trained beforehand, and how', async () => {
    await openLab()
    expect(await studio.text('latent-status')).toMatch(
      /^Trained beforehand.* npx ganvas train --objective hinge --ema 0\./,
    )
  })
})
