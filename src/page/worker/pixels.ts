// Images as a canvas takes them: R, G, B, A a pixel.

import type { ImageSet } from '../../data/imageSet'
import { bytesOfImages } from '../../data/prepare'

export type Pixels = Uint8ClampedArray<ArrayBuffer>

/**
 * @param images  any number of [H, W, C] in [-1, 1]
 * @returns       one after the other, four bytes a pixel
 */
export const pixelsOf = (images: Float32Array, channels: number): Pixels =>
  coloured(bytesOfImages(images), channels)

/** Grey becomes red, green and blue. */
function coloured(bytes: Uint8Array, channels: number): Pixels {
  const pixels = new Uint8ClampedArray((bytes.length / channels) * 4)
  for (let at = 0, from = 0; at < pixels.length; at += 4, from += channels) {
    for (let c = 0; c < 3; c++) pixels[at + c] = bytes[from + (c % channels)] ?? 0
    pixels[at + 3] = 255
  }
  return pixels
}

/** One image of a set, as a set of its own. */
export function only({ pixels, labels, ...set }: ImageSet, index: number): ImageSet {
  const size = set.height * set.width * set.channels
  return {
    ...set,
    count: 1,
    pixels: pixels.subarray(index * size, (index + 1) * size),
    ...(labels ? { labels: labels.subarray(index, index + 1) } : {}),
  }
}
