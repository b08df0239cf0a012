// The user's pictures in the page, without a page: crops, sheets, pictures left out, messages, and saved runs that learned
// from them.

import { expect, it, vi } from 'vitest'
import { gridOf } from '../../src/data/gutters'
import { identityOf } from '../../src/data/identity'
import { type NamedSet, rowsOf } from '../../src/data/imageSet'
import { cropLoss, selected } from '../../src/data/pictures'
import { fitted, middleSquare } from '../../src/data/resize'
import { guessSheet } from '../../src/data/sheet'
import { configOf } from '../../src/gan/model/presets'
import type { RunConfig } from '../../src/gan/run/runConfig'
import { shuffled } from '../../src/nn/philox'
import { chooseData } from '../../src/page/core/dataChoice'
import { phase } from '../../src/page/core/store'
import { fitOf } from '../../src/page/lab/keeper'
import { Lab } from '../../src/page/lab/lab'
import { ownImages } from '../../src/page/lab/opening'
import { imagesFor } from '../../src/page/lab/reopen'
import { enOwn } from '../../src/page/train/enOwn'
import { problem, showProblem, unusable } from '../../src/page/train/ownImages'
import { type OwnSet, takeOwn, thumbsOf, without } from '../../src/page/train/ownSet'

const COUNT = 12

/** Twelve images of 8 × 8, no two alike, of two classes. */
function images(change: (pixels: Uint8Array) => void = () => {}): NamedSet {
  const pixels = Uint8Array.from({ length: COUNT * 64 }, (_, i) => (i * 37 + (i >> 6)) % 251)
  change(pixels)
  const labels = Uint8Array.from({ length: COUNT }, (_, i) => (i < 9 ? 0 : 1))
  return { count: COUNT, height: 8, width: 8, channels: 1, pixels, labels, names: ['cats', 'dogs'] }
}

it('a picture is padded to a square, with black beside it', () => {
  expect(middleSquare(5, 2, 'pad')).toEqual({ left: 0, top: -2, side: 5 })
  const wide = { width: 4, height: 2, pixels: new Uint8Array(24).fill(200) }
  const row = (shade: number) => new Array<number>(12).fill(shade)
  expect([...fitted(wide, 4, 'pad')]).toEqual([...row(0), ...row(200), ...row(200), ...row(0)])
  const high = { width: 2, height: 4, pixels: new Uint8Array(24).fill(200) }
  const beside = [0, 200, 200, 0].flatMap((shade) => [shade, shade, shade])
  expect([...fitted(high, 4, 'pad')]).toEqual([beside, beside, beside, beside].flat())
  expect([...fitted(high, 2, 'centre')]).toEqual(new Array(12).fill(200))
})

it('the loss by a centre crop is said', () => {
  const sizes = [4, 4, 4, 8].map((width) => ({ width, height: 4 }))
  expect(cropLoss(sizes.slice(0, 3))).toBe(undefined)
  const one = cropLoss(sizes)
  expect(one && enOwn.cut(one)).toBe('1 picture is not square: a centre crop cuts off 50 % of it.')
  const two = cropLoss([...sizes, { width: 4, height: 5 }])
  expect(two && enOwn.cut(two)).toBe(
    '2 pictures are not square: a centre crop cuts off 35 % of each on average, 50 % at most.',
  )
})

it('cells are suggested for a sheet: those between gutters, or a usual size', () => {
  const size = { width: 96, height: 64 }
  const grid = gridOf(size, 24)
  expect(guessSheet(size, grid)).toEqual({ ...size, cell: 24, isSure: true, grid })
  expect(guessSheet(size, undefined)).toMatchObject({ ...size, cell: 32, isSure: false })
  expect(guessSheet({ width: 97, height: 61 }, undefined).cell).toBe(undefined)
})

it('a class of which no picture is left is dropped', () => {
  const dogs = selected(images(), [9, 11])
  expect(dogs).toMatchObject({ count: 2, names: ['dogs'], labels: Uint8Array.of(0, 0) })
  expect(selected(images(), [0, 10]).names).toEqual(['cats', 'dogs'])
})

const lab = () => new Lab(() => {})

function ownOf(set: NamedSet, places: readonly number[]): OwnSet {
  const paths = places.map((place) => `${place}.png`)
  return {
    ...{ set, places, paths, without: [], of: set.count, skipped: ['a.txt is empty'], notes: [] },
    ...{ cell: undefined, crop: 'pad', cut: undefined, guess: undefined, software: true },
  }
}

