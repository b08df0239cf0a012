// The user's images on the page: files, folders, zips and IDX files, dropped or chosen; errors
// are shown, and the current run goes on.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { PNG } from 'pngjs'
import type { ElementHandle } from 'puppeteer'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { film } from '../../src/cli/folder/gif'
import { chooseData } from '../../src/page/core/dataChoice'
import { chosen, own } from '../../src/page/core/store'
import { barriersInAllLooks } from '../support/barriers'
import { idx, idxImages } from '../support/idx'
import { averaged, gridOf, inOrder, type Picture, picture, pngOf } from '../support/own'
import { SMALL, Studio } from '../support/studio'
import { ownCache } from '../support/terminal'

/** Of the user's images; digits say more. */
const READY = /^Ready\.( The run before is in Kept runs, at step \d+\.)?$/

let studio: Studio
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ganvas-own-'))
  ownCache(join(folder, 'cache'))
  studio = await Studio.launch()
})

afterAll(async () => {
  await studio?.end()
  rmSync(folder, { recursive: true })
})

afterEach(async ({ task }) => {
  expect(studio.problems()).toEqual([])
  // After a failed test the state of the page is unknown.
  if (task.result?.state === 'fail') await studio.close()
})

/** A page that waits for the user's images, and has compiled nothing yet. */
async function empty(): Promise<void> {
  await studio.open(`${SMALL}&data=own&rivals=lsgan,hinge`)
  await studio.says(/^There are no images of your own yet\. Drop some onto the page, or choose/)
}

/** The page at step 0 of a run of digits. The tests share it: another would compile all kernels again. */
async function ready(): Promise<void> {
  if (!studio.isOpen) await empty()
  await show('#train')
  await studio.page.select('#data', 'mnist')
  await studio.page.click('#reset')
  await studio.says(/^Ready\. Digits/)
}

const show = (view: string) =>
  studio.page.evaluate((view) => {
    location.hash = view
  }, view)

type Files = Record<string, Uint8Array>

const numbered = (count: number, make: (n: number) => Picture): Picture[] =>
  Array.from({ length: count }, (_, n) => make(n))

/** Named so that they sort by their numbers. */
const pngs = (pictures: readonly Picture[], path = ''): Files =>
  Object.fromEntries(pictures.map((each, n) => [`${path}${n}.png`, pngOf(each)]))

/** Writes files; returns the path of each file's top folder. */
function written(files: Files): string[] {
  const root = mkdtempSync(join(folder, 'set-'))
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), bytes)
  }
  return Object.keys(files).map((path) => join(root, path))
}

async function choose(files: Files): Promise<void> {
  await upload('own-files', written(files))
}

async function upload(id: string, paths: readonly string[]): Promise<void> {
  const input = (await studio.page.$(`#${id}`)) as ElementHandle<HTMLInputElement>
  await input.uploadFile(...paths)
}

/** Drags files onto the page, by the given events. */
async function drag(files: Files, types: readonly string[]): Promise<void> {
  const encoded = Object.entries(files).map(([name, bytes]) => {
    return [name, Buffer.from(bytes).toString('base64')] as const
  })
  await studio.page.evaluate(
    (encoded, types) => {
      const dataTransfer = new DataTransfer()
      for (const [name, text] of encoded) {
        const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
        dataTransfer.items.add(new File([bytes], name))
      }
      const target = document.querySelector('#samples, #plane, #palette, body')
      const init = { dataTransfer, bubbles: true, cancelable: true }
      for (const type of types) target?.dispatchEvent(new DragEvent(type, init))
    },
    encoded,
    types,
  )
}

const drop = (files: Files) => drag(files, ['dragenter', 'dragover', 'drop'])

/** Waits until the address has this setting. */
const inAddress = (key: string, value: string) =>
  studio.page.waitForFunction(
    (key, value) => new URLSearchParams(location.search).get(key) === value,
    {},
    key,
    value,
  )

