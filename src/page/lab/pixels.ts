// Images as a canvas takes them: R, G, B, A per pixel.

import type { ImageSet } from '../../data/imageSet'
import { bytesOfImages, rgbaOf } from '../../data/prepare'

export type Pixels = Uint8ClampedArray<ArrayBuffer>

/** `images`: [N, H, W, C] in [-1, 1]. Returns them one after the other, four bytes per pixel. */
export const pixelsOf = (images: Float32Array, channels: number): Pixels =>
  rgbaOf(bytesOfImages(images), channels)

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
