// Comparing drawings with real images: digits by the judge's features, other images by pixels.

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

/** The nearest real image of each drawing. */
export interface Nearest {
  pixels: Pixels
  index: number[]
  distance: number[]
  /** Their labels, if the images have labels. */
  label: number[] | undefined
}

/** Evenness of a film: its largest step divided by its mean step, in features or pixels. */
export interface Smoothness {
  drawn: number
  /** The same for the real images nearest to its frames, which a generator that only stored them would show. */
  real: number | undefined
}

/** The judge knows only the embedded digits, at the size it was trained on. */
export async function comparedBy(lab: Lab, { images, config }: Artist): Promise<Compared> {
  const { train } = await lab.digits()
  const isKnown = images === train && config.imageSize === digitShape.imageSize
  return isKnown ? 'judge' : 'pixels'
}

/** Computes features of more real images; returns the share that is done. Nearest images need all of them. */
export async function study(lab: Lab, artist: Artist): Promise<number> {
  return (await comparedBy(lab, artist)) === 'judge' ? lab.judged.advance() : 1
}

/** `images`: [count, H, W, C] in [-1, 1]. Returns nothing until the judge has seen all real images. */
export async function nearestTo(
  lab: Lab,
  artist: Artist,
  images: Float32Array,
): Promise<Nearest | undefined> {
  const { near } = await compared(lab, artist, images)
  return near && shown(artist, near)
}

/** Smoothness of a film, and the real image nearest to every n-th frame. `images`: [frames, H, W, C], in order. */
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
  /** Features or pixels of the drawings: [count, size]. */
  rows: Float32Array
  size: number
  near: Near[] | undefined
  /** The same for a real image. */
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
