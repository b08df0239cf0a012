// What drawings are compared by: pixels.

import { prepared } from '../../data/prepare'
import { unstack } from '../../gan/latent'
import { smoothness } from '../../gan/metrics/smoothness'
import type { Artist } from './artist'
import { nearestByPixels } from './nearest'
import { only, type Pixels, pixelsOf } from './pixels'

/** The real images that drawings are most like, one for each. */
export interface Nearest {
  pixels: Pixels
  index: number[]
  distance: number[]
  /** What they show, where images have labels. */
  label: number[] | undefined
}

/** @param images  [count, H, W, C] in [-1, 1] */
export function nearestTo({ images: real, config }: Artist, images: Float32Array): Nearest {
  const { imageSize, channels } = config
  const near = unstack(images, imageSize ** 2 * channels).map((image) =>
    nearestByPixels(real, image, imageSize),
  )
  const index = near.map((each) => each.index)
  const found = index.flatMap((n) => [...prepared(only(real, n), imageSize)])
  return {
    pixels: pixelsOf(Float32Array.from(found), channels),
    index,
    distance: near.map((each) => each.distance),
    label: real.labels && index.map((n) => real.labels?.[n] ?? 0),
  }
}

/** The largest step of a film over its mean step. */
export function smoothnessOf({ config }: Artist, images: Float32Array): number {
  return smoothness(images, config.imageSize ** 2 * config.channels).figure
}
