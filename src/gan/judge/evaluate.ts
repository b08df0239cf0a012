// Quality of generated images, in numbers, beside those of held-out images. Most of these metrics depend on the
// number of images: both are compared with the training images in blocks of one size, and the spread over
// blocks is the error of a metric.

import { check } from '../../autograd/check'
import type { ImageSet } from '../../data/imageSet'
import { prepared } from '../../data/prepare'
import type { Gpu } from '../../gpu/device'
import { shuffled } from '../../nn/philox'
import { alone, paired, part, type Seen, type View } from './blocks'
import { FEATURES, type Judge } from './judge'
import { memorisedOf, type Nearby } from './memorised'
import { classesOf, divergence, histogram, modesHit } from './metrics/classes'
import { momentsOf } from './metrics/frechet'
import { average, type Classes, estimate, type Report, tabulate, type Values } from './report'

export interface EvaluateOptions {
  /** With labels: the classes requested of a conditional generator. */
  generated: ImageSet
  train: ImageSet
  /** Real images on which neither the generator nor the judge was trained. */
  heldOut: ImageSet
  /** Height and width of the comparison; smaller images are padded as for training. */
  imageSize: number
  /** Without a judge, only the metrics of pixels are measured. */
  judge?: Judge | undefined
}

/** Fewest images with a covariance of their features. */
export const FEWEST = FEATURES + 1

/** Images in a block, at most: the distances between two blocks must fit into a buffer. */
const BLOCK = 1024

/** Images of one kind, as far as the choice of metrics depends on them. */
type Some = Pick<ImageSet, 'count' | 'labels'>

/** Reason why only the metrics of pixels can be measured, if there is one: it is known before a judge learns. */
export function whyUnjudged({
  generated,
  train,
  heldOut,
}: Record<'generated' | 'train' | 'heldOut', Some>): string | undefined {
  if (!train.labels) return 'the images have no labels'
  const kinds = { training: train, 'held-out': heldOut, generated }
  const [few] = Object.entries(kinds).filter(([, { count }]) => count < FEWEST)
  if (!few) return undefined
  const [kind, { count }] = few
  return `${count} ${kind} ${count === 1 ? 'image is' : 'images are'} too few for its metrics, which need ${FEWEST}`
}

/** Measures generated images. Throws TensorError when there are too few images of a kind, or shapes do not agree. */
export async function evaluate(gpu: Gpu, options: EvaluateOptions): Promise<Report> {
  const blocks = evaluating(gpu, options)
  for (;;) {
    const { done, value } = await blocks.next()
    if (done) return value
  }
}

/** The same, block by block: yields the number of blocks that are measured. */
export async function* evaluating(
  gpu: Gpu,
  { generated, train, heldOut, imageSize, judge }: EvaluateOptions,
): AsyncGenerator<number, Report> {
  const { channels } = train
  refuse({ generated, training: train, 'held-out': heldOut }, { imageSize, channels, judge })
  const { blocks, size } = blocksFor({ generated, train, heldOut }, { judged: judge !== undefined })
  const view = async (set: ImageSet): Promise<View> => {
    const pixels = prepared(set, imageSize)
    const seen = await judge?.look(pixels)
    const order = shuffled(set.count, 1)
    return { order, pixels, ...(seen && judge ? { seen: { ...seen, judge } } : {}) }
  }
  const [all, drawn, kept] = [await view(train), await view(generated), await view(heldOut)]
  const moments = all.seen && (await momentsOf(gpu, all.seen.features, FEATURES))

  const results: Values[] = []
  const reals: Values[] = []
  const nearby: Record<'generated' | 'real', Nearby[]> = { generated: [], real: [] }
  for (let n = 0; n < blocks; n++) {
    const [block, real, facing] = [drawn, kept, all].map((each) => part(each, n, size))
    if (!block || !real || !facing) continue
    const [a, b] = [await alone(gpu, block, all, moments), await paired(gpu, block, facing)]
    results.push({ ...a.values, ...b })
    nearby.generated.push(a.nearby)
    // There may be fewer blocks of real images: each counts once.
    if (n < Math.floor(heldOut.count / size)) {
      const those = await alone(gpu, real, all, moments)
      reals.push(those.values)
      nearby.real.push(those.nearby)
    }
    if (n < Math.floor(train.count / size)) reals.push(await paired(gpu, real, facing))
    yield n + 1
  }
  return {
    blocks,
    size,
    generated: tabulate(results, estimate),
    real: tabulate(reals, average),
    memorised: memorisedOf(nearby.generated, nearby.real, judge ? 'features' : 'pixels'),
    ...(drawn.seen && kept.seen && judged(drawn.seen, kept.seen, { generated, train, heldOut })),
  }
}

/** Blocks in which the generated images are compared. */
export function blocksFor(
  { generated, train, heldOut }: Record<'generated' | 'train' | 'heldOut', Some>,
  { judged }: { judged: boolean },
): { blocks: number; size: number } {
  const most = Math.min(heldOut.count, train.count, BLOCK)
  return blocksOf(generated.count, { least: judged ? FEWEST : 1, most })
}

/** Blocks of equal size, between `least` and `most` images; a few images may be left out. */
export function blocksOf(
  count: number,
  { least, most }: { least: number; most: number },
): { blocks: number; size: number } {
  const size = Math.max(least, Math.floor(count / Math.ceil(count / most)))
  return { blocks: Math.floor(count / size), size }
}

/** Classes, as the judge names them. */
function judged(
  { probabilities, judge }: Seen,
  kept: Seen,
  { generated, train, heldOut }: Record<'generated' | 'train' | 'heldOut', ImageSet>,
): Pick<Report, 'accuracy' | 'asked'> & { classes: Classes } {
  const { classes } = judge.shape
  const drawn = classesOf(probabilities, classes)
  const shares = histogram(drawn, classes)
  const wanted = histogram(train.labels ?? new Uint8Array(0), classes)
  const named = classesOf(kept.probabilities, classes)
  return {
    ...(heldOut.labels && { accuracy: agreement(named, heldOut.labels) }),
    ...(generated.labels && { asked: agreement(drawn, generated.labels) }),
    classes: { shares, wanted, divergence: divergence(shares, wanted), hit: modesHit(shares) },
  }
}

/** Share of the labels named correctly. */
function agreement(named: ArrayLike<number>, labels: Uint8Array): number {
  return labels.filter((label, n) => label === named[n]).length / labels.length
}

function refuse(
  sets: Record<string, ImageSet>,
  { imageSize, channels, judge }: { imageSize: number; channels: number; judge: Judge | undefined },
): void {
  const least = judge ? FEWEST : 1
  for (const [name, set] of Object.entries(sets)) {
    check(set.count >= least, 'evaluate', () => {
      const why = judge ? `a covariance of ${FEATURES} features needs at least ${least}` : ''
      return `${set.count} ${name} images are too few${why && ': '}${why}. Take more.`
    })
    check(set.channels === channels, 'evaluate', () => {
      return `${name} images have ${set.channels} channels, but training images ${channels}.`
    })
    check(set.height <= imageSize && set.width <= imageSize, 'evaluate', () => {
      return `${name} images are ${set.height}×${set.width}, larger than imageSize ${imageSize}. Scale them.`
    })
  }
  if (!judge) return
  const { shape } = judge
  check(shape.imageSize === imageSize && shape.channels === channels, 'evaluate', () => {
    return (
      `the judge has learned images ${shape.imageSize}² with ${shape.channels} channels, but these are ` +
      `${imageSize}² with ${channels}. Teach another.`
    )
  })
}
