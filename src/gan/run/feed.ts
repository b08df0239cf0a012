// Batches of a data set that stays in main memory: the next ones are uploaded while the GPU computes with others.

import { check } from '../../autograd/check'
import { Tensor } from '../../autograd/tensor'
import type { ImageSet } from '../../data/imageSet'
import type { Gpu } from '../../gpu/device'
import { Slice } from '../../gpu/memory'
import { upload } from '../../gpu/program'
import { permuted } from '../../nn/order'
import { strideOf } from '../../ops/gather'
import type { GanConfig } from '../model/config'

/** Batches of an iteration, at most: WGAN's schedule of critic steps has 100. */
const batchesOf = ({ criticSteps, criticWarmup, accumulate }: GanConfig): number =>
  (criticWarmup ? Math.max(100, criticSteps) : criticSteps) * accumulate

/** Places for batches: those of two iterations, and one more each. */
export const slotsFor = (config: GanConfig): number => 2 * (batchesOf(config) + 1)

/** Room on the GPU for the batches around the present one. */
export function roomFor(
  { height, width, channels }: Pick<ImageSet, 'height' | 'width' | 'channels'>,
  config: GanConfig,
): Tensor {
  const shape = [slotsFor(config) * strideOf(config.batchSize), height, width, channels]
  const bytes = shape.reduce((product, side) => product * side, 1)
  return new Tensor(shape, Slice.whole('batches', bytes), 'u8')
}

export interface Fed {
  /** Result of `roomFor`. */
  room: Tensor
  config: GanConfig
  /** Images of the set, and their bytes. */
  count: number
  pixels: Uint8Array
}

export class Feed {
  readonly #gpu: Gpu
  readonly #fed: Fed
  readonly #slots: number
  /** Number of the last batch that the programs submitted so far use, and of the last one uploaded. */
  #used = 0
  #uploaded = 0

  constructor(gpu: Gpu, fed: Fed) {
    this.#gpu = gpu
    this.#fed = fed
    this.#slots = slotsFor(fed.config)
  }

  /** @throws TensorError when an iteration takes more batches than there is room for */
  fits(config: GanConfig): void {
    const [batches, most] = [batchesOf(config), this.#slots]
    check(batches < most, 'set', () => {
      return `an iteration would take ${batches} batches, but a streamed run has room for ${most - 1}. Begin the run with that many.`
    })
  }

  /** Uploads what the next `batches` need, which are submitted then. A queue keeps this order. */
  use(batches: number): void {
    this.#used += batches
    this.#upTo(this.#used)
  }

  /** Uploads the `batches` after those as well, as far as there is room. */
  ahead(batches: number): void {
    this.#upTo(this.#used + Math.min(batches, this.#slots - 1))
  }

  /** Goes on after the batch of a saved clock. */
  restart(used: number): void {
    this.#used = used
    this.#uploaded = used
  }

  #upTo(last: number): void {
    while (this.#uploaded < last) this.#upload(++this.#uploaded)
  }

  #upload(number: number): void {
    const { room, config, count, pixels } = this.#fed
    const { batchSize, seed } = config
    const each = pixels.length / count
    const bytes = new Uint8Array(strideOf(batchSize) * each)
    for (let b = 0; b < batchSize; b++) {
      const position = (number - 1) * batchSize + b
      const epoch = Math.floor(position / count)
      const image = permuted(position % count, count, { seed, epoch })
      bytes.set(pixels.subarray(image * each, (image + 1) * each), b * each)
    }
    upload(this.#gpu, room, bytes, { at: ((number - 1) % this.#slots) * bytes.length })
  }
}
