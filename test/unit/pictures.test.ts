// The user's images, without a browser: sizes, heads of files, classes by folders, zips.

import { deflateRawSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { PNG } from 'pngjs'
import { describe, expect, it } from 'vitest'
import { classesOf, isJunk } from '../../src/data/folders'
import { halvesIn } from '../../src/data/halves'
import { idxKind } from '../../src/data/idx'
import { isCutShort, readPictureHead } from '../../src/data/pictureFile'
import { evenly, joined, sideFor, squareOf } from '../../src/data/pictures'
import { Averages, middleSquare, resized } from '../../src/data/resize'
import { readZip } from '../../src/data/zip'
import { idx, idxImages } from '../support/idx'
import { averaged } from '../support/own'

const noise = (length: number, seed = 1) =>
  Uint8Array.from({ length }, (_, i) => ((i + seed) * 2654435761) >>> 24)

describe('averages over a grid', () => {
  it.each([
    [40, 32],
    [64, 32],
    [7, 16],
    [100, 64],
    [32, 32],
  ])('of %i pixels to %i are means of what lies in each cell', (side, size) => {
    const pixels = noise(side * side * 3)
    const averages = new Averages({ side, size, channels: 3 })
    // In parts of one and of many rows.
    averages.add(pixels.subarray(0, side * 3))
    averages.add(pixels.subarray(side * 3))
    const wanted = averaged({ width: side, height: side, rgb: pixels }, size)
    expect([...averages.bytes()]).toEqual([...wanted])
  })

  it('take the middle, and leave a set that fits as it is', () => {
    expect(middleSquare(48, 40)).toEqual({ left: 4, top: 0, side: 40 })
    expect(middleSquare(41, 48)).toEqual({ left: 0, top: 3, side: 41 })
    const set = { count: 2, height: 40, width: 48, channels: 3, pixels: noise(2 * 40 * 48 * 3) }
    expect(resized(set, 64)).toBe(set)
    const made = resized(set, 32)
    expect([made.count, made.height, made.width, made.channels]).toEqual([2, 32, 32, 3])
    const second = set.pixels.subarray(40 * 48 * 3)
    expect([...made.pixels.subarray(32 * 32 * 3)]).toEqual([
      ...averaged({ width: 48, height: 40, rgb: second }, 32),
    ])
  })
})

describe('the head of a picture', () => {
  const png = PNG.sync.write(new PNG({ width: 300, height: 20 }))
  const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

  it('says its size', () => {
    expect(readPictureHead(png)).toEqual({ kind: 'PNG', width: 300, height: 20 })
    const gif = bytes('GIF89a\x05\x00\x07\x01')
    expect(readPictureHead(gif)).toEqual({ kind: 'GIF', width: 5, height: 263 })
    // An application segment of 4 bytes, a table, then the frame: 17 high, 33 wide.
    const jpeg = bytes(
      '\xff\xd8\xff\xe0\x00\x04ab\xff\xc4\x00\x03a\xff\xc2\x00\x0b\x08\x00\x11\x00\x21\x01',
    )
    expect(readPictureHead(jpeg)).toEqual({ kind: 'JPEG', width: 33, height: 17 })
    const webp = bytes(
      'RIFF\x1a\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\xff\x01\x00\x00\x02\x01',
    )
    expect(readPictureHead(webp)).toEqual({ kind: 'WebP', width: 512, height: 66049 })
    const lossless = bytes('RIFF\x1a\x00\x00\x00WEBPVP8L\x0a\x00\x00\x00\x2f\x0f\xc0\x07\x00')
    expect(readPictureHead(lossless)).toEqual({ kind: 'WebP', width: 16, height: 32 })
  })

  it('is asked for again where its size is farther behind, and is none of other files', () => {
    expect(readPictureHead(png.subarray(0, 20))).toBe('more')
    expect(readPictureHead(bytes('\xff\xd8\xff\xe1\x80\x00abc'))).toBe('more')
    expect(readPictureHead(bytes('BMW is no bitmap'))).toBeUndefined()
    expect(readPictureHead(new Uint8Array())).toBeUndefined()
  })

  it('does not hide that the file is cut short', () => {
    expect(isCutShort(png, 'PNG')).toBe(false)
    expect(isCutShort(png.subarray(0, png.length - 13), 'PNG')).toBe(true)
    const scan = '\xff\xd8\xff\xe1\x00\x06\xff\xd9aa\xff\xda\x00\x04aa\x01\xff\x00\x02'
    expect(isCutShort(bytes(scan), 'JPEG')).toBe(true)
    expect(isCutShort(bytes(`${scan}\xff\xd9 and more`), 'JPEG')).toBe(false)
  })
})

describe('folders', () => {
  it('are classes, in the order of their names', () => {
    expect(classesOf(['set/10/a.png', 'set/2/b.png', 'set/10/deep/c.png'])).toEqual({
      names: ['2', '10'],
      labels: Uint8Array.of(1, 0, 1),
    })
    expect(classesOf(['train/cat/a.png', 'test/dog/b.png', 'test/cat/c.png'])?.names).toEqual([
      'cat',
      'dog',
    ])
  })

  it('are none where all lie in one, or one in none', () => {
    expect(classesOf(['set/a.png', 'set/b.png'])).toBeUndefined()
    expect(classesOf(['cat/a.png', 'dog/b.png', 'c.png'])).toBeUndefined()
    expect(classesOf(['test/a.png', 'train/b.png'])).toBeUndefined()
    expect(classesOf(Array.from({ length: 257 }, (_, i) => `${i}/a.png`))).toBeUndefined()
    expect(classesOf([])).toBeUndefined()
  })

  it('may be the halves of a set', () => {
    const halves = { depth: 1, train: 'train', heldOut: 'test' }
    const paths = ['set/train/a.png', 'set/test/b.png', 'set/val/c.png', 'set/labels.csv']
    expect(halvesIn(paths)).toEqual(halves)
    expect(halvesIn(['Training/a/b.png', 'valid/c.png'])).toEqual({
      depth: 0,
      train: 'Training',
      heldOut: 'valid',
    })
    expect(halvesIn([...paths, 'set/cat/d.png'])).toBeUndefined()
    expect(halvesIn(['set/train/a.png', 'set/train/b.png'])).toBeUndefined()
    expect(halvesIn(['test/a.png', 'val/b.png'])).toBeUndefined()
    expect(halvesIn(['train.png', 'test.png'])).toBeUndefined()
    expect(halvesIn([])).toBeUndefined()
  })

  it('may hold stray files', () => {
    expect(['__MACOSX/a/._b.png', '.DS_Store', 'a/.git/b.png', 'a/Thumbs.db'].every(isJunk)).toBe(
      true,
    )
    expect(['a.png', 'a/b.c/d.png'].some(isJunk)).toBe(false)
  })
})

it('pictures are joined in colour if one is coloured', () => {
  const grey = squareOf(Uint8Array.of(7, 7, 7))
  expect(grey).toEqual({ bytes: Uint8Array.of(7), coloured: false })
  const nearly = squareOf(Uint8Array.of(100, 104, 96))
  expect(nearly.coloured).toBe(false)
  const red = squareOf(Uint8Array.of(200, 0, 0))
  expect(joined([grey, nearly], 1)).toEqual({
    ...{ count: 2, height: 1, width: 1, channels: 1 },
    pixels: Uint8Array.of(7, 102),
  })
  expect(joined([grey, red], 1).pixels).toEqual(Uint8Array.of(7, 7, 7, 200, 0, 0))
  expect(joined([grey, red], 1).channels).toBe(3)
})

it('their size is theirs where all have it, else 32 or 64', () => {
  expect(sideFor([28, 28, 28])).toBe(28)
  expect(sideFor([65, 65])).toBe(64)
  expect(sideFor([20, 30, 40])).toBe(32)
  expect(sideFor([20, 300, 400])).toBe(64)
  expect(evenly([0, 1, 2, 3, 4, 5], 3)).toEqual([0, 2, 4])
})

it('an IDX file is known by its first bytes, gzipped or not', async () => {
  expect(await idxKind(idxImages(2, 3, 3))).toBe('images')
  expect(await idxKind(idx(8, [3], [1, 2, 3]))).toBe('labels')
  const { gzipSync } = await import('node:zlib')
  expect(await idxKind(gzipSync(idxImages(9, 28, 28)))).toBe('images')
  expect(await idxKind(gzipSync('hello'))).toBeUndefined()
  expect(await idxKind(Uint8Array.of(0x1f, 0x8b, 1, 2, 3))).toBeUndefined()
})

describe('a zip', () => {
  const open = (bytes: Uint8Array) =>
    readZip(
      { size: bytes.length, read: async (from, to) => Uint8Array.from(bytes.subarray(from, to)) },
      'a.zip',
    )
  const files = {
    'a/b.txt': noise(100_000),
    'c.txt': new Uint8Array(50_000),
    'empty/': new Uint8Array(),
  }

  it.each([0, 6] as const)('gives its files, packed at level %i', async (level) => {
    const entries = await open(zipSync(files, { level }))
    expect(entries.map(({ path, size }) => [path, size])).toEqual([
      ['a/b.txt', 100_000],
      ['c.txt', 50_000],
    ])
    expect([...((await entries[0]?.whole()) ?? [])]).toEqual([...files['a/b.txt']])
    const head = (await entries[1]?.head()) ?? []
    expect(head.length).toBeGreaterThan(1000)
    expect(Math.max(...head)).toBe(0)
  })

  it('ends early where a file is longer than it says', async () => {
    const packed = deflateRawSync(new Uint8Array(200_000_000))
    const bytes = zipSync({ 'a.txt': new Uint8Array(1000) })
    // The same zip with much more data in its entry, and its stated size unchanged.
    const list = bytes.length - 22 - (46 + 5)
    const bomb = new Uint8Array(30 + 5 + packed.length + 46 + 5 + 22)
    bomb.set(bytes.subarray(0, 35))
    bomb.set(packed, 35)
    bomb.set(bytes.subarray(list), 35 + packed.length)
    const view = new DataView(bomb.buffer)
    view.setUint32(35 + packed.length + 20, packed.length, true)
    view.setUint32(bomb.length - 22 + 16, 35 + packed.length, true)
    const [entry] = await open(bomb)
    await expect(entry?.whole()).rejects.toThrow(/^a\.txt has \d+ bytes, but a\.zip says 1000\./)
  })

  it('says what is wrong with it', async () => {
    const bytes = zipSync(files)
    await expect(open(bytes.subarray(0, bytes.length - 30))).rejects.toThrow(
      /^a\.zip is a zip without its end: it is cut short\. Fetch it again$/,
    )
    const encrypted = Uint8Array.from(bytes)
    const list = new DataView(bytes.buffer).getUint32(bytes.length - 6, true)
    encrypted[list + 8] = 1
    const [entry] = await open(encrypted)
    expect(entry?.why).toBe('is encrypted')
    await expect(entry?.whole()).rejects.toThrow('a/b.txt is encrypted')
  })
})
