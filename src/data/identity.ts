// Identity of a data set: a run keeps it, so that a resume with other pictures is noticed.

import type { NamedSet } from './imageSet'

export interface Identity {
  /** Hashes of the pixels, in hex: of the images in any order, of their order, and their mean (see `identityOf`). */
  pictures: string
  /** Names of the classes, in the order of labels, if they have names. */
  classNames?: readonly string[]
}

/** Cells along a side of the mean image. */
const CELLS = 4
/** Difference of a mean, in bytes, that another decoder may cause. */
const NEARLY = 2

/**
 * Identity of images as they are trained on. Labels belong to it where the run is told them.
 *
 * The first part is equal for the same images in any order, the second for the same order, and the third, bytes of the
 * mean image in 4 × 4 cells, nearly equal for images that another program decoded and scaled.
 */
export function identityOf(set: NamedSet, { labels: told }: { labels: boolean }): Identity {
  const { labels, names } = set
  let [a, b, order] = [0, 0, START]
  for (const [n, [x, y]] of imageHashes(set).entries()) {
    const label = told ? (labels?.[n] ?? 0) + 1 : 0
    const [one, other] = [mixed(x, label), mixed(y, label)]
    // A sum is the same in any order.
    a = (a + one) >>> 0
    b = (b + other) >>> 0
    order = mixed(order, one)
  }
  const pictures = [hex(a) + hex(b), hex(order), meansOf(set)].join('-')
  return { pictures, ...(names && { classNames: [...names] }) }
}

/** Result of comparing a data set with that of a run. */
export type Likeness =
  /** The same images in the same order. */
  | 'same'
  /** In another order: a resumed run goes on to other bits. */
  | 'reordered'
  /** Probably the same, decoded by another program. */
  | 'decoded'
  | 'other'

/**
 * @param was        of the run; undefined of a run of an earlier version, which knows nothing of its data
 * @param elsewhere  was the data decoded by another program?
 */
export function likeness(
  was: Partial<Identity>,
  is: Identity,
  { elsewhere, told }: { elsewhere: boolean; told: boolean },
): Likeness {
  const { pictures, classNames } = was
  if (told && classNames && is.classNames && !sameNames(classNames, is.classNames)) return 'other'
  if (pictures === undefined || pictures === is.pictures) return 'same'
  const [set, , mean = ''] = pictures.split('-')
  const [here, , meanHere = ''] = is.pictures.split('-')
  if (set === here) return 'reordered'
  return elsewhere && areNear(mean, meanHere) ? 'decoded' : 'other'
}

const sameNames = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, i) => name === b[i])

function areNear(a: string, b: string): boolean {
  const [one, other] = [bytesOf(a), bytesOf(b)]
  return (
    one.length === other.length &&
    one.every((byte, i) => Math.abs(byte - (other[i] ?? 0)) <= NEARLY)
  )
}

const bytesOf = (text: string): number[] =>
  [...text.matchAll(/../g)].map(([byte]) => Number.parseInt(byte, 16))

const START = 0x811c9dc5

/**
 * Two hashes of 32 bits of each image: MurmurHash3 with two beginnings and two turns, four bytes at a time.
 *
 * @see https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp
 */
export function imageHashes({ count, pixels }: NamedSet): [number, number][] {
  const each = pixels.length / count
  const byte = (at: number) => pixels[at] ?? 0
  return Array.from({ length: count }, (_, n) => {
    const end = (n + 1) * each
    let [a, b] = [START, 0x1234567]
    for (let at = n * each; at < end; at += 4) {
      // Past the end of the image there is nothing.
      const word =
        at + 4 <= end
          ? byte(at) | (byte(at + 1) << 8) | (byte(at + 2) << 16) | (byte(at + 3) << 24)
          : pixels.subarray(at, end).reduce((sum, value) => (sum << 8) | value, 1)
      const spread = Math.imul(turned(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593)
      a = (Math.imul(turned(a ^ spread, 13), 5) + 0xe6546b64) | 0
      b = (Math.imul(turned(b ^ spread, 17), 9) + 0x38495ab5) | 0
    }
    return [a, b]
  })
}

const turned = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits))

/** A hash of two numbers whose sums over many pairs are well spread: the last steps of MurmurHash3. */
function mixed(a: number, b: number): number {
  let hash = Math.imul(a ^ Math.imul(b + 1, 0x9e3779b1), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Bytes of the mean image in 4 × 4 cells, channel by channel, in hex. */
function meansOf({ count, height, width, channels, pixels }: NamedSet): string {
  const each = height * width * channels
  const cellOf = Uint32Array.from({ length: each }, (_, i) => {
    const [y, x] = [Math.floor(i / channels / width), Math.floor(i / channels) % width]
    const [row, column] = [Math.floor((y * CELLS) / height), Math.floor((x * CELLS) / width)]
    return (row * CELLS + column) * channels + (i % channels)
  })
  const sums = new Float64Array(CELLS * CELLS * channels)
  const sizes = new Float64Array(sums.length)
  for (const cell of cellOf) sizes[cell] = (sizes[cell] ?? 0) + count
  for (let i = 0, at = 0; at < count * each; at++) {
    const cell = cellOf[i] ?? 0
    sums[cell] = (sums[cell] ?? 0) + (pixels[at] ?? 0)
    if (++i === each) i = 0
  }
  return [...sums]
    .map((sum, i) => Math.round(sum / Math.max(1, sizes[i] ?? 0)))
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}

const hex = (value: number): string => value.toString(16).padStart(8, '0')
