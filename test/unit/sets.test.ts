// Image files of other programs, and folders of pictures, as one set: their contents, and that input that
// is damaged or lies gets one line. Small files are made here.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync, deflateSync } from 'node:zlib'
import { zipSync } from 'fflate'
import sharp from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import { drawAvatar } from '../../src/cli/data/avatars'
import { loadHalves, readData } from '../../src/cli/data/images'
import { imagesOf } from '../../src/data/arrayImages'
import { parseCifar } from '../../src/data/cifar'
import { gridOf as cellGrid } from '../../src/data/gutters'
import { DataError, type ImageSet } from '../../src/data/imageSet'
import { factsOf, meanImage } from '../../src/data/inspect'
import { classesByLabels, parseLabels } from '../../src/data/labelsFile'
import { npyKind, parseNpy, parseNpyLabels } from '../../src/data/npy'
import { sideFor } from '../../src/data/pictures'
import { writeSafetensors } from '../../src/data/safetensors'
import { labelNames } from '../../src/data/setFiles'
import { type LoadedSet, SetReading } from '../../src/data/setReading'
import { cutSheet } from '../../src/data/sheet'
import { sourceOf } from '../../src/data/source'
import { parseImageTensors } from '../../src/data/tensorImages'
import { shuffled } from '../../src/nn/philox'
import { idx, idxImages } from '../support/idx'
import { averaged, picture, pngOf } from '../support/own'

const ramp = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 37) % 256)

/** As numpy.save writes it; `header` in place of its own. */
function npy(descr: string, shape: readonly number[], data: ArrayBufferView, header?: string) {
  const sizes = `${shape.join(', ')}${shape.length === 1 ? ',' : ''}`
  const said = header ?? `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`
  const padded = said.padEnd(Math.ceil((said.length + 11) / 64) * 64 - 11)
  const start = Buffer.from(`\x93NUMPY\x01\x00..${padded}\n`, 'latin1')
  start.writeUInt16LE(start.length - 10, 8)
  const { buffer, byteOffset, byteLength } = data
  return Uint8Array.from([...start, ...new Uint8Array(buffer, byteOffset, byteLength)])
}

async function messageOf(act: () => unknown): Promise<string> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof DataError)) throw error
    expect(error.message).not.toMatch(/[\r\n\u2028\u2029]/)
    return error.message
  }
  throw new Error('expected a DataError, but nothing was thrown')
}

/** Every cut must be refused; a flipped bit may pass, but must not crash. */
async function damage(file: Uint8Array, read: (bytes: Uint8Array) => unknown): Promise<void> {
  for (let end = 0; end < file.length; end++) await messageOf(() => read(file.slice(0, end)))
  for (let bit = 0; bit < file.length * 8; bit++) {
    const flipped = file.slice()
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    try {
      await read(flipped)
    } catch (error) {
      expect(error).toBeInstanceOf(DataError)
    }
  }
}

