// How good generated images are, in numbers, each beside what real images reach that nobody has trained
// on. Most of these numbers depend on how many images are compared; so both are compared in blocks of one
// size with the training images, and the spread of the blocks says how sure a number is.

import { check } from '../autograd/check'
import type { ImageSet } from '../data/imageSet'
import { prepared } from '../data/prepare'
import type { Gpu } from '../gpu/device'
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

export type Estimates = Partial<Record<Metric, Estimate>>

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
  generated: Estimates
  /** Of held-out images. */
  real: Estimates
  /** Share of held-out images whose label the judge names. */
  accuracy?: number
  classes?: Classes
}

export interface EvaluateOptions {
  generated: ImageSet
  train: ImageSet
  /** Real images that neither the generator nor the judge was trained on. */
  heldOut: ImageSet
  /** Height and width at which they are compared; smaller images are padded as for training. */
  imageSize: number
  /** Without it only what needs no labels is measured. */
  judge?: Judge | undefined
}

/** The fewest images that have a covariance. */
export const FEWEST = FEATURES + 1

/**
 * Measures generated images.
 *
 * @throws TensorError where there are too few of any kind, or of another shape than the judge knows
 */
export async function evaluate(
  gpu: Gpu,
  { generated, train, heldOut, imageSize, judge }: EvaluateOptions,
): Promise<Report> {
  refuse({ generated, training: train, 'held-out': heldOut }, train.channels)
  const most = Math.min(heldOut.count, train.count)
  const size = Math.max(FEWEST, Math.floor(generated.count / Math.ceil(generated.count / most)))
  const blocks = Math.floor(generated.count / size)
  const view = async (set: ImageSet): Promise<View> => {
    const pixels = prepared(set, imageSize)
    const seen = await judge?.look(pixels)
    return { count: set.count, pixels, ...(seen && judge ? { seen: { ...seen, judge } } : {}) }
  }
  const [all, drawn, kept] = [await view(train), await view(generated), await view(heldOut)]
  const moments = all.seen && (await momentsOf(gpu, all.seen.features, FEATURES))

  const results: Values[] = []
  const reals: Values[] = []
  for (let n = 0; n < blocks; n++) {
    const block = part(drawn, n, size)
    const facing = part(all, n, size)
    results.push({
      ...(await alone(gpu, block, all, moments)),
      ...(await paired(gpu, block, facing)),
    })
    // Once each: as many real blocks as there are, before as many training images.
    if (n < Math.floor(heldOut.count / size)) {
      reals.push(await alone(gpu, part(kept, n, size), all, moments))
    }
    if (n < Math.floor(train.count / size)) {
      reals.push(await paired(gpu, part(kept, n, size), facing))
    }
  }
  const report = { blocks, size, generated: estimates(results), real: estimates(reals) }
  if (!drawn.seen || !kept.seen) return report
  const { classes } = drawn.seen.judge.shape
  const shares = histogram(classesOf(drawn.seen.probabilities, classes), classes)
  const wanted = histogram(train.labels ?? new Uint8Array(0), classes)
  const named = classesOf(kept.seen.probabilities, classes)
  const right = named.filter((label, n) => label === heldOut.labels?.[n]).length
  return {
    ...report,
    accuracy: right / heldOut.count,
    classes: { shares, wanted, divergence: divergence(shares, wanted), hit: modesHit(shares) },
  }
}

/** Images, and what the judge saw in them. */
interface View {
  count: number
  pixels: Float32Array
  seen?: Opinion & { judge: Judge }
}

type Values = Partial<Record<Metric, number>>

/** Compares a block with all training images. */
async function alone(
  gpu: Gpu,
  { count, pixels, seen }: View,
  all: View,
  moments: Moments | undefined,
): Promise<Values> {
  const { distance } = await nearest(gpu, pixels, all.pixels, pixels.length / count)
  const values = { nearest: distance.reduce((sum, value) => sum + value, 0) / count }
  if (!seen || !moments) return values
  return {
    ...values,
    frechet: frechetDistance(await momentsOf(gpu, seen.features, FEATURES), moments),
    score: classifierScore(seen.probabilities, seen.judge.shape.classes),
  }
}

/** Compares a block with as many training images. */
async function paired(gpu: Gpu, block: View, facing: View): Promise<Values> {
  const perImage = block.pixels.length / block.count
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

/** The n-th so many images of a view; after the last the first again. */
function part({ count, pixels, seen }: View, n: number, size: number): View {
  const first = (n % Math.floor(count / size)) * size
  const rows = (values: Float32Array) => {
    const each = values.length / count
    return values.subarray(first * each, (first + size) * each)
  }
  return {
    count: size,
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

function estimates(rows: readonly Values[]): Estimates {
  const found: Estimates = {}
  for (const metric of metrics) {
    const values = rows.flatMap((row) => row[metric] ?? [])
    const n = values.length
    if (n === 0) continue
    const mean = values.reduce((sum, value) => sum + value, 0) / n
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
    found[metric] = n > 1 ? { mean, error: Math.sqrt(squares / (n - 1) / n) } : { mean }
  }
  return found
}

function refuse(sets: Record<string, ImageSet>, channels: number): void {
  for (const [name, set] of Object.entries(sets)) {
    check(set.count >= FEWEST, 'evaluate', () => {
      return (
        `${set.count} ${name} images are too few: a covariance of ${FEATURES} features needs at ` +
        `least ${FEWEST}. Take more.`
      )
    })
    check(set.channels === channels, 'evaluate', () => {
      return `${name} images have ${set.channels} channels, but training images ${channels}.`
    })
  }
}
