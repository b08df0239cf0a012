// Files from outside are the one input that the project cannot trust, so these tests are mostly
// about damage: cut at every byte, every bit flipped, bombs and false claims. Each must end in a
// DataError of one line. Small files are built here; only the embedded digits are read from disk.

import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { gunzip } from '../../src/data/gzip'
import { parseIdx, parseIdxLabels, withLabels } from '../../src/data/idx'
import { DataError } from '../../src/data/imageSet'
import { parseMnist } from '../../src/data/mnist'
import { packWeights, readWeights } from '../../src/data/packed'
import { type RawTensor, readSafetensors, writeSafetensors } from '../../src/data/safetensors'
import { idx } from '../support/idx'

const U8 = 0x08
const F32 = 0x0d
const HUGE = [2 ** 32 - 1, 65_536, 65_536]

const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
const gzip = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes))
const ramp = (length: number) => Uint8Array.from({ length }, (_, i) => i)

/** Returns the message; fails if nothing is thrown, or another error, or more than one line. */
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

/** Cuts the file at every byte (must fail) and flips every bit (may pass, must not crash). */
async function damage(file: Uint8Array, read: (bytes: Uint8Array) => unknown): Promise<number> {
  for (let end = 0; end < file.length; end++) await messageOf(() => read(file.slice(0, end)))
  let passed = 0
  for (let bit = 0; bit < file.length * 8; bit++) {
    const flipped = file.slice()
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    try {
      await read(flipped)
      passed++
    } catch (error) {
      expect(error).toBeInstanceOf(DataError)
    }
  }
  return passed
}

describe('idx', () => {
  const grey = idx(U8, [2, 3, 4], ramp(24))

  it('reads grey and RGB images and labels, plain and gzipped', async () => {
    const expected = { count: 2, height: 3, width: 4, channels: 1, pixels: ramp(24) }
    expect(await parseIdx(grey, 'a')).toEqual(expected)
    expect(await parseIdx(gzip(grey), 'a')).toEqual(expected)
    const rgb = await parseIdx(idx(U8, [1, 2, 2, 3], ramp(12)), 'a')
    expect(rgb).toEqual({ count: 1, height: 2, width: 2, channels: 3, pixels: ramp(12) })
    expect(await parseIdxLabels(gzip(idx(U8, [3], [7, 0, 9])), 'a')).toEqual(Uint8Array.of(7, 0, 9))
  })

  it('reads a view into a larger buffer, as Node gives them', async () => {
    const view = new Uint8Array([9, ...grey, 9]).subarray(1, -1)
    expect((await parseIdx(view, 'a')).pixels).toEqual(ramp(24))
    expect((await parseIdx(Buffer.from(grey), 'a')).pixels.constructor).toBe(Uint8Array)
  })

  it.each([
    ['nothing', ascii(''), 'too short for the header of an IDX image file: it has 0 bytes.'],
    ['a PNG', ascii('\x89PNG\r\n'), 'not an IDX file: it begins with 89 50 4e 47 (a PNG image)'],
    ['a text', ascii('a,b\n1,2'), 'not an IDX file: it begins with 61 2c 62 0a (a text file)'],
    ['a page', ascii('<!doctype'), 'it begins with 3c 21 64 6f (an HTML or XML page)'],
    ['gzip twice', gzip(gzip(grey)), 'it begins with 1f 8b 08 00 (gzip data)'],
    ['floats', idx(F32, [1, 1, 1], ramp(4)), 'byte 2 is 0x0d, elements of f32, but only u8 (0x08)'],
    ['labels', idx(U8, [3], ramp(3)), 'images have 3 or 4. It is a label file: choose the image'],
    ['no image', idx(U8, [0, 28, 28], []), 'no images: bytes 4 to 7 say 0 in [0, 28, 28].'],
    ['no row', idx(U8, [2, 0, 28], []), 'no images: bytes 8 to 11 say 0 in [2, 0, 28].'],
    [
      '2 channels',
      idx(U8, [1, 1, 1, 2], ramp(2)),
      'bytes 16 to 19 say 2 channels, but images have',
    ],
    ['a cut', grey.slice(0, 30), 'truncated: its header says 40 bytes, but it has 30. Fetch'],
    ['a gzipped cut', gzip(grey.slice(0, 30)), 'its header says 40 bytes, but it has 30. Fetch'],
    [
      'a tail',
      new Uint8Array([...grey, 0]),
      'trailing bytes: its header says 40 bytes, but it has 41.',
    ],
    ['a cut gzip', gzip(grey).slice(0, -9), 'the gzip data is truncated or corrupt:'],
    ['a padded gzip', new Uint8Array([...gzip(grey), 0, 0]), 'the gzip data'],
    ['a huge claim', idx(U8, HUGE, []), 'bytes 4 to 15 claim [4294967295, 65536, 65536] images,'],
  ])('refuses %s', async (_, file, message) => {
    const found = await messageOf(() => parseIdx(file, 'digits'))
    expect(found).toMatch(/^digits: .*\.$/)
    expect(found).toContain(message)
  })

  it('refuses images where labels are asked for', async () => {
    expect(await messageOf(() => parseIdxLabels(grey, 'digits'))).toBe(
      'digits: byte 3 says 3 dimensions, but labels have 1. It is an image file: choose the ' +
        'label file (for MNIST, train-labels-idx1-ubyte).',
    )
  })

  it.each([1, 3])('refuses %i labels of 2 images', async (count) => {
    const set = await parseIdx(grey, 'images')
    const names = { images: 'images', labels: 'labels' }
    expect(await messageOf(() => withLabels(set, ramp(count), names))).toBe(
      `labels has ${count} labels, but images 2 images. They must be of one set`,
    )
  })

  it('survives every cut and every flipped bit', async () => {
    await damage(grey, (bytes) => parseIdx(bytes, 'a'))
    const original = await parseIdx(grey, 'a')
    // Only flips outside the content, which a CRC protects, may pass: time, system, unused bits.
    const passed = await damage(gzip(grey), async (bytes) =>
      expect(await parseIdx(bytes, 'a')).toEqual(original),
    )
    expect(passed).toBeLessThan(64)
  })
})