describe('npy', () => {
  it('is read in any type that numbers of images have', () => {
    const bytes = ramp(2 * 3 * 4)
    const set = { count: 2, height: 3, width: 4, channels: 1, pixels: bytes }
    expect(parseNpy(npy('|u1', [2, 3, 4], bytes), 'a')).toEqual(set)
    for (const [descr, numbers] of [
      ['<i8', BigInt64Array.from(bytes, BigInt)],
      ['<u2', Uint16Array.from(bytes)],
      ['<f4', Float32Array.from(bytes)],
      ['<f8', Float64Array.from(bytes, (byte) => byte / 255)],
      ['<f4', Float32Array.from(bytes, (byte) => byte / 127.5 - 1)],
    ] as const) {
      const { pixels } = parseNpy(npy(descr, [2, 3, 4], numbers), 'a')
      expect([...pixels], descr).toEqual([...bytes])
    }
    // Halves of 0, 1/2 and 1.
    const halves = Uint16Array.of(0, 0x3800, 0x3c00, 0)
    expect([...parseNpy(npy('<f2', [1, 2, 2], halves), 'a').pixels]).toEqual([0, 128, 255, 0])
  })

  it('has its channels last, or second', () => {
    const bytes = ramp(2 * 3 * 4 * 5)
    const first = parseNpy(npy('|u1', [2, 3, 4, 5], bytes), 'a')
    expect(first).toMatchObject({ count: 2, height: 4, width: 5, channels: 3 })
    // Blue of the second image's pixel in row 1, column 2.
    expect(first.pixels[((1 * 4 + 1) * 5 + 2) * 3 + 2]).toBe(bytes[((1 * 3 + 2) * 4 + 1) * 5 + 2])
    const last = parseNpy(npy('|u1', [2, 4, 5, 3], bytes), 'a')
    expect(last).toEqual({ count: 2, height: 4, width: 5, channels: 3, pixels: bytes })
  })

  it('may hold labels', () => {
    const labels = npy('<i8', [3, 1], BigInt64Array.of(2n, 0n, 255n))
    expect([npyKind(labels), npyKind(npy('|u1', [1, 2, 2], ramp(4)))]).toEqual(['labels', 'images'])
    expect(parseNpyLabels(labels, 'a')).toEqual(Uint8Array.of(2, 0, 255))
    expect(labelNames('x_train.npy')).toContain('y_train.npy')
    expect(labelNames('train_images.npy')).toContain('train_labels.npy')
  })

  const four = ramp(4)
  it.each([
    ['a text', Buffer.from('a,b\n1,2'), 'no .npy file: it begins with 61 2c 62 0a (a text file)'],
    ['another order of bytes', npy('>u2', [1, 2, 1], four), 'numbers of type >u2 are not read'],
    ['objects', npy('|O', [1, 2, 2], four), 'numbers of type |O are not read'],
    [
      'records',
      npy('', [], four, "{'descr': [('a', '<f4')], 'shape': (1,), }"),
      'no plain numbers',
    ],
    ['one image', npy('|u1', [2, 2], four), 'is [2, 2], but images are [count, height, width]'],
    ['two channels', npy('|u1', [1, 2, 1, 2], four), 'is [1, 2, 1, 2], but images are'],
    ['no image', npy('|u1', [0, 2, 2], new Uint8Array()), 'is [0, 2, 2]: it has no images'],
    ['a claim', npy('|u1', [2 ** 20, 2 ** 20, 1], four), 'is 1099511627776 bytes, but 4 follow'],
    ['a tail', npy('|u1', [1, 1, 2], four), 'is 2 bytes, but 4 follow the header'],
    ['NaN', npy('<f4', [1, 1, 1], Float32Array.of(Number.NaN)), 'element 0 is NaN'],
    ['large numbers', npy('<f4', [1, 1, 2], Float32Array.of(-3, 999)), 'goes from -3 to 999'],
    [
      "Fortran's order",
      npy('', [], four, "{'descr': '|u1', 'fortran_order': True, 'shape': (1, 2, 2), }"),
      "is in Fortran's order",
    ],
  ])('refuses %s', async (_, file, message) => {
    const found = await messageOf(() => parseNpy(file, 'x.npy'))
    expect(found).toMatch(/^x\.npy/)
    expect(found).toContain(message)
  })

  it('survives every cut and every flipped bit', () =>
    damage(npy('|u1', [2, 3, 4], ramp(24)), (bytes) => parseNpy(bytes, 'a')))
})

it('labels are whole and from 0 to 255', async () => {
  expect(await messageOf(() => parseNpyLabels(npy('<f4', [1], Float32Array.of(0.5)), 'y'))).toBe(
    'y: label 0 is 0.5, but labels are whole, from 0 to 255',
  )
})

it('of 0 and 1 the one is white, in bytes too', () => {
  expect([...imagesOf({ shape: [1, 1, 2], data: Uint8Array.of(0, 1) }, 'a').pixels]).toEqual([
    0, 255,
  ])
})

