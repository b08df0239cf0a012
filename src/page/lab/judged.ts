// Features of images by the judge of digits (gan/judge). Those of the training digits are computed once, a few at a
// time, since a software adapter takes seconds for all of them.

import type { ImageSet } from '../../data/imageSet'
import { prepared } from '../../data/prepare'
import { FEATURES, type Judge, type Opinion } from '../../gan/judge/judge'
import { digitShape } from '../../gan/judge/judgeFile'
import type { Gpu } from '../../gpu/device'
import type { Digits } from './digits'

/** Source of the judge and the digits: the lab (lab.ts). */
export interface Source {
  gpu(): Promise<Gpu>
  judge(): Promise<Judge>
  digits(): Promise<Digits>
}

/** Images per call of `advance`, so that other jobs get a turn. */
const TOGETHER = 500

export class Judged {
  readonly #source: Source
  /** Features of the training digits; the first `count` are computed. */
  #known: { features: Float32Array<ArrayBuffer>; count: number } | undefined

  constructor(source: Source) {
    this.#source = source
  }

  /** @param images  [N, 32, 32, 1] in [-1, 1] */
  async look(images: Float32Array): Promise<Opinion> {
    return (await this.#source.judge()).look(images)
  }

  /** Computes features of some more training digits; returns the share that is done, from 0 to 1. */
  async advance(): Promise<number> {
    const { train } = await this.#source.digits()
    const known = this.#known ?? { features: new Float32Array(train.count * FEATURES), count: 0 }
    const part = slice(train, known.count, TOGETHER)
    if (part.count > 0) {
      const { features } = await this.look(prepared(part, digitShape.imageSize))
      known.features.set(features, known.count * FEATURES)
      this.#known = { ...known, count: known.count + part.count }
    }
    return (this.#known?.count ?? 0) / train.count
  }

  /** Features of the training digits, [count, FEATURES], once all are computed. */
  get known(): Float32Array<ArrayBuffer> | undefined {
    const { features, count } = this.#known ?? {}
    return features && count === features.length / FEATURES ? features : undefined
  }

  /** The same; computes what is missing. */
  async train(): Promise<Float32Array<ArrayBuffer>> {
    while ((await this.advance()) < 1);
    return this.known ?? new Float32Array(0)
  }
}

/** Up to `most` images of a set, from index `first` on. */
export function slice(set: ImageSet, first: number, most: number): ImageSet {
  const { height, width, channels, pixels, labels } = set
  const each = height * width * channels
  const end = Math.min(set.count, first + most)
  return {
    ...set,
    count: end - first,
    pixels: pixels.subarray(first * each, end * each),
    ...(labels && { labels: labels.subarray(first, end) }),
  }
}