describe('gzip', () => {
  it('stops a bomb at the length that the header claims', async () => {
    const bomb = gzip(idx(U8, [2, 3, 4], new Uint8Array(64 * 2 ** 20)))
    const before = process.memoryUsage().arrayBuffers
    expect(await messageOf(() => parseIdx(bomb, 'bomb'))).toContain(
      'trailing bytes: its header says 40 bytes, but it has more.',
    )
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 2 ** 20)
  })

  it('believes no claim that its size cannot hold', async () => {
    const claim = gzip(idx(U8, [1000, 1000, 1000], []))
    expect(await messageOf(() => parseIdx(claim, 'claim'))).toBe(
      `claim: truncated: its header says 1000000016 bytes, but it has ${claim.length} of gzip ` +
        `data, which hold at most ${claim.length * 1032}. Fetch the file again.`,
    )
  })

  it('asks for the limit until it is known', async () => {
    const limitOf = (head: Uint8Array) => (head.length < 4 ? undefined : 5)
    expect(await gunzip(gzip(ramp(5)), 'a', limitOf)).toEqual(ramp(5))
    expect(await gunzip(gzip(ramp(3)), 'a', limitOf)).toEqual(ramp(3))
    expect(await messageOf(() => gunzip(gzip(ramp(6)), 'a', limitOf))).toContain('trailing bytes')
  })
})

describe('mnist', () => {
  const file = readFileSync(new URL('../../src/data/mnist/mnist.bin.gz', import.meta.url))

  const labelCounts = (labels: Uint8Array | undefined) =>
    Array.from({ length: 10 }, (_, digit) => labels?.filter((label) => label === digit).length)

  it('holds 9,000 digits to train and 1,000 held out', async () => {
    const { train, heldOut } = await parseMnist(file)
    expect(train).toMatchObject({ count: 9000, height: 28, width: 28, channels: 1 })
    expect(heldOut).toMatchObject({ count: 1000, height: 28, width: 28, channels: 1 })
    expect(train.pixels.length).toBe(9000 * 28 * 28)
    expect(heldOut.pixels.length).toBe(1000 * 28 * 28)
    expect(labelCounts(train.labels)).toEqual([901, 1027, 891, 932, 880, 763, 914, 970, 844, 878])
    expect(labelCounts(heldOut.labels)).toEqual(Array(10).fill(100))
    // MNIST's published mean is 0.1307 of full scale.
    const mean = train.pixels.reduce((sum, pixel) => sum + pixel, 0) / train.pixels.length / 255
    expect(mean).toBeCloseTo(0.131, 2)
  })

  it('reads the file already gunzipped, and refuses a damaged one', async () => {
    const plain = await gunzip(file, 'a', () => 10_000_000)
    const { heldOut } = await parseMnist(plain)
    expect(heldOut.labels).toEqual((await parseMnist(file)).heldOut.labels)
    const cut = await messageOf(() => parseMnist(plain.subarray(0, 5000)))
    expect(cut).toContain('truncated: its header says 7850016 bytes, but it has 5000.')
    expect(await messageOf(() => parseMnist(plain.fill(10, 20, 21)))).toBe(
      'mnist.bin.gz: byte 20 is label 10, but digits are 0 to 9. ' +
        'Run node src/data/mnist/repack.mjs again.',
    )
    expect(await messageOf(() => parseMnist(ascii('PK\x03\x04 and so on, longer')))).toContain(
      "it begins with 50 4b 03 04 (a zip archive; a PyTorch .pt file is one too), not with 'GMN1'.",
    )
  })
})

