// Small valid files of each kind, which the fuzzer damages, and malicious ones: bombs, and headers that claim more
// memory than a machine has.

import { crc32, deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { zipSync } from 'fflate'
import { PNG } from 'pngjs'
import { emptyReport } from '../../bench/report'
import { type RawTensor, writeSafetensors } from '../../src/data/safetensors'
import { pageNames } from '../../src/gan/model/config'
import { configOf } from '../../src/gan/model/presets'
import type { RunConfig } from '../../src/gan/run/runConfig'
import { idx, idxImages } from '../support/idx'

const ramp = (length: number) => Uint8Array.from({ length }, (_, i) => i * 37)

export const idxFiles = [
  idxImages(5, 4, 3),
  idx(8, [2, 3, 4, 3], ramp(72)),
  // 2^64 bytes.
  idx(8, [2 ** 32 - 1, 65_536, 65_536], []),
]
export const labelFiles = [idx(8, [10], ramp(10))]
export const idxBomb = idx(8, [2, 3, 4], new Uint8Array(4 * 2 ** 20))

export const digits = (() => {
  const file = new Uint8Array(16 + 5 * (1 + 4 * 4))
  file.set([...'GMN1'].map((letter) => letter.charCodeAt(0)))
  const view = new DataView(file.buffer)
  view.setUint32(4, 3, true)
  view.setUint32(8, 2, true)
  view.setUint16(12, 4, true)
  view.setUint16(14, 4, true)
  return file
})()

const tensors = new Map<string, RawTensor>([
  ['main.0.weight', { dtype: 'F32', shape: [2, 3], data: Float32Array.from([1, 2, 3, 4, 5, 6]) }],
  ['half', { dtype: 'F16', shape: [3], data: Float32Array.of(1, 2, 3) }],
  ['count', { dtype: 'I64', shape: [], data: BigInt64Array.of(3n) }],
  ['bytes', { dtype: 'U8', shape: [5], data: ramp(5) }],
  ['signed', { dtype: 'I8', shape: [2, 2], data: Int8Array.of(-128, -1, 0, 127) }],
  ['signed.scale', { dtype: 'F32', shape: [2], data: Float32Array.of(0.5, 2) }],
])
export const tensorFiles = [
  writeSafetensors(tensors, { format: 'pt' }),
  writeSafetensors(new Map()),
]
export const tensorHeader = {
  __metadata__: { format: 'pt' },
  a: { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] },
  b: { dtype: 'I64', shape: [1], data_offsets: [24, 32] },
}

/** A safetensors file with that header and 32 bytes of numbers. */
export function withHeader(json: string): Uint8Array {
  const header = new TextEncoder().encode(json)
  const file = new Uint8Array(8 + header.length + 32)
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true)
  file.set(header, 8)
  return file
}

export const config: RunConfig = {
  data: 'mnist',
  images: 9000,
  ...configOf({ width: 4, batchSize: 8 }, { software: true, channels: 1 }),
  steps: 10,
  logEvery: 1,
  sampleEvery: 5,
  onCollapse: 'warn',
  adapter: 'none',
  table: {},
}

export const table = {
  'convolve N=1': { kernel: 'register', constants: { TILE_ROWS: 2, TILE_COLUMNS: 4 } },
}

const adapter = { name: 'a', vendor: '', architecture: '', device: '', description: '' }
export const report = {
  ...emptyReport(
    { adapter: { ...adapter, software: true, features: [], limits: {} }, timing: 'wall clock' },
    { runtime: 'Node', quick: true },
  ),
  iterations: [],
}

const CENTRAL = 0x02014b50

/** The zip with the sizes in its directory replaced: it claims to unpack to 4 GB. */
function bragging(zip: Uint8Array): Uint8Array {
  const bragging = zip.slice()
  const view = new DataView(bragging.buffer)
  for (let at = 0; at + 28 < zip.length; at++) {
    if (view.getUint32(at, true) === CENTRAL) view.setUint32(at + 24, 2 ** 32 - 2, true)
  }
  return bragging
}

const packed = zipSync({ 'a/1.txt': ramp(300), 'b.bin': new Uint8Array(200_000) }, { level: 9 })
export const zips = [
  packed,
  bragging(packed),
  zipSync({ 'cat/1.png': ramp(90), '../../out.txt': ramp(9), '/etc/x': ramp(9) }, { level: 0 }),
  zipSync({}),
]

function chunk(name: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + content.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, content.length)
  for (const [i, letter] of [...name].entries()) bytes[4 + i] = letter.charCodeAt(0)
  bytes.set(content, 8)
  view.setUint32(8 + content.length, crc32(bytes.subarray(4, 8 + content.length)))
  return bytes
}