/** Saves the run; returns the path of its zip. */
async function savedAs(name: string): Promise<string> {
  const downloadPath = mkdtempSync(join(folder, 'downloads-'))
  const devtools = await studio.browser.target().createCDPSession()
  const allowed = { behavior: 'allow', downloadPath, eventsEnabled: true } as const
  await devtools.send('Browser.setDownloadBehavior', allowed)
  const saved = new Promise<void>((resolve) => {
    devtools.on('Browser.downloadProgress', ({ state }) => {
      if (state === 'completed') resolve()
    })
  })
  await studio.page.click('#save')
  await studio.reads('kept', new RegExp(`^${name}\\.zip, [\\d.,]+ [kM]B\\.$`))
  await saved
  await devtools.send('Browser.setDownloadBehavior', { behavior: 'default' })
  await devtools.detach()
  return join(downloadPath, `${name}.zip`)
}

/** The smallest square around a picture, black beside it. */
function onBlack({ width, height, rgb }: Picture): Picture {
  const side = Math.max(width, height)
  const square = new Uint8Array(3 * side * side)
  const top = (side - height) >> 1
  for (let y = 0; y < height; y++) {
    square.set(rgb.subarray(3 * y * width, 3 * (y + 1) * width), 3 * ((top + y) * side))
  }
  return { width: side, height: side, rgb: square }
}

/** A sheet of three pictures in a row, with two pixels of black around each. */
function gutters(cells: readonly Picture[]): Picture {
  const cell = (cells[0]?.width ?? 0) + 4
  const [width, height] = [3 * cell, Math.ceil(cells.length / 3) * cell]
  const rgb = new Uint8Array(3 * width * height)
  for (const [n, each] of cells.entries()) {
    const [left, top] = [(n % 3) * cell + 2, Math.floor(n / 3) * cell + 2]
    for (let y = 0; y < each.height; y++) {
      const row = each.rgb.subarray(3 * y * each.width, 3 * (y + 1) * each.width)
      rgb.set(row, 3 * ((top + y) * width + left))
    }
  }
  return { width, height, rgb }
}

