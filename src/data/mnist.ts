// Reads the digits that come with the project, so that training needs no download: MNIST's (src/data/mnist/mnist.bin.gz,
// 9,000 to train and 1,000 held out), and those of UCI (src/data/uci/uci.bin.gz, 1,297 and 500). A repack.mjs beside each
// made it. Format, little-endian: 'GMN1', u32 trained, u32 held out, u16 height, u16 width, then labels, then pixels, one
// byte each.

import { readWhole } from './gzip'
import { DataError, describeStart, type ImageSet, type NamedSet } from './imageSet'

const HEADER_BYTES = 16

/** Images to train on, and others that no model sees before it is measured. */
export interface Halves {
  train: NamedSet
  heldOut: NamedSet
}

/** @param bytes the file as it is, or already gunzipped, since a web server may do that unasked */
export const parseMnist = (bytes: Uint8Array): Promise<Halves> => parseDigits(bytes, 'mnist')

/** The digits of UCI, 8 × 8. `bytes`: as `parseMnist` takes them. */
export const parseUci = (bytes: Uint8Array): Promise<Halves> => parseDigits(bytes, 'uci')

async function parseDigits(bytes: Uint8Array, set: 'mnist' | 'uci'): Promise<Halves> {
  const name = `${set}.bin.gz`
  const again = `Run node src/data/${set}/repack.mjs again.`
  const { header, file } = await readWhole(bytes, name, 'the embedded digits', (head) =>
    readHeader(head, name, again),
  )
  const { train, heldOut, height, width } = header
  const count = train + heldOut
  const labels = view(file, HEADER_BYTES, count)
  const wrong = labels.findIndex((label) => label > 9)
  if (wrong !== -1) {
    const found = `byte ${HEADER_BYTES + wrong} is label ${labels[wrong]}`
    throw new DataError(`${name}: ${found}, but digits are 0 to 9. ${again}`)
  }
  const size = height * width
  const pixels = view(file, HEADER_BYTES + count, count * size)
  const part = (first: number, end: number): ImageSet => ({
    count: end - first,
    height,
    width,
    channels: 1,
    pixels: pixels.subarray(first * size, end * size),
    labels: labels.subarray(first, end),
  })
  return { train: part(0, train), heldOut: part(train, count) }
}

function readHeader(head: Uint8Array, name: string, again: string) {
  if (head.length < HEADER_BYTES) return undefined
  if (new TextDecoder('latin1').decode(head.subarray(0, 4)) !== 'GMN1') {
    throw new DataError(`${name}: it ${describeStart(head)}, not with 'GMN1'. ${again}`)
  }
  const numbers = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const train = numbers.getUint32(4, true)
  const heldOut = numbers.getUint32(8, true)
  const height = numbers.getUint16(12, true)
  const width = numbers.getUint16(14, true)
  const fileBytes = HEADER_BYTES + (train + heldOut) * (1 + height * width)
  return { train, heldOut, height, width, fileBytes }
}

function view(file: Uint8Array, at: number, length: number): Uint8Array {
  return new Uint8Array(file.buffer, file.byteOffset + at, length)
}