describe('CIFAR', () => {
  const record = (...labels: number[]) => Uint8Array.from([...labels, ...ramp(3072)])

  it('has a label, then all reds, all greens and all blues', () => {
    const { labels, ...set } = parseCifar(Uint8Array.from([...record(7), ...record(9)]), 'a.bin')
    expect(set).toMatchObject({ count: 2, height: 32, width: 32, channels: 3 })
    expect([...(labels ?? [])]).toEqual([7, 9])
    const planes = ramp(3072)
    expect([...set.pixels.subarray(3072 + 15, 3072 + 18)]).toEqual([
      ...[planes[5], planes[1024 + 5], planes[2048 + 5]],
    ])
    expect(parseCifar(record(19, 99), 'train.bin').labels).toEqual(Uint8Array.of(99))
  })

  it('refuses what is no record of it', async () => {
    expect(await messageOf(() => parseCifar(record(3).subarray(1), 'a.bin'))).toMatch(
      /^a\.bin: 3072 bytes are no whole records of CIFAR/,
    )
    expect(await messageOf(() => parseCifar(record(10), 'a.bin'))).toMatch(/byte 0 is label 10/)
  })
})

describe('safetensors', () => {
  const images = { dtype: 'U8', shape: [2, 2, 2], data: ramp(8) } as const
  const labels = { dtype: 'I64', shape: [2], data: BigInt64Array.of(1n, 0n) } as const
  const file = (tensors: Parameters<typeof writeSafetensors>[0]) => writeSafetensors(tensors)
  const entry = <T extends { shape: readonly number[] }>(each: T) => ({
    ...each,
    shape: [...each.shape],
  })

  it('has a tensor of images, and perhaps one of labels', () => {
    const set = { count: 2, height: 2, width: 2, channels: 1, pixels: ramp(8) }
    expect(parseImageTensors(file(new Map([['pics', entry(images)]])), 'a')).toEqual(set)
    const both = new Map<
      string,
      Parameters<typeof writeSafetensors>[0] extends Map<string, infer T> ? T : never
    >([
      ['images', entry(images)],
      ['labels', entry(labels)],
    ])
    expect(parseImageTensors(file(both), 'a').labels).toEqual(Uint8Array.of(1, 0))
  })

  it('refuses one of weights, and labels of other images', async () => {
    const two = new Map([
      ['a', entry(images)],
      ['b', entry(images)],
    ])
    expect(await messageOf(() => parseImageTensors(file(two), 'a'))).toMatch(
      /^a: none of its 2 tensors is called images/,
    )
    const few = { dtype: 'U8' as const, shape: [1], data: Uint8Array.of(1) }
    const wrong = new Map([
      ['images', entry(images)],
      ['labels', few],
    ])
    expect(await messageOf(() => parseImageTensors(file(wrong), 'a'))).toMatch(
      /there are 1 labels for 2 images/,
    )
  })
})

describe('a file of labels', () => {
  const labels = parseLabels(Buffer.from('a.png,cat\r\n"b/c.png"\tdog\n\n'), 'labels.csv')

  it('says what each picture shows', () => {
    expect(classesByLabels(['set/b/c.png', 'set/a.png', 'x/a.png'], labels, 'l')).toEqual({
      names: ['cat', 'dog'],
      labels: Uint8Array.of(1, 0, 0),
    })
  })

  it('must know every picture, in lines of two', async () => {
    expect(await messageOf(() => classesByLabels(['set/d.png'], labels, 'labels.csv'))).toBe(
      'labels.csv says nothing of set/d.png. Add a line, or remove the file',
    )
    expect(await messageOf(() => parseLabels(Buffer.from('a.png,cat\nb.png'), 'l'))).toMatch(
      /^l: line 2 is not FILE,LABEL/,
    )
  })
})

it('a sheet is cut into squares, the empty ones left out', () => {
  const [left, right] = [picture(1, 12, 12), picture(2, 12, 12)]
  const pixels = new Uint8Array(40 * 12 * 3).fill(9)
  for (let row = 0; row < 12; row++) {
    pixels.set(left.rgb.subarray(row * 36, row * 36 + 36), row * 120)
    pixels.set(right.rgb.subarray(row * 36, row * 36 + 36), row * 120 + 72)
  }
  const cells = cutSheet(
    { width: 40, height: 12, pixels },
    cellGrid({ width: 40, height: 12 }, 12),
    8,
  )
  expect(cells.map(({ bytes }) => [...bytes])).toEqual([
    [...averaged(left, 8)],
    [...averaged(right, 8)],
  ])
})

