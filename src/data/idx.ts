// Reads IDX, the format of MNIST and its relatives: two zero bytes, an element type, the number of
// dimensions, then the dimensions as big-endian u32, then the elements, last dimension fastest.
// Plain or gzipped. Source: http://yann.lecun.com/exdb/mnist, "the IDX file format".

import { firstBytes, readWhole } from './gzip'
import { DataError, describeStart, type ImageSet } from './imageSet'

interface IdxHeader {
  dimensions: number[]
  /** where the elements begin */
  headerBytes: number
  fileBytes: number
}

/** Byte 2 of the file. Only unsigned bytes are read; the others get a name in the message. */
const ELEMENT_TYPES = new Map([
  [0x08, 'u8'],
  [0x09, 'i8'],
  [0x0b, 'i16'],
  [0x0c, 'i32'],
  [0x0d, 'f32'],
  [0x0e, 'f64'],
])

/** 4 GiB: the longest Uint8Array in Node 20, and the largest GPU buffer of today's adapters. */
const MAX_BYTES = 2 ** 32

/**
 * Reads images of [count, rows, columns], or [count, rows, columns, channels] with 1 or 3 channels.
 *
 * @param options  most: bytes that the unpacked file may have
 * @throws DataError with one line that says what is wrong with the file
 */
export async function parseIdx(
  bytes: Uint8Array,
  name: string,
  { most = MAX_BYTES }: { most?: number } = {},
): Promise<ImageSet> {
  const { header, file } = await readWhole(bytes, name, 'an IDX image file', (head) =>
    readHeader(head, { name, wanted: 'images', most }),
  )
  const [count = 0, height = 0, width = 0, channels = 1] = header.dimensions
  return { count, height, width, channels, pixels: elements(file, header) }
}

/** Reads labels, [count]: bytes such as the digits 0 to 9. Throws like parseIdx. */
export async function parseIdxLabels(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  const { header, file } = await readWhole(bytes, name, 'an IDX label file', (head) =>
    readHeader(head, { name, wanted: 'labels', most: MAX_BYTES }),
  )
  return elements(file, header)
}

/** Kind of an IDX file, plain or gzipped, by its first bytes; undefined for other files. */
export async function idxKind(bytes: Uint8Array): Promise<'images' | 'labels' | undefined> {
  const [zero, zeroToo, type = 0, rank = 0] = await firstBytes(bytes)
  if (zero !== 0 || zeroToo !== 0 || !ELEMENT_TYPES.has(type)) return undefined
  return rank === 1 ? 'labels' : 'images'
}

/**
 * Joins images with the labels of another file.
 *
 * @param names  of both files
 * @throws DataError where there is not one label an image
 */
export function withLabels(
  images: ImageSet,
  labels: Uint8Array,
  names: { images: string; labels: string },
): ImageSet {
  if (labels.length === images.count) return { ...images, labels }
  throw new DataError(
    `${names.labels} has ${labels.length} labels, but ${names.images} ${images.count} images. They must be of one set`,
  )
}

function readHeader(
  head: Uint8Array,
  { name, wanted, most }: { name: string; wanted: 'images' | 'labels'; most: number },
): IdxHeader | undefined {
  if (head.length < 4) return undefined
  const [zero, zeroToo, type = 0, rank = 0] = head
  const elementType = ELEMENT_TYPES.get(type)
  if (zero !== 0 || zeroToo !== 0 || elementType === undefined) {
    throw new DataError(
      `${name}: not an IDX file: it ${describeStart(head)}, but IDX ${wanted} begin with ` +
        `00 00 08 0${wanted === 'images' ? 3 : 1}. Choose an IDX file, plain or gzipped.`,
    )
  }
  if (elementType !== 'u8') {
    throw new DataError(
      `${name}: byte 2 is 0x${type.toString(16).padStart(2, '0')}, elements of ${elementType}, ` +
        'but only u8 (0x08) is read. Convert the elements to bytes from 0 to 255.',
    )
  }
  checkRank(rank, name, wanted)
  const headerBytes = 4 + 4 * rank
  if (head.length < headerBytes) return undefined
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const dimensions = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i))
  checkDimensions(dimensions, name, wanted)
  const fileBytes = dimensions.reduce((product, size) => product * size, 1) + headerBytes
  if (fileBytes > most) {
    throw new DataError(
      `${name}: bytes 4 to ${headerBytes - 1} claim ${show(dimensions)} ${wanted}, ${fileBytes} ` +
        `bytes, more than the limit of ${most}. Split the file, or correct its header.`,
    )
  }
  return { dimensions, headerBytes, fileBytes }
}

function checkRank(rank: number, name: string, wanted: 'images' | 'labels'): void {
  if (wanted === 'labels' ? rank === 1 : rank === 3 || rank === 4) return
  let advice = `Write ${wanted === 'labels' ? '[count]' : '[count, rows, columns]'}.`
  if (wanted === 'images' && rank === 1) {
    advice = 'It is a label file: choose the image file (for MNIST, train-images-idx3-ubyte).'
  } else if (wanted === 'labels' && (rank === 3 || rank === 4)) {
    advice = 'It is an image file: choose the label file (for MNIST, train-labels-idx1-ubyte).'
  }
  throw new DataError(
    `${name}: byte 3 says ${rank} ${rank === 1 ? 'dimension' : 'dimensions'}, but ${wanted} have ` +
      `${wanted === 'labels' ? '1' : '3 or 4'}. ${advice}`,
  )
}

function checkDimensions(dimensions: number[], name: string, wanted: 'images' | 'labels'): void {
  const zero = dimensions.indexOf(0)
  if (zero !== -1) {
    throw new DataError(
      `${name}: there are no ${wanted}: bytes ${4 + 4 * zero} to ${7 + 4 * zero} say 0 in ` +
        `${show(dimensions)}. Choose a file with at least one.`,
    )
  }
  const channels = dimensions[3] ?? 1
  if (channels !== 1 && channels !== 3) {
    throw new DataError(
      `${name}: bytes 16 to 19 say ${channels} channels, but images have 1 (grey) or 3 (RGB): ` +
        `${show(dimensions)}. Write [count, rows, columns, channels], channels last.`,
    )
  }
}

function elements(file: Uint8Array, { headerBytes, fileBytes }: IdxHeader): Uint8Array {
  // Not subarray: on a Node Buffer it would return another Buffer, whose slice() does not copy.
  return new Uint8Array(file.buffer, file.byteOffset + headerBytes, fileBytes - headerBytes)
}

function show(dimensions: number[]): string {
  return `[${dimensions.join(', ')}]`
}
