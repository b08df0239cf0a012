// How good generated images are, in numbers, each beside what real images reach that nobody has trained
// on. Most of these numbers depend on how many images are compared; so both are compared in blocks of one
// size with the training images, and the spread of the blocks says how sure a number is.

import { check } from '../../autograd/check'
import type { ImageSet } from '../../data/imageSet'
import { prepared } from '../../data/prepare'
import type { Gpu } from '../../gpu/device'
import { shuffled } from '../../nn/philox'
import { FEATURES, type Judge, type Opinion } from './judge'
import { classesOf, classifierScore, divergence, histogram, modesHit } from './metrics/classes'
import { frechetDistance, type Moments, momentsOf } from './metrics/frechet'
import { kernelDistance } from './metrics/kernel'
import { distances, manifold, nearest } from './metrics/neighbours'
import { slicedDistance } from './metrics/sliced'

/** What needs no labels. */
const pixelMetrics = ['sliced', 'nearest'] as const

const judgedMetrics = [
  'frechet',
  'kernel',
  'score',
  'precision',
  'recall',
  'density',
  'coverage',
] as const

export const metrics = [...judgedMetrics, ...pixelMetrics] as const

export type Metric = (typeof metrics)[number]

/** The mean over blocks and, where there are several, the standard error of that mean. */
export interface Estimate {
  mean: number
  error?: number
}

export interface Classes {
  /** Of each class, by the judge: among generated images. */
  shares: number[]
  /** And by the labels, among training images. */
  wanted: number[]
  /** KL(shares ‖ wanted), in nats. */
  divergence: number
  /** Classes with at least 0.4 times an even share: of ten, those with 4 %. */
  hit: number
}

export interface Report {
  blocks: number
  /** Images in a block. */
  size: number
  generated: Partial<Record<Metric, Estimate>>
  /** The same of held-out images: what a perfect generator would reach. */
  real: Partial<Record<Metric, number>>
  /** Share of held-out images whose label the judge names. */
  accuracy?: number
  /** Share of generated images that show, by the judge, the class that was asked for. */
  asked?: number
  classes?: Classes
}

export interface EvaluateOptions {
  /** Labels are the classes that a conditional generator was asked for. */
  generated: ImageSet
  train: ImageSet
  /** Real images that neither the generator nor the judge was trained on. */
  heldOut: ImageSet
  /** Height and width at which they are compared; smaller images are padded as for training. */
  imageSize: number
  /** Without it only what needs no labels is measured. */
  judge?: Judge | undefined
}

/** The fewest images that have a covariance; without a judge there is none. */
export const FEWEST = FEATURES + 1

/** Images in a block at most: the distances between all of two blocks must fit into a buffer. */
const BLOCK = 1024

/**
 * Measures generated images.
 *
 * @throws TensorError where there are too few of any kind, or they or the judge are of other shapes
 */
export async function evaluate(
  gpu: Gpu,
  { generated, train, heldOut, imageSize, judge }: EvaluateOptions,
): Promise<Report> {
  const { channels } = train
  refuse({ generated, training: train, 'held-out': heldOut }, { imageSize, channels, judge })
  const { blocks, size } = blocksOf(generated.count, {
    least: judge ? FEWEST : 1,
    most: Math.min(heldOut.count, train.count, BLOCK),
  })
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
  for (let n = 0; n < blocks; n++) {
    const [block, real, facing] = [drawn, kept, all].map((each) => part(each, n, size))
    if (!block || !real || !facing) continue
    const [a, b] = [await alone(gpu, block, all, moments), await paired(gpu, block, facing)]
    results.push({ ...a, ...b })
    // Nothing twice: there may be fewer blocks of real images.
    if (n < Math.floor(heldOut.count / size)) reals.push(await alone(gpu, real, all, moments))
    if (n < Math.floor(train.count / size)) reals.push(await paired(gpu, real, facing))
  }
  return {
    blocks,
    size,
    generated: tabulate(results, estimate),
    real: tabulate(reals, average),
    ...(drawn.seen && kept.seen && judged(drawn.seen, kept.seen, { generated, train, heldOut })),
  }
}

/** Even blocks of at most so many images, yet at least so many; a few images may be left out. */
export function blocksOf(
  count: number,
  { least, most }: { least: number; most: number },
): { blocks: number; size: number } {
  const size = Math.max(least, Math.floor(count / Math.ceil(count / most)))
  return { blocks: Math.floor(count / size), size }
}

/** What the judge says of classes. */
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

/** Share of the labels that are named. */
function agreement(named: ArrayLike<number>, labels: Uint8Array): number {
  return labels.filter((label, n) => label === named[n]).length / labels.length
}

/** Images, and what the judge saw in them. */
interface View {
  /** Which of them come first: files may hold one class after the other, or all in turn. */
  order: Uint32Array
  pixels: Float32Array
  seen?: Seen
}

type Seen = Opinion & { judge: Judge }

type Values = Partial<Record<Metric, number>>

/** Compares a block with all training images. */
async function alone(
  gpu: Gpu,
  { order, pixels, seen }: View,
  all: View,
  moments: Moments | undefined,
): Promise<Values> {
  const { distance } = await nearest(gpu, pixels, all.pixels, pixels.length / order.length)
  const values = { nearest: average([...distance]) }
  if (!seen || !moments) return values
  return {
    ...values,
    frechet: frechetDistance(await momentsOf(gpu, seen.features, FEATURES), moments),
    score: classifierScore(seen.probabilities, seen.judge.shape.classes),
  }
}

/** Compares a block with as many training images. */
async function paired(gpu: Gpu, block: View, facing: View): Promise<Values> {
  const perImage = block.pixels.length / block.order.length
  const values = { sliced: await slicedDistance(gpu, block.pixels, facing.pixels, perImage) }
  if (!block.seen || !facing.seen) return values
  const [generated, real] = [block.seen.features, facing.seen.features]
  const between = (a: Float32Array, b: Float32Array) => distances(gpu, a, b, FEATURES)
  return {
    ...values,
    kernel: await kernelDistance(gpu, generated, real, FEATURES),
    ...manifold({
      real: await between(real, real),
      generated: await between(generated, generated),
      across: await between(real, generated),
    }),
  }
}

/** The n-th so many images of a view, in its order; after the last the first again. */
function part({ order, pixels, seen }: View, n: number, size: number): View {
  const first = (n % Math.floor(order.length / size)) * size
  const chosen = order.subarray(first, first + size)
  const rows = (values: Float32Array) => {
    const each = values.length / order.length
    const found = new Float32Array(size * each)
    for (const [to, row] of chosen.entries()) {
      found.set(values.subarray(row * each, (row + 1) * each), to * each)
    }
    return found
  }
  return {
    order: chosen,
    pixels: rows(pixels),
    ...(seen && {
      seen: {
        judge: seen.judge,
        features: rows(seen.features),
        probabilities: rows(seen.probabilities),
      },
    }),
  }
}

/** Each metric that the rows know, over all of them that do. */
function tabulate<T>(
  rows: readonly Values[],
  summary: (values: readonly number[]) => T,
): Partial<Record<Metric, T>> {
  const found: Partial<Record<Metric, T>> = {}
  for (const metric of metrics) {
    const values = rows.flatMap((row) => row[metric] ?? [])
    if (values.length > 0) found[metric] = summary(values)
  }
  return found
}

function estimate(values: readonly number[]): Estimate {
  const mean = average(values)
  const n = values.length
  if (n < 2) return { mean }
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, error: Math.sqrt(squares / (n - 1) / n) }
}

const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length

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