it('a model of one size gets pictures of its size, or smaller ones as they are', () => {
  expect([sideFor([40, 40], 64), sideFor([40, 40], 32), sideFor([40, 90], 64)]).toEqual([
    40, 32, 64,
  ])
})

it('facts are those of the images', () => {
  const pixels = Uint8Array.of(0, 255, 0, 255, 255, 255)
  const set = { count: 3, height: 1, width: 2, channels: 1, pixels, labels: Uint8Array.of(0, 2, 2) }
  const head = (width: number, kind: 'PNG' | 'JPEG') => ({ kind, width, height: 10 })
  const facts = factsOf(set, [head(30, 'PNG'), head(10, 'PNG'), head(20, 'JPEG')])
  expect(facts.mean[0]).toBeCloseTo(2 / 3, 12)
  expect(facts.deviation[0]).toBeCloseTo(Math.sqrt(2) / 3, 12)
  expect(facts).toMatchObject({
    twice: 1,
    classes: [
      { name: '0', count: 1 },
      { name: '2', count: 2 },
    ],
    pictures: {
      kinds: { PNG: 2, JPEG: 1 },
      smallest: [10, 10],
      median: [20, 10],
      largest: [30, 10],
    },
  })
  expect([...meanImage(set, { label: 2 })]).toEqual([0, 1])
})