describe('the user’s images', () => {
  it('are dropped anywhere, whatever is shown, and the page says so while they hover', async () => {
    await empty()
    await studio.page.click('#run')
    expect(await studio.text('run')).toBe('Start')
    await show('#compare')
    await studio.page.waitForSelector('.compare')
    // Large ones, some of them higher than wide.
    const pictures = numbered(16, (n) => picture(n, 90 + n, 120 - n, { grey: true }))
    const files = pngs(pictures)
    await drag(files, ['dragenter', 'dragover'])
    expect(await studio.text('drop')).toMatch(/Nothing is uploaded/)
    await drag(files, ['dragenter', 'dragover', 'drop'])
    expect(await studio.page.$('#drop')).toBeNull()
    await studio.says(READY)
    expect(await studio.text('own-said')).toBe('16 images, 64 × 64, grey.')
    const wanted = inOrder(pictures).map((each) => {
      return averaged({ width: 64, height: 64, rgb: averaged(each, 64) }, 32)
    })
    expect(await studio.pixels('real')).toEqual(gridOf(wanted, 32))
  })

  it('are chosen as files, shown as they are learned from, and learned from', async () => {
    await ready()
    const digits = await studio.pixels('samples')
    const pictures = numbered(20, (n) => picture(n, n % 2 ? 48 : 40, 40))
    await choose({
      ...pngs(pictures),
      'notes.txt': Buffer.from('not a picture'),
      '.DS_Store': Buffer.from('x'),
    })
    await studio.reads('networks', /seed 3$/)
    await studio.reads('own-said', /./)
    expect(await studio.text('own-said')).toBe('20 images, 40 × 40, colour.')
    expect(await studio.text('own-skipped')).toBe(
      '1 file is left outnotes.txt is no image, but a text file',
    )
    await studio.says(READY)
    const wanted = inOrder(pictures).map((each) => averaged(each, 32))
    expect(await studio.pixels('real')).toEqual(gridOf(wanted, 32))
    expect((await studio.pixels('own-sheet')).subarray(0, 256 * 64 * 4)).toEqual(gridOf(wanted, 32))
    expect(await studio.number('step')).toBe(0)
    await inAddress('data', 'own')
    const layers = await studio.page.$$eval('#generator li b', (all) =>
      all.map((b) => b.textContent),
    )
    expect(layers.at(-1)).toBe('32 × 32 × 3')

    const first = await studio.pixels('samples')
    expect(first).not.toEqual(digits)
    await studio.page.click('#own-augment')
    await inAddress('augment', 'adaptive')
    expect(await studio.page.$('#own-few')).toBeNull()
    await studio.page.click('#run')
    await studio.reaches('step', 1)
    await studio.page.click('#run')
    await studio.says(/^Paused/)
    const later = await studio.pixels('samples')
    expect(later).not.toEqual(first)
    // In colour: red and green differ somewhere.
    expect(later.some((_, at) => at % 4 === 0 && later[at] !== later[at + 1])).toBe(true)

    await studio.page.click('#own-leave')
    await studio.page.click('#reset')
    await studio.says(/^Ready\. Digits/)
    expect(await studio.pixels('samples')).toEqual(digits)
    // They are still there.
    await studio.page.select('#data', 'own')
    await studio.page.click('#reset')
    await studio.says(READY)
    expect(await studio.pixels('samples')).toEqual(first)
    // For the next tests: without augmentation again.
    await studio.page.$eval('#augment-adaptive', (box) => {
      if (box instanceof HTMLElement) box.click()
    })
    await inAddress('augment', '')
  })

  it('may be a sprite sheet: each square with more than one colour', async () => {
    await ready()
    const cells = numbered(10, (n) => picture(n, 40, 40))
    // Two rows of six, the last two empty, and a margin smaller than a square.
    const [width, height] = [6 * 40 + 7, 2 * 40 + 5]
    const rgb = new Uint8Array(3 * width * height)
    for (const [n, each] of cells.entries()) {
      const [left, top] = [(n % 6) * 40, Math.floor(n / 6) * 40]
      for (let y = 0; y < 40; y++) {
        rgb.set(each.rgb.subarray(120 * y, 120 * y + 120), 3 * ((top + y) * width + left))
      }
    }
    await studio.page.click('#own-sheets summary')
    await studio.page.click('#own-cell', { count: 3 })
    await studio.page.keyboard.type('40')
    await drop({ 'sheet.png': pngOf({ width, height, rgb }) })
    await studio.reads('own-said', /^10 images, 40 × 40, colour/)
    await studio.says(READY)
    const wanted = inOrder(cells).map((each) => averaged(each, 32))
    expect(await studio.pixels('real')).toEqual(gridOf(wanted, 32))
    // For the next tests: no sheets again. The field was closed while the images were read.
    await studio.page.click('#own-sheets:not([open]) summary')
    await studio.page.click('#own-cell', { count: 3 })
    await studio.page.keyboard.type('0')
    await studio.page.keyboard.press('Tab')
    expect(await studio.page.$eval('#own-cell', (field) => Reflect.get(field, 'value'))).toBe('0')
  })

  it('are dropped in folders, as a file manager does it', async () => {
    await ready()
    const [a, b] = [
      numbered(5, (n) => picture(n, 32, 32)),
      numbered(6, (n) => picture(n + 9, 32, 32)),
    ]
    const [path = ''] = written({ ...pngs(a, 'two/a/'), ...pngs(b, 'two/deep/b/') })
    const client = await studio.page.createCDPSession()
    const data = { items: [], files: [dirname(dirname(path))], dragOperationsMask: 1 }
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await client.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data })
    }
    await studio.reads('own-classes', /./)
    expect(await studio.text('own-classes')).toBe('2 classes: a 5, deep 6.')
    await studio.says(READY)
    expect(await studio.pixels('real')).toEqual(
      gridOf(
        inOrder([...a, ...b]).map(({ rgb }) => rgb),
        32,
      ),
    )
  })

  it('come in a zip, with what a system left in it', async () => {
    await ready()
    const pictures = numbered(9, (n) => picture(n, 32, 32))
    const zip = zipSync({
      ...pngs(pictures, 'set/'),
      '__MACOSX/set/._0.png': Buffer.from('left behind'),
      'set/.DS_Store': Buffer.from('left behind'),
      'set/inner.zip': zipSync({ 'a.txt': Buffer.from('a') }),
      // A run among them, whose samples are no images to learn from.
      'set/runs/a/config.json': Buffer.from('{}'),
      'set/runs/a/checkpoint.safetensors': Buffer.from('{}'),
      ...pngs(pictures.slice(0, 1), 'set/runs/a/samples/'),
    })
    await drop({ 'mine.zip': zip })
    await studio.reads('own-said', /./)
    expect(await studio.text('own-said')).toBe('9 images, 32 × 32, colour.')
    expect(await studio.text('own-skipped')).toContain(
      'mine/set/inner.zip is a zip in a zip: unpack it first',
    )
    expect(await studio.text('own-skipped')).toContain(
      'mine/set/runs/a is left out: it is the folder of a run',
    )
    await studio.says(READY)
    expect(await studio.pixels('real')).toEqual(
      gridOf(
        inOrder(pictures).map(({ rgb }) => rgb),
        32,
      ),
    )
  })

  it('are split where a zip holds a half to train on and one to test by', async () => {
    await ready()
    const pictures = numbered(9, (n) => picture(n, 32, 32))
    const zip = zipSync({
      ...pngs(pictures, 'set/train/'),
      ...pngs(
        numbered(3, (n) => picture(n + 20, 32, 32)),
        'set/test/',
      ),
    })
    await drop({ 'mine.zip': zip })
    await studio.reads('own-said', /./)
    expect(await studio.text('own-said')).toBe('9 images, 32 × 32, colour.')
    expect(await studio.text('own-skipped')).toContain('mine/set/test is left out: train is taken')
    await studio.says(READY)
  })

  it('come in IDX files, gzipped or not, with their labels', async () => {
    await ready()
    const images = idxImages(24, 28, 28)
    const labels = idx(
      8,
      [24],
      Array.from({ length: 24 }, (_, i) => i % 3),
    )
    await choose({
      'train-images-idx3-ubyte.gz': gzipSync(images),
      'train-labels-idx1-ubyte': labels,
      't10k-images-idx3-ubyte': idxImages(9, 28, 28),
    })
    await studio.reads('own-classes', /./)
    expect(await studio.text('own-said')).toBe('24 images, 28 × 28, grey.')
    expect(await studio.text('own-skipped')).toContain(
      't10k-images-idx3-ubyte is left out: another file with images is taken',
    )
    expect(await studio.text('own-classes')).toBe('3 classes: 0 8, 1 8, 2 8.')
    await studio.says(READY)
    const each = Array.from({ length: 16 }, (_, n) =>
      images.subarray(16 + n * 784, 16 + (n + 1) * 784),
    )
    expect(await studio.pixels('real')).toEqual(gridOf(each, 32, 1))
  })

  it('may be JPEG, WebP and GIF, of which the first frame counts', async () => {
    await ready()
    const files = await studio.page.evaluate(async () => {
      const canvas = new OffscreenCanvas(32, 32)
      const context = canvas.getContext('2d')
      const made: Record<string, string> = {}
      for (const [i, type] of ['jpeg', 'webp', 'png', 'jpeg', 'webp', 'png', 'jpeg'].entries()) {
        if (context) context.fillStyle = `rgb(${40 + 20 * i} 80 90)`
        context?.fillRect(0, 0, 32, 32)
        const blob = await canvas.convertToBlob({ type: `image/${type}`, quality: 1 })
        const bytes = new Uint8Array(await blob.arrayBuffer())
        made[`${i}`] = btoa(String.fromCharCode(...bytes))
      }
      return made
    })
    const frames = [200, 10].map((red) =>
      Float32Array.from({ length: 32 * 32 * 3 }, (_, i) => ([red, 80, 90][i % 3] ?? 0) / 127.5 - 1),
    )
    const gif = film(frames, { height: 32, width: 32, channels: 3, scale: 1, delay: 100 })
    const glass = new PNG({ width: 32, height: 32 })
    for (let at = 0; at < glass.data.length; at += 4) glass.data.set([200, 80, 90, 102], at)
    await choose({
      // The bytes decide, not the names.
      ...Object.fromEntries(
        Object.entries(files).map(([n, text]) => [n, Buffer.from(text, 'base64')]),
      ),
      '7.gif': gif,
      '8.png': PNG.sync.write(glass),
    })
    await studio.says(READY)
    expect(await studio.text('own-said')).toBe('9 images, 32 × 32, colour.')
    const shown = await studio.pixels('real')
    // The first frame of the GIF, and black behind transparent pixels.
    const reds = [...[0, 1, 2, 3, 4, 5, 6].map((n) => 40 + 20 * n), 200, 80]
    for (const [place, red] of inOrder(reds).entries()) {
      const [row, column] = [Math.floor(place / 8), place % 8]
      const found = shown[4 * ((32 * row + 16) * 256 + column * 32 + 16)] ?? 0
      expect(Math.abs(found - red)).toBeLessThanOrEqual(3)
    }
  })

  it('have the classes of their folders, and both networks may be told', async () => {
    await ready()
    const cats = numbered(9, (n) => picture(n, 28, 28, { grey: true }))
    const dogs = numbered(11, (n) => picture(n + 20, 28, 28, { grey: true }))
    const [path = ''] = written({
      'pets/.hidden/a.png': pngOf(picture(1, 9, 9)),
      ...pngs(cats, 'pets/cat/'),
      ...pngs(dogs, 'pets/dog/'),
    })
    await upload('own-folder', [dirname(dirname(path))])
    await studio.reads('own-classes', /./)
    expect(await studio.text('own-said')).toBe('20 images, 28 × 28, grey.')
    expect(await studio.text('own-classes')).toBe('2 classes: cat 9, dog 11.')
    await studio.says(READY)
    // Unchanged apart from the black around them, as the digits are.
    const wanted = inOrder([...cats, ...dogs]).map(({ rgb }) => rgb)
    expect(await studio.pixels('real')).toEqual(gridOf(wanted, 32))
    await studio.page.click('#own-told')
    await studio.page.click('#run')
    await studio.reaches('step', 2)
    expect(await studio.text('generator')).toContain('4 × 4 × 4')
    // A row of each.
    expect((await studio.pixels('samples')).length).toBe(256 * 64 * 4)
    await inAddress('classes', '2')
    // The latent lab shows their names.
    await show('#latent')
    await studio.reads('slide-nearest-is', /, labelled (cat|dog)$/)
    expect(
      await studio.page.$$eval('#latent-class option', (all) =>
        all.map((each) => each.textContent),
      ),
    ).toEqual(['cat', 'dog'])
    await show('#train')
    await studio.page.click('#own-told')
  })

  it('are chosen from: those left out and the crop take effect at the start', async () => {
    await ready()
    const [cats, dogs] = [
      numbered(13, (n) => picture(n, 48, 32)),
      numbered(1, () => picture(20, 32, 32)),
    ]
    const junk = Object.fromEntries(
      numbered(9, (n) => picture(n, 1, 1)).map((_, n) => [`pets/note${n}.txt`, Buffer.from('no')]),
    )
    const [path = ''] = written({ ...pngs(cats, 'pets/cat/'), ...pngs(dogs, 'pets/dog/'), ...junk })
    await upload('own-folder', [dirname(dirname(path))])
    await studio.reads('own-said', /^14 images, 32 × 32, colour\.$/)
    await studio.says(READY)
    expect(await studio.text('own-skipped')).toMatch(
      /^9 files are left outpets\/note0\.txt is .*pets\/note8\.txt is no image, but a text file$/,
    )
    expect(await studio.text('own-cut')).toBe(
      '13 pictures are not square: a centre crop cuts off 33 % of each on average, 33 % at most.',
    )
    expect(await studio.text('own-batch')).toBe('Batch size: 8, since there are 14 images.')
    // By keyboard: the only dog.
    await studio.page.click('#own-pick summary')
    const only = await studio.page.waitForSelector('#own-thumbs [aria-label="pets/dog/0.png"]')
    await only?.focus()
    await studio.page.keyboard.press('Space')
    await studio.reads('own-said', /^13 images/)
    expect(await studio.page.$('#own-classes')).toBeNull()
    expect(await studio.text('own-pick')).toMatch(/^Choose pictures, 1 of 14 left out/)
    await studio.page.click('#own-all')
    await studio.reads('own-classes', /^2 classes: cat 13, dog 1\.$/)
    await studio.page.$eval('#own-thumbs li:last-child label', (label) => label.click())
    await studio.reads('own-said', /^13 images/)
    await studio.page.click('#iterate')
    await studio.says(/^Paused at step 1\.$/)
    const whole = inOrder(cats).map((each) => averaged(each, 32))
    expect(await studio.pixels('real')).toEqual(gridOf(whole, 32))
    // Padded ones are larger; the picture stays out until it is taken back.
    await studio.page.select('#own-crop', 'pad')
    await studio.reads('own-said', /^13 images, 64 × 64, colour\.$/)
    await studio.page.click('#own-all')
    await studio.reads('own-said', /^14 images/)
    await studio.page.click('#own-begin')
    await studio.says(READY)
    const padded = inOrder([...cats, ...dogs]).map((each) =>
      averaged({ width: 64, height: 64, rgb: averaged(onBlack(each), 64) }, 32),
    )
    expect(await studio.pixels('real')).toEqual(gridOf(padded, 32))
    await studio.page.click('#iterate')
    await studio.says(/^Paused at step 1\.$/)
    await savedAs('ganvas-dcgan-own-seed3-step000001')
  })

  it('are a sheet, whose cells are suggested, cut out, learned from and saved', async () => {
    await ready()
    await drop({ 'sheet.png': pngOf(gutters(numbered(6, (n) => picture(n, 32, 32)))) })
    await studio.reads('own-said', /^1 image, /)
    await studio.says(READY)
    expect(await studio.text('own-guess')).toMatch(/^The only picture looks like a sprite sheet\./)
    expect(await studio.text('own-guess-cut')).toBe('Cut into 6 images')
    await studio.page.click('#own-guess-cut')
    // Without the black around them.
    await studio.reads('own-said', /^6 images, 32 × 32, colour\.$/)
    expect(await studio.text('own-batch')).toBe('Batch size: 4, since there are 6 images.')
    await studio.says(READY)
    await studio.page.click('#iterate')
    await studio.says(/^Paused at step 1\.$/)
    await savedAs('ganvas-dcgan-own-seed3-step000001')
  })

  it('are drawn in the latent lab and compared, too', async () => {
    await ready()
    await drop(pngs(numbered(40, (n) => picture(n % 9, 70 + n, 60))))
    await studio.says(READY)
    await studio.page.click('#iterate')
    await studio.says(/^Paused at step 1\.$/)
    await show('#latent')
    await studio.reads('latent-status', /^G as it is at step 1\.$/)
    await show('#compare')
    await studio.page.waitForSelector('#compare-run')
    await studio.page.click('#compare-run')
    for (const rival of [0, 1]) await studio.reaches(`rival-${rival}-step`, 1)
    await studio.reads('score-floor', /\d/)
    expect(await studio.page.$eval('.overview', (part) => part.textContent)).toMatch(
      /^Distance in pixels, by step/,
    )
    await studio.page.click('#compare-run')
    await studio.reads('compare-status', /^Paused/)
  })
})

