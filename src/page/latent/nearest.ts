// The real image nearest to a drawing: a generator that only stored its data draws nothing else.

import type { ImageSet } from '../../data/imageSet'

export interface Near {
  index: number
  /** Euclidean, between pixels in [-1, 1] or between features. */
  distance: number
}

/**
 * Nearest image of a set in pixels. Images smaller than the drawing are centred in it, as in
 * training, on black.
 *
 * @param drawing  [imageSize, imageSize, C] in [-1, 1]
 */
export function nearestByPixels(
  { count, height, width, channels, pixels }: ImageSet,
  drawing: Float32Array,
  imageSize: number,
): Near {
  const [top, left] = [(imageSize - height) >> 1, (imageSize - width) >> 1]
  const row = width * channels
  const wanted = new Float32Array(height * row)
  let around = 0
  for (let y = 0; y < imageSize; y++) {
    for (let i = 0; i < imageSize * channels; i++) {
      const value = drawing[y * imageSize * channels + i] ?? 0
      const [to, x] = [y - top, i - left * channels]
      if (to >= 0 && to < height && x >= 0 && x < row) wanted[to * row + x] = 127.5 * (value + 1)
      else around += (127.5 * (value + 1)) ** 2
    }
  }
  const size = height * row
  let [index, least] = [0, Number.POSITIVE_INFINITY]
  for (let n = 0; n < count; n++) {
    const squared = squaredWithin(pixels, n * size, wanted, least)
    if (squared < least) [index, least] = [n, squared]
  }
  return { index, distance: Math.sqrt(least + around) / 127.5 }
}

/** The squared distance; stops early once it exceeds `most`. */
function squaredWithin(
  pixels: Uint8Array,
  from: number,
  wanted: Float32Array,
  most: number,
): number {
  let squared = 0
  for (let i = 0; i < wanted.length; ) {
    const end = Math.min(wanted.length, i + 64)
    for (; i < end; i++) squared += ((wanted[i] ?? 0) - (pixels[from + i] ?? 0)) ** 2
    if (squared >= most) break
  }
  return squared
}

/** Nearest image in features. `features`: [count, size]. `seen`: [size]. */
export function nearestByFeatures(features: Float32Array, seen: Float32Array): Near {
  let [index, least] = [0, Number.POSITIVE_INFINITY]
  for (let n = 0; n * seen.length < features.length; n++) {
    let squared = 0
    for (let i = 0; i < seen.length; i++) {
      squared += ((features[n * seen.length + i] ?? 0) - (seen[i] ?? 0)) ** 2
    }
    if (squared < least) [index, least] = [n, squared]
  }
  return { index, distance: Math.sqrt(least) }
}
