// Images on the CPU as `gather` makes them on the GPU.

import { check } from '../autograd/check'
import type { ImageSet } from './imageSet'

/** Returns [count, imageSize, imageSize, C] in [-1, 1]: padded evenly with byte 0, that is -1. */
export function prepared(
  { count, height, width, channels, pixels }: ImageSet,
  imageSize: number,
): Float32Array {
  check(height <= imageSize && width <= imageSize, 'prepared', () => {
    return `images ${height}×${width} do not fit imageSize ${imageSize}. Take a larger imageSize.`
  })
  const images = new Float32Array(count * imageSize ** 2 * channels).fill(-1)
  const [top, left] = [(imageSize - height) >> 1, (imageSize - width) >> 1]
  for (let row = 0; row < count * height; row++) {
    const [n, y] = [Math.floor(row / height), row % height]
    const to = ((n * imageSize + top + y) * imageSize + left) * channels
    const from = row * width * channels
    for (let i = 0; i < width * channels; i++) {
      images[to + i] = (2 * (pixels[from + i] ?? 0) - 255) / 255
    }
  }
  return images
}

/** The bytes of images in [-1, 1], as a PNG file holds them. */
export function bytesOfImages(images: Float32Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(images, (value) =>
    Math.round(Math.min(1, Math.max(0, (value + 1) / 2)) * 255),
  )
}

/** Bytes R, G, B, A of bytes of grey or of R, G, B: what a canvas takes. */
export function rgbaOf(bytes: Uint8Array, channels: number): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray((bytes.length / channels) * 4)
  for (let at = 0, from = 0; at < pixels.length; at += 4, from += channels) {
    for (let c = 0; c < 3; c++) pixels[at + c] = bytes[from + (c % channels)] ?? 0
    pixels[at + 3] = 255
  }
  return pixels
}