it('size and batch follow the images unless they were chosen', () => {
  const bring = (count: number, imageSize: number) => {
    const sheet = { width: 0, height: 0, pixels: new Uint8ClampedArray() }
    own.value = {
      ...{ count, of: count, height: imageSize, width: imageSize, channels: 3, classes: [] },
      ...{
        skipped: [],
        notes: [],
        all: count,
        without: [],
        cell: undefined,
        crop: 'centre' as const,
      },
      ...{ cut: undefined, guess: undefined, imageSize, smaller: false, sheet },
    }
    chooseData('own')
    return chosen.value
  }
  expect(bring(20, 32)).toMatchObject({ imageSize: 32, batchSize: 16 })
  expect(bring(40, 64)).toMatchObject({ imageSize: 64, batchSize: 32 })
  expect(bring(9000, 32)).toEqual({ seed: 1, data: 'own', imageSize: 32 })
  chosen.value = { ...chosen.value, imageSize: 64, batchSize: 8 }
  expect(bring(20, 32)).toMatchObject({ imageSize: 64, batchSize: 8 })
  chooseData('mnist')
  expect(chosen.value).toEqual({ seed: 1, data: 'mnist', batchSize: 8 })
})

describe('unusable files', () => {
  const good = pngs(numbered(4, (n) => picture(n, 32, 32)))
  const png = pngOf(picture(1, 32, 32))
  /** A PNG that claims a huge size, with a valid checksum. */
  const huge = () => {
    const bytes = Uint8Array.from(png)
    new DataView(bytes.buffer).setUint32(16, 50_000)
    new DataView(bytes.buffer).setUint32(20, 50_000)
    return bytes
  }
  const claims = () => {
    const bytes = idxImages(10, 28, 28)
    new DataView(bytes.buffer).setUint32(4, 1000)
    return bytes
  }
  /** A zip whose directory claims 3 GB. */
  const bomb = () => {
    const bytes = zipSync({ 'a.png': new Uint8Array(1000) })
    const view = new DataView(bytes.buffer)
    view.setUint32(view.getUint32(bytes.length - 6, true) + 24, 3_000_000_000, true)
    return bytes
  }
  const cases: [string, () => Files, RegExp][] = [
    [
      'no image',
      () => ({ 'notes.txt': Buffer.from('hello') }),
      /^notes\.txt is no image, but a text file\. Bring PNG, JPEG, WebP, .* or IDX file\.$/,
    ],
    [
      'only what was left behind',
      () => ({ '.DS_Store': Buffer.from('x') }),
      /^There is no image in that\. Bring PNG/,
    ],
    ['an empty file', () => ({ 'a.png': new Uint8Array() }), /^a\.png is empty\. Bring/],
    [
      'several',
      () => Object.fromEntries([1, 2, 3, 4].map((n) => [`${n}.txt`, Buffer.from('no')])),
      /^1\.txt is no image, but a text file; 2\.txt is no image, but a text file; and 2 more\. Bring/,
    ],
    [
      'a file cut short',
      () => ({ 'b.png': png.subarray(0, png.length - 20) }),
      /^b\.png is cut short: fetch it again\. Bring/,
    ],
    [
      'a damaged one',
      () => ({ 'b.png': Uint8Array.from(png, (byte, i) => (i > 45 && i < 80 ? 0 : byte)) }),
      /^b\.png is a PNG that this browser cannot decode\. Bring/,
    ],
    [
      'far too large a picture',
      () => ({ 'huge.png': huge() }),
      /^huge\.png is 50,000 × 50,000 pixels, more than the 67 million that are decoded: scale it down\. Bring/,
    ],
    [
      'an IDX file that claims more than it has',
      () => ({ 'train-images-idx3-ubyte': claims() }),
      /^train-images-idx3-ubyte: truncated: its header says 784016 bytes, but it has 7856\. Fetch the file again\.$/,
    ],
    [
      'labels alone',
      () => ({ 'labels-idx1-ubyte': idx(8, [3], [1, 2, 3]) }),
      /^labels-idx1-ubyte has labels only\. Bring the images with it\.$/,
    ],
    [
      'labels of other images',
      () => ({
        'a-images-idx3-ubyte': idxImages(9, 8, 8),
        'a-labels-idx1-ubyte': idx(8, [3], [1, 2, 3]),
      }),
      /^a-labels-idx1-ubyte has 3 labels, but a-images-idx3-ubyte 9 images\. They must be of one set\.$/,
    ],
    [
      'a zip that grows without end',
      () => ({ 'bomb.zip': bomb() }),
      /^bomb\.zip would grow from \d+ bytes to 3\.0 GB, which pictures never do: it stays packed\. Bring/,
    ],
    [
      'a run that was saved',
      () => ({ 'run.zip': zipSync({ 'config.json': png, 'checkpoint.safetensors': png }) }),
      /^run\.zip is of a run that was saved: Load opens it\. Bring/,
    ],
    [
      'a zip cut short',
      () => ({ 'half.zip': zipSync(good).subarray(0, 900) }),
      /^half\.zip is a zip without its end: it is cut short\. Fetch it again\. Bring/,
    ],
  ]

  it('is told in a line each, and the run that there is goes on', async () => {
    await ready()
    await studio.page.click('#run')
    await studio.reaches('step', 2)
    for (const [i, [name, files, line]] of cases.entries()) {
      await choose(files())
      await studio.reads('own-problem', line)
      if (name === 'several') {
        expect(await studio.text('own-unusable')).toMatch(/^4 files are left out1\.txt .*4\.txt is/)
      }
      if (i > 0) continue
      await studio.reaches('step', (await studio.number('step')) + 1)
      expect(await studio.text('status')).toBe('Training.')
      // Paused for the others, since training takes the processors.
      await studio.page.click('#run')
      await studio.says(/^Paused/)
    }
    await studio.page.click('#run')
    await studio.says(/^Training\.$/)
    await studio.reaches('step', (await studio.number('step')) + 1)
    expect(await studio.page.$('#own-said')).toBeNull()
    await inAddress('data', 'mnist')
    // Then usable files come, and wait for a start.
    await choose(pngs(numbered(9, (n) => picture(n, 32, 32))))
    await studio.reads('own-said', /^9 images/)
    expect(await studio.text('own-problem')).toBe('')
    expect(await studio.text('run')).toBe('Pause')
    await studio.page.click('#own-begin')
    await studio.says(/^Ready\./)
    expect(await studio.page.$('#own-begin')).toBeNull()
  })
})

describe('craft', () => {
  it('has no serious barrier in each look', async () => {
    await ready()
    const { page } = studio
    const long = 'a folder with a rather long name'
    const [path = ''] = written({
      ...pngs(
        numbered(9, (n) => picture(n, 70, 50)),
        `${long}/of one thing/`,
      ),
      ...pngs(
        numbered(9, (n) => picture(n, 50, 70)),
        `${long}/of another/`,
      ),
      [`${long}/unbrokenandverylongnameofafilethatisnoimage.txt`]: Buffer.from('no'),
    })
    await upload('own-folder', [dirname(dirname(path))])
    await studio.says(READY)
    await page.click('#own-pick summary')
    await page.waitForSelector('#own-thumbs input')
    expect(await barriersInAllLooks(page)).toEqual([])
    await page.click('#own-pick summary')
    // By keyboard: the focused button is visible.
    await page.focus('#own-folder')
    await page.keyboard.down('Shift')
    await page.keyboard.press('Tab')
    await page.keyboard.up('Shift')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('own-files')
    const outline = await page.$eval('.pick', (label) => getComputedStyle(label).outlineStyle)
    expect(outline).toBe('solid')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('own-folder')
  })
})
