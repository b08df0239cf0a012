// What drawings are compared by: digits by what the judge sees in them, all else by pixels.

import { prepared } from '../../data/prepare'
import { FEATURES } from '../../gan/judge/judge'
import { digitShape } from '../../gan/judge/judgeFile'
import { smoothness } from '../../gan/judge/metrics/smoothness'
import { stack, unstack } from '../../gan/latent/latent'
import type { Artist } from '../lab/artist'
import type { Lab } from '../lab/lab'
import { only, type Pixels, pixelsOf } from '../lab/pixels'
import { type Near, nearestByFeatures, nearestByPixels } from './nearest'

export type Compared = 'judge' | 'pixels'

/** The real images that drawings are most like, one for each. */
export interface Nearest {
  pixels: Pixels
  index: number[]
  distance: number[]
  /** What they show, where images have labels. */
  label: number[] | undefined
}

/** How evenly a film changes: its largest step over its mean step, in what it is compared by. */
export interface Smoothness {
  drawn: number
  /** Of the real images nearest to its frames, which is what a generator shows that only stores them. */
  real: number | undefined
}

/** The judge knows the digits that come with the project, in the size that it learned. */
export async function comparedBy(lab: Lab, { images, config }: Artist): Promise<Compared> {
  const { train } = await lab.digits()
  const isKnown = images === train && config.imageSize === digitShape.imageSize
  return isKnown ? 'judge' : 'pixels'
}

/** Has a look at more of the real images; returns the share that is known. Of all of them the nearest is told. */
export async function study(lab: Lab, artist: Artist): Promise<number> {
  return (await comparedBy(lab, artist)) === 'judge' ? lab.judged.advance() : 1
}

/**
 * @param images  [count, H, W, C] in [-1, 1]
 * @returns       nothing as long as the judge has not seen all real images
 */
export async function nearestTo(
  lab: Lab,
  artist: Artist,
  images: Float32Array,
): Promise<Nearest | undefined> {
  const { near } = await compared(lab, artist, images)
  return near && shown(artist, near)
}

/**
 * Of a film the smoothness, and of every so many of its frames the nearest real image.
 *
 * @param images  [frames, H, W, C], in order
 */
export async function filmLooks(
  lab: Lab,
  artist: Artist,
  { images, every }: { images: Float32Array; every: number },
): Promise<{ nearest: Nearest | undefined; smoothness: Smoothness }> {
  const { rows, size, near, rowOf } = await compared(lab, artist, images)
  const some = near?.filter((_, frame) => frame % every === 0)
  const real = near && stack(near.map(({ index }) => rowOf(index)))
  return {
    nearest: some && shown(artist, some),
    smoothness: {
      drawn: smoothness(rows, size).figure,
      real: real && smoothness(real, size).figure,
    },
  }
}

interface Comparison {
  /** What drawings are compared by: [count, size]. */
  rows: Float32Array
  size: number
  near: Near[] | undefined
  /** The same of a real image. */
  rowOf: (index: number) => Float32Array
}

async function compared(lab: Lab, artist: Artist, images: Float32Array): Promise<Comparison> {
  const { images: real, config } = artist
  const { imageSize, channels } = config
  if ((await comparedBy(lab, artist)) === 'pixels') {
    const size = imageSize ** 2 * channels
    return {
      rows: images,
      size,
      near: unstack(images, size).map((image) => nearestByPixels(real, image, imageSize)),
      rowOf: (index) => prepared(only(real, index), imageSize),
    }
  }
  const { features } = await lab.judged.look(images)
  const { known } = lab.judged
  return {
    rows: features,
    size: FEATURES,
    near: known && unstack(features, FEATURES).map((seen) => nearestByFeatures(known, seen)),
    rowOf: (index) =>
      (known ?? new Float32Array()).subarray(index * FEATURES, (index + 1) * FEATURES),
  }
}

function shown({ images: real, config }: Artist, near: readonly Near[]): Nearest {
  const index = near.map((each) => each.index)
  const found = stack(index.map((n) => prepared(only(real, n), config.imageSize)))
  return {
    pixels: pixelsOf(found, config.channels),
    index,
    distance: near.map((each) => each.distance),
    label: real.labels && index.map((n) => real.labels?.[n] ?? 0),
  }
}
