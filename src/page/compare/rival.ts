// One of several runs that are compared: a trainer, and what is read of it.

import type { ImageSet } from '../../data/imageSet'
import { Sampler } from '../../gan/draw/generate'
import type { GanConfig } from '../../gan/model/config'
import { noiseFor } from '../../gan/model/noise'
import { Diverged } from '../../gan/run/state'
import type { Trainer } from '../../gan/run/trainer'
import type { Gpu } from '../../gpu/device'
import type { Picture } from '../core/protocol'
import { openTrainer } from '../lab/opening'
import { type Seen, Watch } from '../lab/watch'

/** How a rival stands, and what was seen of it since it was last asked. */
export interface Standing {
  step: number
  /** Trained so far, without the time of the others. */
  seconds: number
  seen: Seen[]
  /** Why it trains no more. */
  out?: string
}

export class Rival {
  readonly trainer: Trainer
  readonly #watch: Watch
  #seen: Seen[] = []
  #seconds = 0
  #sampler: Sampler | undefined
  /** Why it trains no more. */
  out: string | undefined

  private constructor(trainer: Trainer) {
    this.trainer = trainer
    this.#watch = new Watch(trainer, (seen) => this.#seen.push(seen), 'The others go on')
  }

  static async open(gpu: Gpu, images: ImageSet, config: GanConfig): Promise<Rival> {
    return new Rival(await openTrainer(gpu, images, { config, began: () => undefined }))
  }

  get step(): number {
    return this.trainer.step
  }

  /** Trained so far. */
  get seconds(): number {
    return this.#seconds
  }

  /** How it stands; what was seen is told once. */
  standing(): Standing {
    const { step, seconds, out } = this
    return { step, seconds, seen: this.#seen.splice(0), ...(out === undefined ? {} : { out }) }
  }

  /** Trains for at least one iteration, at most so many, and no longer than so many milliseconds before the last. */
  async train({ iterations, until }: { iterations: number; until: number }): Promise<void> {
    this.#watch.begin()
    try {
      for (let left = iterations; left > 0; left--) {
        await this.#watch.iterate()
        if (performance.now() >= until) break
      }
      // Its time ends when its work does: the next on the GPU is another's.
      await this.trainer.idle()
      await this.#watch.end()
    } catch (error) {
      if (!(error instanceof Diverged)) throw error
      this.out = error.message
    }
    this.#seconds = this.#watch.seconds
  }

  /** Images from the noise of the seed: the first 64 are those of the picture. */
  async images(count: number): Promise<Float32Array> {
    const { gpu, config, print } = this.trainer
    const { latent, classes, seed } = config
    const { generator } = print.models
    this.#sampler ??= await Sampler.open(gpu, generator, { latent: latent + classes })
    return this.#sampler.draw(noiseFor(config, { seed, count }))
  }

  picture(): Promise<Picture> {
    return this.trainer.picture()
  }

  /** Frees all that it has on the GPU. */
  destroy(): void {
    this.#sampler?.destroy()
    this.trainer.destroy()
  }
}