describe('safetensors', () => {
  const tensors = new Map<string, RawTensor>([
    ['bytes', { dtype: 'U8', shape: [3], data: Uint8Array.of(1, 2, 255) }],
    ['signed', { dtype: 'I8', shape: [2], data: Int8Array.of(-128, 127) }],
    ['scalar', { dtype: 'F32', shape: [], data: Float32Array.of(0.1) }],
    ['7', { dtype: 'I32', shape: [1, 2], data: Int32Array.of(-1, 5) }],
    ['step', { dtype: 'I64', shape: [1], data: BigInt64Array.of(-(2n ** 60n)) }],
    ['none', { dtype: 'F32', shape: [0, 4], data: new Float32Array(0) }],
    ['seed "ü"', { dtype: 'U32', shape: [1], data: Uint32Array.of(2 ** 32 - 1) }],
  ])
  const metadata = { format: 'pt', attrs: '{"a":[1,{"b":"}"}]}' }
  const file = writeSafetensors(tensors, metadata)

  /** A file with this header text and the given number of data bytes. */
  function raw(header: string, dataBytes = 0): Uint8Array {
    const text = new TextEncoder().encode(header)
    const bytes = new Uint8Array(8 + text.length + dataBytes)
    new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true)
    bytes.set(text, 8)
    return bytes
  }

  const entry = (dtype: string, shape: string, offsets: string) =>
    `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`

  it('gives back what was written, from any alignment, larger elements first', () => {
    const odd = new Uint8Array([0, ...file]).subarray(1)
    const read = readSafetensors(odd, 'a')
    expect(read).toEqual({ metadata, tensors })
    const order = ['step', 'scalar', '7', 'none', 'seed "ü"', 'bytes', 'signed']
    expect([...read.tensors.keys()]).toEqual(order)
    expect(writeSafetensors(read.tensors, read.metadata)).toEqual(file)
  })

  it('writes the bytes that the format describes', () => {
    // The example of the reference implementation: safetensors/src/tensor.rs, test_serialization.
    const data = Float32Array.of(0, 1, 2, 3, 4, 5)
    const example = writeSafetensors(
      new Map([['attn.0', { dtype: 'F32', shape: [1, 2, 3], data }]]),
    )
    const header = '{"attn.0":{"dtype":"F32","shape":[1,2,3],"data_offsets":[0,24]}}'
    expect(example.slice(0, 72)).toEqual(Uint8Array.of(64, 0, 0, 0, 0, 0, 0, 0, ...ascii(header)))
    expect(example.slice(72)).toEqual(new Uint8Array(data.buffer))
    expect(writeSafetensors(new Map())).toEqual(ascii('\x08\0\0\0\0\0\0\0{}      '))
  })

  const u8 = entry('U8', '[1]', '[0,1]')
  const far = entry('U8', '[4000000000]', '[0,4000000000]')
  const late = entry('U8', '[1]', '[1,2]')
  it.each([
    [
      'five bytes',
      ascii('12345'),
      'not a safetensors file: it has 5 bytes, and 8 hold the length.',
    ],
    [
      'a zip',
      ascii('PK\x03\x04\0\0\0\0 '),
      'claim a header of 67324752 bytes, but only 1 follow; it',
    ],
    ['no header', raw(''), 'the header (0 bytes from byte 8) is not valid JSON in UTF-8.'],
    ['bad JSON', raw('{"a":}'), 'the header (6 bytes from byte 8) is not valid JSON in UTF-8.'],
    ['a list', raw('[]'), 'the header (2 bytes from byte 8) is not a JSON object'],
    ['deep JSON', raw(`{"a":${'['.repeat(100_000)}`), 'nests deeper than 3 levels.'],
    ['a name twice', raw(`{"a":${u8},"\\u0061":${u8}}`, 1), 'has "a" twice.'],
    ['__proto__', raw(`{"__proto__":${u8}}`, 1), 'tensor "__proto__" has a reserved name.'],
    ['metadata', raw('{"__metadata__":{"step":1}}'), '__metadata__ "step" is not a string.'],
    ['a number', raw('{"a\\n":1}'), 'tensor "a\\n" is not described by an object.'],
    [
      'BF16',
      raw(`{"a":${entry('BF16', '[1]', '[0,2]')}}`, 2),
      'tensor "a" has dtype "BF16", but only',
    ],
    [
      'U64',
      raw(`{"a":${entry('U64', '[1]', '[0,8]')}}`, 8),
      'tensor "a" has dtype "U64", but only',
    ],
    [
      'a fraction',
      raw(`{"a":${entry('U8', '[0.5]', '[0,1]')}}`, 1),
      'has shape [0.5], not a list of',
    ],
    [
      'one offset',
      raw(`{"a":${entry('U8', '[1]', '[1]')}}`, 1),
      'has data_offsets [1], not [begin',
    ],
    [
      'a size',
      raw(`{"a":${entry('F32', '[2]', '[0,4]')}}`, 4),
      'is F32 [2], 8 bytes, but data_offsets',
    ],
    ['huge shapes', raw(`{"a":${entry('U8', '[4e15,4e15]', '[0,1]')}}`, 1), '1.6e+31 bytes, but'],
    [
      'a far end',
      raw(`{"a":${far}}`, 1),
      'is at data bytes [0, 4000000000], but there are 1: the file',
    ],
    ['an overlap', raw(`{"a":${u8},"b":${u8}}`, 1), 'the next free byte is 1: it overlaps the one'],
    ['a hole', raw(`{"a":${late}}`, 2), 'the next free byte is 0: it leaves a hole'],
    [
      'a tail',
      raw(`{"a":${u8}}`, 3),
      'trailing bytes: the tensors end at data byte 1, but there are 3.',
    ],
  ])('refuses %s', async (_, bytes, message) => {
    const found = await messageOf(() => readSafetensors(bytes, 'model'))
    expect(found).toMatch(/^model: .*\.$/)
    expect(found).toContain(message)
  })

  it('writes an F16 tensor as the nearest halves, and reads any half exactly', () => {
    // Of two equally near halves the even one; the last three round to 0, to 2⁻²⁴ and up to 2⁻¹⁴.
    const numbers = [1, -2, 65504, 65519, 65520, 1 + 2 ** -11, 1 + 3 * 2 ** -11]
    const small = [2 ** -25, 1.5 * 2 ** -25, 2 ** -14 - 2 ** -26]
    const data = Float32Array.of(...numbers, ...small)
    const halves = [0x3c00, 0xc000, 0x7bff, 0x7bff, 0x7c00, 0x3c00, 0x3c02, 0, 1, 0x0400]
    const written = writeSafetensors(new Map([['w', { dtype: 'F16', shape: [10], data }]]))
    expect([...new Uint16Array(written.slice(-20).buffer)]).toEqual(halves)
    expect(readSafetensors(written, 'a').tensors.get('w')).toEqual({
      dtype: 'F16',
      shape: [10],
      data: Float32Array.of(
        1,
        -2,
        65504,
        65504,
        Number.POSITIVE_INFINITY,
        1,
        1 + 2 ** -9,
        0,
        2 ** -24,
        2 ** -14,
      ),
    })
    const all = Uint16Array.from({ length: 2 ** 16 }, (_, half) => half)
    const bytes = raw(`{"a":${entry('F16', '[65536]', '[0,131072]')}} `, 2 ** 17)
    bytes.set(new Uint8Array(all.buffer), bytes.length - 2 ** 17)
    const { tensors } = readSafetensors(bytes, 'a')
    const again = writeSafetensors(tensors)
    const isNumber = (half: number) => (half & 0x7fff) <= 0x7c00
    expect([...new Uint16Array(again.slice(-(2 ** 17)).buffer)].filter(isNumber)).toEqual(
      [...all].filter(isNumber),
    )
  })

  it('survives every cut and every flipped bit', async () => {
    await damage(file, (bytes) => readSafetensors(bytes, 'a'))
  })

  it('refuses to write what could not be read back', async () => {
    const write = (name: string, tensor: RawTensor) => () =>
      writeSafetensors(new Map([[name, tensor]]))
    const data = new Int32Array(2)
    const prefix = 'writeSafetensors:'
    expect(await messageOf(write('w', { dtype: 'F32', shape: [2], data }))).toBe(
      `${prefix} tensor "w" is F32 [2], but its data is a Int32Array of 2. ` +
        'Give a Float32Array that fills the shape.',
    )
    expect(await messageOf(write('w', { dtype: 'I32', shape: [3], data }))).toContain('I32 [3]')
    const good: RawTensor = { dtype: 'I32', shape: [2], data }
    expect(await messageOf(write('__metadata__', good))).toContain('has a reserved name.')
    expect(await messageOf(write('\ud800', good))).toContain('is not well-formed Unicode.')
  })
})