describe('the terminal', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const at = (...parts: string[]) => join(folder, ...parts)
  /** Left half of one colour, right half of another. */
  const halves = (width: number, height: number, left: number[], right: number[]) => {
    const pixels = Buffer.alloc(width * height * left.length)
    for (let i = 0; i < width * height; i++) {
      pixels.set(i % width < width / 2 ? left : right, i * left.length)
    }
    const channels = left.length as 3 | 4
    return sharp(pixels, { raw: { width, height, channels } })
  }
  /** R, G and B of the middle of the left and of the right half of image n. */
  const colours = ({ pixels, width }: ImageSet, n: number) =>
    [0.25, 0.75].map((share) => {
      const from = 3 * ((n * width + width / 2) * width + Math.floor(share * width))
      return [...pixels.subarray(from, from + 3)]
    })
  const near = (found: number[][], wanted: number[][]) => {
    for (const [i, value] of found.flat().entries()) {
      expect(Math.abs(value - (wanted.flat()[i] ?? Number.NaN)), String(found)).toBeLessThan(7)
    }
  }

  it('decodes PNG, JPEG and WebP: turned as the camera was held, black where transparent', async () => {
    const [red, blue] = [
      [220, 30, 40],
      [20, 60, 200],
    ]
    mkdirSync(at('kinds', 'deep'), { recursive: true })
    await halves(80, 40, red, blue).png().toFile(at('kinds', 'a.png'))
    await halves(40, 60, red, blue).jpeg({ quality: 95 }).toFile(at('kinds', 'b.jpg'))
    await halves(48, 48, red, blue).webp({ lossless: true }).toFile(at('kinds', 'c.webp'))
    // Upside down, and marked as such.
    await halves(40, 40, blue, red)
      .jpeg({ quality: 95 })
      .withMetadata({ orientation: 3 })
      .toFile(at('kinds', 'deep', 'd.jpg'))
    await halves(40, 40, [...red, 255], [...blue, 0])
      .png()
      .toFile(at('kinds', 'e.png'))
    await halves(40, 40, [90, 90, 90], [30, 30, 30])
      .toColourspace('b-w')
      .png()
      .toFile(at('kinds', 'f.png'))
    writeFileSync(at('kinds', 'cut.png'), readFileSync(at('kinds', 'a.png')).subarray(0, 90))
    writeFileSync(at('kinds', '.hidden.png'), 'x')
    symlinkSync(at('kinds'), at('kinds', 'round'))
    const { set, heads, skipped } = await readData(at('kinds'), { size: 32 })
    expect(set).toMatchObject({ count: 6, height: 32, width: 32, channels: 3 })
    expect(heads.map(({ kind }) => kind)).toEqual([
      'PNG',
      'JPEG',
      'WebP',
      'PNG',
      'JPEG',
      'PNG',
      'PNG',
    ])
    expect(skipped).toEqual([
      'kinds/round is left out: it links to a folder that it is in',
      'kinds/cut.png is cut short: fetch it again',
    ])
    const found = Array.from({ length: 6 }, (_, n) => colours(set, n))
    const grey = [
      [90, 90, 90],
      [30, 30, 30],
    ]
    const black = [red, [0, 0, 0]]
    const sorted = [...shuffled(6, 1)].map((n) => [0, 0, 0, 0, 1, 2][n] ?? 0)
    for (const [n, which] of sorted.entries())
      near(found[n] ?? [], [[red, blue], black, grey][which] ?? [])
  })

  it('averages as the page does, and cuts sheets', async () => {
    const sheet = picture(3, 64, 32)
    writeFileSync(at('sheet.png'), pngOf(sheet))
    const { set } = await readData(at('sheet.png'), { cell: 32, size: 16 })
    expect([set.count, set.width, set.channels]).toEqual([2, 16, 3])
    const whole = await readData(at('sheet.png'), { size: 16 })
    expect([...whole.set.pixels]).toEqual([...averaged(sheet, 16)])
  })

  it('takes the labels beside a file where they are wanted', async () => {
    writeFileSync(at('x_train.npy'), npy('|u1', [3, 8, 8], ramp(192)))
    writeFileSync(at('y_train.npy'), npy('<i8', [3], BigInt64Array.of(0n, 1n, 1n)))
    expect((await readData(at('x_train.npy'))).set.labels).toBeUndefined()
    const { set } = await readData(at('x_train.npy'), { labels: true })
    expect(set.labels).toEqual(Uint8Array.of(0, 1, 1))
  })

  it('of a folder with halves trains on the one and judges by the other, by the names of classes', async () => {
    const lies = { train: ['ant', 'bee', 'cat'], test: ['bee', 'cat'], val: ['ant'] }
    for (const [half, classes] of Object.entries(lies)) {
      for (const [n, name] of classes.entries()) {
        mkdirSync(at('halved', half, name), { recursive: true })
        const shade = { width: 16, height: 16, rgb: new Uint8Array(768).fill(name.charCodeAt(0)) }
        writeFileSync(at('halved', half, name, `${n}.png`), pngOf(shade))
      }
    }
    mkdirSync(at('halved', '.git'))
    writeFileSync(at('halved', 'notes.txt'), 'hello')
    const { train, heldOut } = await loadHalves(at('halved'))
    expect([train.count, heldOut.count]).toEqual([3, 2])
    for (const { count, pixels, labels } of [train, heldOut]) {
      for (let n = 0; n < count; n++) {
        expect(pixels[(n * pixels.length) / count]).toBe(97 + (labels?.[n] ?? 9))
      }
    }
    const { skipped } = await readData(at('halved'))
    const left = (name: string) => `halved/${name} is left out: train is taken`
    expect(skipped).toEqual([left('notes.txt'), left('test'), left('val')])
    // A class of that name is no half.
    mkdirSync(at('halved', 'bus'))
    writeFileSync(at('halved', 'bus', 'a.png'), pngOf(picture(1, 16, 16)))
    const all = await loadHalves(at('halved'))
    // Without halves a tenth is held out, at least one image.
    expect([all.train.count, all.heldOut.count]).toEqual([6, 1])
  })

  it('draws avatars, the same each time, with what they wear', async () => {
    const drawn = await Promise.all([drawAvatar(), drawAvatar()])
    const [one, two] = await Promise.all(drawn.map(async (draw) => await draw(3)))
    expect(one).toEqual(two)
    expect(one?.pixels.length).toBe(64 * 64 * 3)
    const labels = await Promise.all(
      Array.from({ length: 30 }, async (_, n) => (await drawn[0]?.(n))?.label),
    )
    expect(new Set(labels)).toEqual(new Set([0, 1, 2]))
  })
})

