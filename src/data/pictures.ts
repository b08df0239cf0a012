import { type ImageSet, type NamedSet, rowsOf } from './imageSet'

/** Bytes by which red, green and blue of a pixel may differ in what still counts as grey: compression does that. */
const NEARLY_GREY = 8

export interface Square {
  /** Bytes of a small square: [side, side, 3], or [side, side] where red, green and blue are the same. */
  bytes: Uint8Array
  coloured: boolean
}

/** @param rgb  [side, side, 3] */
export function squareOf(rgb: Uint8Array): Square {
  let spread = 0
  for (let at = 0; at < rgb.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = [rgb[at], rgb[at + 1], rgb[at + 2]]
    spread = Math.max(spread, Math.max(red, green, blue) - Math.min(red, green, blue))
  }
  const bytes = spread === 0 ? rgb.filter((_, i) => i % 3 === 0) : rgb
  return { bytes, coloured: spread > NEARLY_GREY }
}

/** Joins squares to one set: in colour if one is coloured, otherwise grey. */
export function joined(pictures: readonly Square[], side: number): ImageSet {
  const channels = pictures.some(({ coloured }) => coloured) ? 3 : 1
  const each = side * side * channels
  const pixels = new Uint8Array(pictures.length * each)
  for (const [n, { bytes }] of pictures.entries()) {
    const has = bytes.length / side ** 2
    pixels.set(has === channels ? bytes : has === 3 ? greyOf(bytes) : coloursOf(bytes), n * each)
  }
  return { count: pictures.length, height: side, width: side, channels, pixels }
}

/** Luma as in Rec. 601, which leaves grey as it is. */
export function greyOf(rgb: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: rgb.length / 3 }, (_, i) => {
    const [red = 0, green = 0, blue = 0] = rgb.subarray(3 * i, 3 * i + 3)
    return Math.round(0.299 * red + 0.587 * green + 0.114 * blue)
  })
}

export const coloursOf = (grey: Uint8Array): Uint8Array =>
  Uint8Array.from({ length: 3 * grey.length }, (_, i) => grey[Math.floor(i / 3)] ?? 0)

/**
 * Side of the squares for pictures. Small pictures of one size keep it; otherwise the size of the model, or without one
 * 64 where most pictures have about as many pixels, and 32 where not.
 *
 * @param sides  of each picture the shorter side, in pixels
 * @param size   of the model
 */
export function sideFor(sides: readonly number[], size?: number): number {
  const sorted = [...sides].sort((a, b) => a - b)
  const [least = 0, middle = 0, most = 0] = [0, sorted.length >> 1, sorted.length - 1].map(
    (at) => sorted[at] ?? 0,
  )
  if (least === most && most <= (size ?? 64)) return most
  if (size !== undefined) return size
  return middle >= 48 ? 64 : 32
}

/** Picks at most `most` items, evenly spaced. */
export function evenly<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items]
  return Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)] as T)
}

export interface CropLoss {
  /** Number of pictures that are not square. */
  count: number
  /** Share of their area that the centre crop cuts off: on average, and at most. */
  mean: number
  most: number
}

/** Loss of pictures by the centre crop; undefined where all are square. */
export function cropLoss(
  sizes: readonly { width: number; height: number }[],
): CropLoss | undefined {
  const lost = sizes
    .map(({ width, height }) => 1 - Math.min(width, height) / Math.max(width, height))
    .filter((share) => share > 0)
  const count = lost.length
  if (count === 0) return undefined
  const mean = lost.reduce((sum, share) => sum + share, 0) / count
  return { count, mean, most: lost.reduce((most, share) => Math.max(most, share), 0) }
}

/** Rows of a set; classes of which no image is left are dropped. */
export function selected(set: NamedSet, rows: readonly number[]): NamedSet {
  const some = rowsOf(set, Uint32Array.from(rows))
  const { labels, names } = some
  if (!labels || !names) return some
  const left = names.flatMap((_, label) => (labels.includes(label) ? label : []))
  return {
    ...some,
    labels: labels.map((label) => left.indexOf(label)),
    names: left.flatMap((label) => names[label] ?? []),
  }
}