/** A PNG that claims the given size, whatever it holds. */
function claiming(width: number, height: number, pixels: Uint8Array): Uint8Array {
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  header.set([8, 2, 0, 0, 0], 8)
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(pixels)), chunk('IEND', ramp(0))]
  return Uint8Array.from([
    0x89,
    0x50,
    0x4e,
    0x47,
    13,
    10,
    26,
    10,
    ...parts.flatMap((part) => [...part]),
  ])
}

function drawn(colorType: 0 | 2 | 4 | 6): Uint8Array {
  const png = new PNG({ width: 9, height: 7 })
  png.data.set(ramp(9 * 7 * 4))
  return new Uint8Array(PNG.sync.write(png, { colorType }))
}

export const pngs = [
  drawn(0),
  drawn(2),
  drawn(6),
  claiming(50_000, 50_000, ramp(10)),
  // It holds far more than it claims.
  claiming(4, 4, new Uint8Array(2 ** 20)),
]

/** With the checksums of its chunks corrected, since decoders stop at a wrong one. */
export function withChecksums(png: Uint8Array): Uint8Array {
  const mended = png.slice()
  const view = new DataView(mended.buffer)
  for (let at = 8; at + 12 <= mended.length; ) {
    const end = at + 8 + view.getUint32(at)
    if (end + 4 > mended.length) break
    view.setUint32(end, crc32(mended.subarray(at + 4, end)))
    at = end + 4
  }
  return mended
}

/** An .npy file with the given type, shape, and number of data bytes. */
function npy(descr: string, shape: string, bytes: number, numbers = ramp(bytes)): Uint8Array {
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape}), }`.padEnd(117)
  return Uint8Array.from([...latin(`\x93NUMPY\x01\0\x76\0${header}\n`), ...numbers])
}

export const arrays = [
  npy('|u1', '9, 5, 4', 180),
  npy('<f4', '2, 3, 4, 4', 384),
  npy(
    '<i8',
    '10,',
    80,
    Uint8Array.from({ length: 80 }, (_, i) => (i % 8 ? 0 : i / 8)),
  ),
  npy('<f2', '9, 2, 2', 72),
  // 2^64 numbers.
  npy('<f8', '4294967296, 65536, 65536', 64),
]

export const cifar = [
  new Uint8Array(2 * 3073).map((_, i) => (i * 37) % 10),
  new Uint8Array(2 * 3074).map((_, i) => (i * 37) % 10),
]

export const lists = ['a.png,cat\n"b.png",dog\n', 'a.png\t3\r\nb.png\t4'].map(latin)

export const imageTensors = [
  writeSafetensors(
    new Map<string, RawTensor>([
      ['images', { dtype: 'U8', shape: [9, 4, 4], data: ramp(144) }],
      ['labels', { dtype: 'U8', shape: [9], data: ramp(9).map((value) => value % 3) }],
    ]),
  ),
]

/** A zip with pictures in folders, as users have them. */
export const pictureZip = zipSync(
  Object.fromEntries(
    Array.from({ length: 9 }, (_, i) => [`${i % 2 ? 'cat' : 'dog'}/${i}.png`, square(i)]),
  ),
)

function square(seed: number): Uint8Array {
  const png = new PNG({ width: 9, height: 9 })
  png.data.set(ramp(9 * 9 * 4).map((value) => value + seed))
  return new Uint8Array(PNG.sync.write(png))
}

function latin(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
}

export const otherPictures = [
  latin('GIF89a\x05\x00\x07\x01'),
  latin(
    '\xff\xd8\xff\xe0\x00\x04ab\xff\xc4\x00\x03a\xff\xc2\x00\x0b\x08\x00\x11\x00\x21\x01\xff\xda\x00\x02xy\xff\xd9',
  ),
  latin('RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\x2b\x01\x13\x00aaaa'),
  latin('BM\0\0\0\0\0\0\0\0\0\0\0\0\x28\0\0\0\x05\0\0\0\x07\0\0\0'),
  latin('\0\0\0\x1cftypavif\0\0\0\0aaaaispe\0\0\0\0\0\0\0\x05\0\0\0\x07'),
]

const values = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '-1',
    '1',
    '4',
    '1e309',
    'NaN',
    'Infinity',
    '0x10',
    ' 8 ',
    '1e-400',
    '2147483648',
  ),
  fc.constantFrom(
    'true',
    'false',
    'lsgan',
    'wgan,hinge.mlp',
    'mlp',
    '__proto__',
    'toString',
    'ring',
    '16',
    'a\nb',
  ),
  fc.string({ maxLength: 12 }),
  fc.double().map(String),
  fc.integer().map(String),
)

/** The part of an address from its question mark on. */
export const addresses = fc.oneof(
  fc
    .array(
      fc.tuple(fc.constantFrom(...pageNames, 'data', 'rivals', 'equal', '__proto__'), values),
      {
        maxLength: 6,
      },
    )
    .map((pairs) => `?${new URLSearchParams(pairs)}`),
  fc.string({ maxLength: 60 }).map((text) => `?${text}`),
)
