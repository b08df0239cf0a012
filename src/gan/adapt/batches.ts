// Images of two domains on the GPU. Each has a clock of its own: by one clock, two sets of one size would come in the same
// order, and images that were made from each other would meet.

import type { Tensor } from '../../autograd/tensor'
import type { ImageSet } from '../../data/imageSet'
import { partsFor, uploadParts } from '../../data/parts'
import type { Gpu, Traits } from '../../gpu/device'
import { hashBits } from '../../gpu/hash'
import { free } from '../../gpu/owning'
import { upload } from '../../gpu/program'
import { gather, gatherClasses } from '../../ops'
import { Clock } from '../model/clock'
import { standing } from '../model/standing'

export interface DomainSets {
  source: ImageSet & { labels: Uint8Array }
  /** Its labels are never read. */
  target: ImageSet
}

export interface BatchOptions {
  batchSize: number
  imageSize: number
  classes: number
}

export class Batches {
  /** The run's clock, by which the source's images come. */
  readonly clock = new Clock()
  /** The target's. */
  readonly other = new Clock()
  readonly #sets: DomainSets
  readonly #options: BatchOptions
  readonly #source: Tensor[]
  readonly #target: Tensor[]
  readonly #labels: Tensor

  constructor(sets: DomainSets, options: BatchOptions, traits: Traits) {
    this.#sets = sets
    this.#options = options
    this.#source = partsFor(sets.source, { ...traits, label: 'source images' })
    this.#target = partsFor(sets.target, { ...traits, label: 'target images' })
    this.#labels = standing('source labels', [sets.source.count], 'u8')
  }

  /** Records the source's next batch, [N, S, S, C] in [-1, 1]; the step ticks the clock. */
  source(): Tensor {
    return gather(this.#source, { clock: this.clock.now, ...this.#options })
  }

  /** Labels of that batch, [N, classes], one-hot. */
  labels(): Tensor {
    return gatherClasses(this.#labels, { clock: this.clock.now, ...this.#options })
  }

  /** Records the target's next batch. */
  target(): Tensor {
    this.other.tick({ batches: 1 })
    return gather(this.#target, { clock: this.other.now, ...this.#options })
  }

  initialise(gpu: Gpu, seed: number): void {
    const { source, target } = this.#sets
    uploadParts(gpu, this.#source, source.pixels)
    uploadParts(gpu, this.#target, target.pixels)
    upload(gpu, this.#labels, Uint8Array.from(source.labels))
    this.clock.initialise(gpu, seed)
    this.other.initialise(gpu, hashBits(`target ${seed}`))
  }

  destroy(): void {
    const clocks = [this.clock, this.other].flatMap(({ now, ring }) => [now, ring])
    free(this.#source, this.#target, this.#labels, clocks)
  }
}