it('pictures left out leave the set that the others alone would be', () => {
  const here = lab()
  const order = [...shuffled(COUNT, 1)]
  const set = rowsOf(images(), Uint32Array.from(order))
  const summary = takeOwn(here, ownOf({ ...set, names: ['cats', 'dogs'] }, order))
  expect(enOwn.said(summary)).toBe('12 images, 8 × 8, grey.')
  expect(fitOf(ownImages.get(here) ?? set)).toEqual({ crop: 'pad' })
  const fewer = without(here, [0, 3])
  expect(fewer).toMatchObject({ count: 10, all: 12, without: [0, 3], skipped: ['a.txt is empty'] })
  expect(fewer.classes).toEqual([
    { name: 'cats', count: 7 },
    { name: 'dogs', count: 3 },
  ])
  const rest = [1, 2, 4, 5, 6, 7, 8, 9, 10, 11]
  const alone = [...shuffled(10, 1)].map((n) => rest[n] ?? 0)
  expect(ownImages.get(here)?.pixels).toEqual(rowsOf(images(), Uint32Array.from(alone)).pixels)
  const all = Array.from({ length: COUNT }, (_, place) => place)
  expect(() => without(here, all)).toThrow('one picture at least must stay')
  expect(enOwn.said(without(here, all.slice(1)))).toBe('1 image, 8 × 8, grey.')
  expect(without(here, []).count).toBe(12)
  expect(ownImages.get(here)?.pixels).toBe(set.pixels)
})

it('small pictures come in the order of their names, those left out too', () => {
  const here = lab()
  const order = [...shuffled(COUNT, 1)]
  const own = ownOf(rowsOf(images(), Uint32Array.from(order)), order)
  takeOwn(here, own)
  const { pictures } = thumbsOf({ ...own, without: [4] }, { first: 4, most: 3 })
  expect(pictures.map(({ name }) => name)).toEqual(['4.png', '5.png', '6.png'])
  const [first] = pictures
  expect(first?.picture.pixels.filter((_, i) => i % 4 === 0)).toEqual(
    Uint8ClampedArray.from(images().pixels.subarray(256, 320)),
  )
})

it('a message about pictures goes when other data is chosen, or training begins', () => {
  const refuse = () => showProblem('a.txt is empty', ['a.txt is empty'])
  refuse()
  expect([problem.value, unusable.value]).toEqual(['a.txt is empty', ['a.txt is empty']])
  chooseData('ring')
  expect([problem.value, unusable.value]).toEqual(['', []])
  refuse()
  phase.value = 'paused'
  expect(problem.value).not.toBe('')
  phase.value = 'training'
  expect(problem.value).toBe('')
})

const config: RunConfig = {
  ...configOf({ width: 4, classes: 2 }, { software: true, channels: 1 }),
  ...{ data: '/photos', images: COUNT, steps: 5, logEvery: 1, sampleEvery: 1, onCollapse: 'warn' },
  ...{ adapter: 'here', table: {} },
}
const run: RunConfig = { ...config, ...identityOf(images(), { labels: true }) }

it('a saved run learns on from its own pictures only', async () => {
  const here = lab()
  const found = async (set: NamedSet, was = run) => {
    ownImages.set(here, set)
    return (await imagesFor(here, was, 'run.zip')).found
  }
  await expect(imagesFor(here, run, 'run.zip')).rejects.toThrow(
    'run.zip: the run learned from 12 grey images of photos. Bring those first, then load it again',
  )
  await expect(imagesFor(here, run, 'the kept run')).rejects.toThrow(
    'the kept run learned from 12 grey images of photos. Bring those first, then press Go on again',
  )
  expect(await found(images())).toBe('same')
  const { names = [] } = images()
  const reversed = Uint32Array.from({ length: COUNT }, (_, i) => COUNT - 1 - i)
  expect(await found({ ...rowsOf(images(), reversed), names })).toBe('reordered')
  const near = images((pixels) => {
    for (let i = 0; i < pixels.length; i += 3) pixels[i] = Math.min(255, (pixels[i] ?? 0) + 1)
  })
  expect(await found(near)).toBe('decoded')
  const other = images((pixels) => pixels.fill(9, 0, 300))
  await expect(found(other)).rejects.toThrow(
    'run.zip: the run learned from 12 grey images of photos; those here are 12 others. ' +
      'Bring those first, then load it again',
  )
  await expect(found({ ...images(), names: ['cats', 'cows'] })).rejects.toThrow(
    'of photos, of the classes cats, dogs; those here are of cats, cows. ' +
      'Bring folders with those names, then load it again',
  )
  // Names do not matter where the run is told no classes.
  const untold = { ...run, classes: 0, ...identityOf(images(), { labels: false }) }
  expect(await found({ ...images(), names: ['cats', 'cows'] }, untold)).toBe('same')
  await expect(found(other, { ...run, cell: 16 })).rejects.toThrow(
    '12 grey images of photos, cut into cells of 16; those here',
  )
  // The page that decoded them would decode the same now.
  const own = { ...run, data: 'own', adapter: 'SwiftShader in Chrome' }
  vi.stubGlobal('navigator', { userAgent: 'Chrome/140' })
  await expect(found(near, own)).rejects.toThrow(/12 others/)
  vi.stubGlobal('navigator', { userAgent: 'Firefox/140' })
  expect(await found(near, own)).toBe('decoded')
  vi.unstubAllGlobals()
})
