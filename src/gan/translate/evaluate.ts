// Measurements of a translation on held-out images, each beside what no network at all reaches: the image unchanged,
// its colours shifted, the mean image.

import type { ImageSet } from '../../data/imageSet'
import { prepared } from '../../data/prepare'
import type { Gpu } from '../../gpu/device'
import { Judge } from '../judge/judge'
import { teach } from '../judge/teach'
import type { Both } from './cycleStep'
import { rounded } from './translator'

/** Mean absolute differences of images in [-1, 1] to their true partners. */
export interface Differences {
  translated: number
  unchanged: number
  /** Mean and deviation of each channel brought to those of the other set. */
  shifted: number
  /** The mean of the other set in place of each image. */
  mean: number
}

/** Shares of images that a classifier of the two sets takes for images of the wanted set. */
export interface Taken {
  translated: number
  /** Held-out images of the wanted set, and of the given one. */
  real: number
  unchanged: number
}

/** Shares of images whose label a classifier of the wanted set reads. */
export interface Kept {
  translated: number
  unchanged: number
  /** With mean and deviation of each channel brought to those of the wanted set. */
  shifted: number
  /** Held-out images of the wanted set. */
  real: number
}

/** A classifier of the labels of one set. */
export interface Reader {
  /** Class of each image. */
  read: (images: Float32Array) => Promise<Uint8Array>
  /** Labels of the held-out images of both sets, as it counts classes; NO_CLASS where it does not know the class. */
  labels: Both<Uint8Array>
}

export const NO_CLASS = 255

export interface Direction {
  /** Present if partners are known. */
  difference?: Differences
  taken: Taken
  /** Present if both sets have labels. */
  kept?: Kept
  /** Mean absolute difference after the way there and back, of a translation without pairs. */
  roundTrip?: number
}

export interface TranslationReport {
  toB: Direction
  toA?: Direction
  /** Held-out images of each set. */
  count: Both<number>
}

export interface EvaluateTranslationOptions {
  imageSize: number
  /** Images that were learned from, and held-out ones. */
  sets: Both<ImageSet>
  heldOut: Both<ImageSet>
  /** Is held-out image i of one set the partner of image i of the other? */
  partners: boolean
  /** Classifier of the labels of each set, where there are any. */
  readers?: Partial<Both<Reader>>
  toB: (images: Float32Array) => Promise<Float32Array>
  toA?: ((images: Float32Array) => Promise<Float32Array>) | undefined
}

export async function evaluateTranslation(
  gpu: Gpu,
  options: EvaluateTranslationOptions,
): Promise<TranslationReport> {
  const { imageSize, sets, heldOut, partners, readers, toB, toA } = options
  const real = { a: prepared(heldOut.a, imageSize), b: prepared(heldOut.b, imageSize) }
  const known = { a: prepared(sets.a, imageSize), b: prepared(sets.b, imageSize) }
  const made = { b: rounded(await toB(real.a)), a: toA && rounded(await toA(real.b)) }
  const judge = await learned(gpu, options)
  try {
    const takenShare = async (images: Float32Array, set: 'a' | 'b') => {
      const { probabilities } = await judge.look(images)
      const label = set === 'a' ? 0 : 1
      const hits = probabilities.filter((p, i) => i % 2 === label && p > 0.5).length
      return hits / (probabilities.length / 2)
    }
    const direction = async (
      from: 'a' | 'b',
      to: 'a' | 'b',
      images: Float32Array,
    ): Promise<Direction> => {
      const { channels } = sets.a
      const back = from === 'a' ? toA : toB
      const moved = shifted(real[from], { from: known[from], to: known[to], channels })
      const reader = readers?.[to]
      const share = async (given: Float32Array, set: 'a' | 'b') =>
        reader ? sameShare(await reader.read(given), reader.labels[set]) : 0
      return {
        ...(partners && {
          difference: {
            translated: difference(images, real[to]),
            unchanged: difference(real[from], real[to]),
            shifted: difference(moved, real[to]),
            mean: difference(
              repeated(meanOf(known[to], imageSize ** 2 * channels), real[to].length),
              real[to],
            ),
          },
        }),
        taken: {
          translated: await takenShare(images, to),
          real: await takenShare(real[to], to),
          unchanged: await takenShare(real[from], to),
        },
        ...(reader && {
          kept: {
            translated: await share(images, from),
            unchanged: await share(real[from], from),
            shifted: await share(moved, from),
            real: await share(real[to], to),
          },
        }),
        ...(toA && back && { roundTrip: difference(await back(images), real[from]) }),
      }
    }
    const count = { a: heldOut.a.count, b: heldOut.b.count }
    const there = await direction('a', 'b', made.b)
    return { toB: there, ...(made.a && { toA: await direction('b', 'a', made.a) }), count }
  } finally {
    await judge.destroy()
  }
}