describe('a reading of sets', () => {
  const halves = Object.entries({
    'train/cat/a.png': pngOf(picture(1, 16, 16)),
    'train/dog/b.png': pngOf(picture(2, 16, 16)),
    'test/cat/c.png': pngOf(picture(3, 16, 16)),
    'val/notes.txt': Buffer.from('hello'),
  })

  it('takes the half to train on, or the one held out, of a folder and of a zip', async () => {
    const inFolder = Object.fromEntries(
      halves.map(([name, bytes]) => [`set/${name}`, bytes] as const),
    )
    for (const [files, place] of [
      [Object.fromEntries(halves), ''],
      [inFolder, 'set/'],
      [{ 'mine.zip': zipSync(inFolder) }, 'mine/set/'],
    ] as const) {
      const left = (names: string[], taken: string) =>
        names.map((name) => `${place}${name} is left out: ${taken} is taken`)
      const { set, skipped, halved } = await read(files)
      expect([set.count, halved]).toEqual([2, true])
      expect(skipped).toEqual(left(['test', 'val'], 'train'))
      expect(set.names).toEqual(['cat', 'dog'])
      const heldOut = await read(files, { half: 'heldOut' })
      expect(heldOut.set.count).toBe(1)
      expect(heldOut.skipped).toEqual(left(['train', 'val'], 'test'))
    }
    const beside = { ...inFolder, 'notes/a.txt': Buffer.from('hello') }
    const { set, halved } = await read(beside)
    expect([set.count, halved]).toEqual([3, false])
  })

  /** Decodes nothing: a picture is its number. */
  const read = async (
    files: Record<string, Uint8Array>,
    options: { cell?: number; size?: number; most?: number; half?: 'train' | 'heldOut' } = {},
  ): Promise<LoadedSet> => {
    const decoded: string[] = []
    const reading = new SetReading({
      most: 2 ** 20,
      decode: async (file, { width }, size) => {
        decoded.push(`${file.length}`)
        const bytes = new Uint8Array(size * size).fill(width)
        return { squares: [{ bytes, coloured: false }] }
      },
      order: (count) => Array(count).keys(),
      ...options,
    })
    reading.add(
      Object.entries(files).map(([path, bytes]) =>
        sourceOf({
          path,
          size: bytes.length,
          read: async (from, to) => Uint8Array.from(bytes.subarray(from, to)),
        }),
      ),
    )
    for (;;) {
      const made = await reading.advance(Number.POSITIVE_INFINITY)
      if (made) return made
    }
  }

  const png = (width: number) => new Uint8Array(pngOf(picture(1, width, 20)))

  it('takes labels of a file before those of folders', async () => {
    const files = {
      'a/1.png': png(20),
      'b/2.png': png(30),
      'b/labels.csv': Buffer.from('1.png,x\n2.png,x'),
    }
    const { set, heads } = await read(files)
    expect(set).toMatchObject({ count: 2, names: ['x'], labels: Uint8Array.of(0, 0) })
    expect(heads.map(({ width }) => width)).toEqual([20, 30])
    expect((await read({ 'a/1.png': png(20), 'b/2.png': png(30) })).set.names).toEqual(['a', 'b'])
  })

  it('says in one line that a file of labels cannot be read', async () => {
    const reading = new SetReading({
      most: 2 ** 20,
      decode: async () => ({ squares: [{ bytes: new Uint8Array(64), coloured: false }] }),
      order: (count) => Array(count).keys(),
    })
    const bytes = png(20)
    const read = async () => bytes
    reading.add([sourceOf({ path: 'a/1.png', size: bytes.length, read })])
    const denied = () => Promise.reject(new Error('EACCES'))
    reading.add([sourceOf({ path: 'a/labels.csv', size: 9, read: denied })])
    const advance = () => reading.advance(Number.POSITIVE_INFINITY)
    expect(await messageOf(advance)).toBe('a/labels.csv cannot be read: bring it again')
  })

  it("takes NumPy's arrays out of a zip, as savez writes them, and leaves the test set", async () => {
    const zip = zipSync({
      'train_images.npy': npy('|u1', [2, 8, 8], ramp(128)),
      'train_labels.npy': npy('|u1', [2, 1], Uint8Array.of(1, 0)),
      'test_images.npy': npy('|u1', [1, 8, 8], ramp(64)),
      'test_labels.npy': npy('|u1', [1, 1], Uint8Array.of(1)),
    })
    const { set, skipped } = await read({ 'set.npz': zip })
    expect(set).toMatchObject({
      count: 2,
      width: 8,
      labels: Uint8Array.of(1, 0),
      names: ['0', '1'],
    })
    expect(skipped).toHaveLength(2)
    expect(skipped[0]).toMatch(/test_images\.npy is left out: another file with images is taken/)
  })

  it("joins CIFAR's batches, and leaves the one to test by", async () => {
    const batch = (label: number) => Uint8Array.from([label, ...ramp(3072)])
    const { set, skipped } = await read({
      'c/batches.meta.txt': Buffer.from('airplane'),
      'c/data_batch_1.bin': batch(3),
      'c/data_batch_2.bin': batch(5),
      'c/test_batch.bin': batch(1),
    })
    expect(set).toMatchObject({ count: 2, channels: 3, labels: Uint8Array.of(3, 5) })
    expect(set.names?.[3]).toBe('cat')
    expect(skipped).toHaveLength(2)
  })

  it('averages large images down', async () => {
    const { set } = await read({ 'x.idx': idxImages(2, 40, 40) }, { size: 16 })
    expect([set.count, set.height, set.width]).toEqual([2, 16, 16])
  })

  it('thins pictures out where there is no room for all, and says of how many', async () => {
    const files = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`${i}.png`, png(20)]))
    const { set, of } = await read(files, { most: 3 * 3 * 20 * 20 })
    expect([set.count, of]).toEqual([3, 9])
  })

  it.each([
    ['huge.png', hugePng(50_000, 50_000), /50,000 × 50,000 pixels, more than the 67 million/],
    ['bomb.zip', bombZip(), /^bomb\.zip would grow from .* to .*: it stays packed/],
    ['labels.idx', idx(8, [3], [1, 2, 3]), /^labels\.idx has labels only\. Bring the images/],
    ['checkpoint.safetensors', writeSafetensors(new Map()), /is of a run that was saved/],
    ['empty.png', new Uint8Array(), /^empty\.png is empty/],
  ])('refuses %s in one line, and takes no memory for it', async (name, bytes, message) => {
    const before = process.memoryUsage().arrayBuffers
    expect(await messageOf(() => read({ [name]: bytes }))).toMatch(message)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 26)
  })
})

/** A PNG that claims the given size. */
function hugePng(width: number, height: number): Uint8Array {
  const bytes = pngOf(picture(1, 20, 20))
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return new Uint8Array(bytes)
}

/** A zip with 300 MB of zeros. */
function bombZip(): Uint8Array {
  const packed = deflateRawSync(new Uint8Array(3e8))
  const bytes = zipSync({ 'a.png': deflateSync(new Uint8Array(1000)) }, { level: 0 })
  const list = bytes.length - 22 - (46 + 5)
  const bomb = new Uint8Array(30 + 5 + packed.length + 46 + 5 + 22)
  bomb.set(bytes.subarray(0, 35))
  bomb.set(packed, 35)
  bomb.set(bytes.subarray(list), 35 + packed.length)
  const view = new DataView(bomb.buffer)
  const entry = 35 + packed.length
  view.setUint16(entry + 10, 8, true)
  view.setUint32(entry + 20, packed.length, true)
  view.setUint32(entry + 24, 3e8, true)
  view.setUint32(bomb.length - 22 + 16, entry, true)
  return bomb
}