describe('packed weights', () => {
  /** Rows of normal size, and one of zeros. */
  const SIZES = [1, 1e-3, 0, 50]
  const [rows, each] = [SIZES.length, 2 ** 12]
  const large = Float32Array.from({ length: rows * each }, (_, i) => {
    return (SIZES[Math.floor(i / each)] ?? 0) * Math.sin(i * i)
  })
  const small = Float32Array.of(0.1, -0.2, 0.3, 0.4)
  const bias = Float32Array.from({ length: 2 ** 14 }, (_, i) => i / 7)
  const tensors = new Map<string, RawTensor>([
    ['large', { dtype: 'F32', shape: [rows, each / 16, 4, 4], data: large }],
    ['small', { dtype: 'F32', shape: [2, 2], data: small }],
    ['bias', { dtype: 'F32', shape: [2 ** 14], data: bias }],
    ['count', { dtype: 'I64', shape: [], data: BigInt64Array.of(7n) }],
  ])
  const file = packWeights(tensors)

  it('take a byte each where they are many, and come back within half a step', () => {
    const packed = readSafetensors(file, 'a').tensors
    expect(packed.get('large')?.data).toBeInstanceOf(Int8Array)
    expect(packed.get('large.scale')?.shape).toEqual([rows])
    const read = readWeights(file, 'a').tensors
    expect([...read.keys()].sort()).toEqual([...tensors.keys()].sort())
    for (const [name, { shape }] of tensors) expect(read.get(name)?.shape).toEqual(shape)
    const back = read.get('large')
    expect(back?.dtype).toBe('F32')
    for (const [row, size] of SIZES.entries()) {
      for (let i = row * each; i < (row + 1) * each; i++) {
        const off = Math.abs(Number(back?.data[i]) - (large[i] ?? 0))
        expect(off).toBeLessThanOrEqual((size / 127) * (0.5 + 1e-4))
      }
    }
    expect(read.get('small')).toEqual(packed.get('small'))
    expect(read.get('small')?.dtype).toBe('F16')
    for (const name of ['bias', 'count']) expect(read.get(name)).toEqual(tensors.get(name))
  })

  it('that are broken stay so', () => {
    for (const broken of [Number.NaN, Number.NEGATIVE_INFINITY]) {
      const data = large.with(5, broken)
      const packed = packWeights(new Map([['w', { dtype: 'F32', shape: [rows, each], data }]]))
      expect(readWeights(packed, 'a').tensors.get('w')?.data[5]).toBeNaN()
    }
  })

  it('are told from bytes with another meaning', () => {
    const given = new Map<string, RawTensor>([
      ['a', { dtype: 'I8', shape: [2, 2], data: Int8Array.of(1, 2, 3, 4) }],
      ['b', { dtype: 'I8', shape: [2], data: Int8Array.of(1, 2) }],
      ['b.scale', { dtype: 'F32', shape: [1], data: Float32Array.of(3) }],
      ['c', { dtype: 'F32', shape: [1], data: Float32Array.of(2) }],
      ['c.scale', { dtype: 'F32', shape: [1], data: Float32Array.of(3) }],
    ])
    expect(readWeights(writeSafetensors(given), 'a').tensors).toEqual(given)
  })
})