/** Share of the labels that a classifier reads. */
function sameShare(named: Uint8Array, labels: Uint8Array): number {
  const counted = [...labels.keys()].filter((n) => labels[n] !== NO_CLASS)
  return counted.filter((n) => labels[n] === named[n]).length / Math.max(1, counted.length)
}

/** A classifier of the two sets. */
async function learned(gpu: Gpu, { imageSize, sets }: EvaluateTranslationOptions): Promise<Judge> {
  const { channels } = sets.a
  const [a, b] = [bytesAt(sets.a, imageSize), bytesAt(sets.b, imageSize)]
  const pixels = new Uint8Array(a.length + b.length)
  pixels.set(a)
  pixels.set(b, a.length)
  const count = sets.a.count + sets.b.count
  const labels = Uint8Array.from({ length: count }, (_, i) => (i < sets.a.count ? 0 : 1))
  const judge = new Judge(gpu, { imageSize, channels, classes: 2 })
  const set = { count, height: imageSize, width: imageSize, channels, pixels, labels }
  // Small sets are seen more often. Hardly moved: light and place may be what tells the sets apart.
  const epochs = Math.min(40, Math.ceil(6000 / count))
  const recipe = { width: 8, epochs, batchSize: 64, lr: 2e-3, warp: 0.02, light: 0.02, seed: 1 }
  try {
    await teach(judge, set, recipe)
  } catch (error) {
    await judge.destroy()
    throw error
  }
  return judge
}

/** Bytes of a set at the size of the model. */
function bytesAt(set: ImageSet, imageSize: number): Uint8Array {
  if (set.height === imageSize && set.width === imageSize) return set.pixels
  return Uint8Array.from(prepared(set, imageSize), (value) => Math.round(((value + 1) / 2) * 255))
}

/** The mean absolute difference. */
export function difference(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0))
  return sum / a.length
}

function momentsOf(images: Float32Array, channels: number): { mean: number; std: number }[] {
  return Array.from({ length: channels }, (_, c) => {
    const count = images.length / channels
    let mean = 0
    for (let i = c; i < images.length; i += channels) mean += (images[i] ?? 0) / count
    let variance = 0
    for (let i = c; i < images.length; i += channels)
      variance += ((images[i] ?? 0) - mean) ** 2 / count
    return { mean, std: Math.sqrt(variance) }
  })
}

/** Each channel's mean and deviation brought from those of one set to those of another. */
export function shifted(
  images: Float32Array,
  { from, to, channels }: { from: Float32Array; to: Float32Array; channels: number },
): Float32Array {
  const [was, is] = [momentsOf(from, channels), momentsOf(to, channels)]
  return images.map((value, i) => {
    const [a, b] = [was[i % channels], is[i % channels]]
    if (!a || !b) return value
    const moved = ((value - a.mean) / (a.std || 1)) * b.std + b.mean
    return Math.min(1, Math.max(-1, moved))
  })
}

function meanOf(images: Float32Array, each: number): Float32Array {
  const sums = new Float64Array(each)
  for (let i = 0; i < images.length; i++) sums[i % each] = (sums[i % each] ?? 0) + (images[i] ?? 0)
  return Float32Array.from(sums, (sum) => (sum * each) / images.length)
}

const repeated = (image: Float32Array, length: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => image[i % image.length] ?? 0)
