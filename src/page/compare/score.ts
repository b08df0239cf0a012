// Scores of drawings: the Fréchet distance in the features of the judge of digits, and the number
// of the ten digits that occur. Images that the judge does not know are compared by pixels. Each score
// is shown with that of real images the generator was not trained on.

import type { ImageSet } from '../../data/imageSet'
import { bytesOfImages, prepared } from '../../data/prepare'
import { FEATURES, type Opinion } from '../../gan/judge/judge'
import { digitShape } from '../../gan/judge/judgeFile'
import { classesOf, histogram, modesHit } from '../../gan/judge/metrics/classes'
import { frechetDistance, type Moments, momentsOf } from '../../gan/judge/metrics/frechet'
import { slicedDistance } from '../../gan/judge/metrics/sliced'
import { shuffled } from '../../nn/philox'
import { type Judged, type Source, slice } from '../lab/judged'

/** Measure of a score: `frechet` for digits, `sliced` for other images. */
export type Measure = 'frechet' | 'sliced'

export interface Score {
  /** Lower is better. */
  distance: number
  /** Number of digits that occur often enough; only with the judge. */
  hit?: number
}

export interface Scorer {
  measure: Measure
  count: number
  /** Score of equally many real images. */
  floor: number
  /** @param images  [count, S, S, C] in [-1, 1] */
  score(images: Float32Array): Promise<Score>
}

/** Rounds images to the bytes that a file of them would hold. */
const asBytes = (images: Float32Array) =>
  Float32Array.from(bytesOfImages(images), (byte) => (2 * byte - 255) / 255)

/** Scores digits by the judge; takes seconds unless `judged` has all features. */
export async function digitScorer(source: Source, judged: Judged, count: number): Promise<Scorer> {
  const gpu = await source.gpu()
  const moments = await momentsOf(gpu, await judged.train(), FEATURES)
  const { heldOut } = await source.digits()
  const floors: number[] = []
  for (let first = 0; first + count <= heldOut.count; first += count) {
    const seen = await judged.look(prepared(slice(heldOut, first, count), digitShape.imageSize))
    floors.push(frechetDistance(await momentsOf(gpu, seen.features, FEATURES), moments))
  }
  const score = async (images: Float32Array) => {
    const seen = await judged.look(asBytes(images))
    const own = await momentsOf(gpu, seen.features, FEATURES)
    return scoreOf(seen, own, moments)
  }
  return { measure: 'frechet', count, floor: mean(floors), score }
}

function scoreOf({ probabilities }: Opinion, own: Moments, real: Moments): Score {
  const { classes } = digitShape
  const hit = modesHit(histogram(classesOf(probabilities, classes), classes))
  return { distance: frechetDistance(own, real), hit }
}

/** Scores any images by pixels. The floor is the distance between two parts of the real images. */
export async function pixelScorer(
  source: Pick<Source, 'gpu'>,
  { set, imageSize, count: most }: { set: ImageSet; imageSize: number; count: number },
): Promise<Scorer> {
  const gpu = await source.gpu()
  const count = Math.min(most, Math.floor(set.count / 2))
  const order = shuffled(set.count, 1)
  const [real, other] = [0, count].map((first) =>
    prepared(pick(set, order.subarray(first, first + count)), imageSize),
  )
  if (!real || !other || count === 0) throw new Error('two images at least are needed for a score')
  const size = imageSize ** 2 * set.channels
  const score = async (images: Float32Array) => ({
    distance: await slicedDistance(gpu, asBytes(images), real, size),
  })
  const floor = await slicedDistance(gpu, other, real, size)
  return { measure: 'sliced', count, floor, score }
}

function pick(set: ImageSet, chosen: Uint32Array): ImageSet {
  const each = set.height * set.width * set.channels
  const pixels = new Uint8Array(chosen.length * each)
  for (const [to, n] of chosen.entries()) {
    pixels.set(set.pixels.subarray(n * each, (n + 1) * each), to * each)
  }
  const { height, width, channels } = set
  return { count: chosen.length, height, width, channels, pixels }
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length
