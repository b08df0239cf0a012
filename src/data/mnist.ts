// Reads the digits that come with the project (src/data/mnist/mnist.bin.gz, made by repack.mjs):
// 9,000 to train and 1,000 held out, so that training needs no download. Format, little-endian:
// 'GMN1', u32 trained, u32 held out, u16 height, u16 width, then labels, then pixels, one byte each.

import { readWhole } from './gzip'
import { DataError, describeStart, type ImageSet } from './imageSet'

const HEADER_BYTES = 16
const NAME = 'mnist.bin.gz'
const AGAIN = 'Run node src/data/mnist/repack.mjs again.'

/** @param bytes the file as it is, or already gunzipped, since a web server may do that unasked */
export async function parseMnist(
  bytes: Uint8Array,
): Promise<{ train: ImageSet; heldOut: ImageSet }> {
  const { header, file } = await readWhole(bytes, NAME, 'the embedded digits', readHeader)
  const { train, heldOut, height, width } = header
  const count = train + heldOut
  const labels = view(file, HEADER_BYTES, count)
  const wrong = labels.findIndex((label) => label > 9)
  if (wrong !== -1) {
    const found = `byte ${HEADER_BYTES + wrong} is label ${labels[wrong]}`
    throw new DataError(`${NAME}: ${found}, but digits are 0 to 9. ${AGAIN}`)
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

function readHeader(head: Uint8Array) {
  if (head.length < HEADER_BYTES) return undefined
  if (new TextDecoder('latin1').decode(head.subarray(0, 4)) !== 'GMN1') {
    throw new DataError(`${NAME}: it ${describeStart(head)}, not with 'GMN1'. ${AGAIN}`)
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
