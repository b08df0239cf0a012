// One of several compared runs: a trainer, and its figures.

import type { ImageSet } from '../../data/imageSet'
import { Sampler } from '../../gan/draw/generate'
import type { GanConfig } from '../../gan/model/config'
import { Diverged } from '../../gan/run/state'
import type { Trainer } from '../../gan/run/trainer'
import { type Seen, Session, SPEED_OVER } from '../../gan/watch/session'
import type { Gpu } from '../../gpu/device'
import type { Picture } from '../core/protocol'
import { openTrainer } from '../lab/opening'

/** State of a rival, and its figures since the last request. */
export interface Standing {
  step: number
  /** Seconds of its own training, without the others' time. */
  seconds: number
  seen: Seen[]
  /** Why it stopped training. */
  out?: string
}

export class Rival {
  readonly trainer: Trainer
  readonly #session: Session
  #seen: Seen[] = []
  #seconds = 0
  #sampler: Sampler | undefined
  /** Why it stopped training. */
  out: string | undefined

  private constructor(trainer: Trainer) {
    this.trainer = trainer
    const hear = (seen: Seen) => this.#seen.push(seen)
    this.#session = new Session(trainer, { hear, advice: 'The others go on', least: SPEED_OVER })
  }

  static async open(gpu: Gpu, images: ImageSet, config: GanConfig): Promise<Rival> {
    return new Rival(await openTrainer(gpu, images, { config, began: () => undefined }))
  }

  get step(): number {
    return this.trainer.step
  }

  get seconds(): number {
    return this.#seconds
  }

  /** Current state; each figure is reported once. */
  standing(): Standing {
    const { step, seconds, out } = this
    return { step, seconds, seen: this.#seen.splice(0), ...(out === undefined ? {} : { out }) }
  }

  /** Trains for 1 to `iterations` iterations, and starts none after `until`. */
  async train({ iterations, until }: { iterations: number; until: number }): Promise<void> {
    this.#session.begin()
    try {
      for (let left = iterations; left > 0; left--) {
        await this.#session.iterate()
        if (performance.now() >= until) break
      }
      // Waits for the GPU: its next work belongs to another run.
      await this.#session.end()
    } catch (error) {
      if (!(error instanceof Diverged)) throw error
      this.out = error.message
    }
    this.#seconds = this.#session.seconds
  }

  /** Images from the seed's noise; the first 64 are those of the picture. */
  async images(count: number): Promise<Float32Array> {
    const { gpu, config, blueprint } = this.trainer
    const { generator, average = generator } = blueprint.models
    this.#sampler ??= await Sampler.open(gpu, average, config)
    return this.#sampler.drawSeed({ seed: config.seed, count })
  }

  picture(): Promise<Picture> {
    return this.trainer.picture()
  }

  destroy(): void {
    this.#sampler?.destroy()
    this.trainer.destroy()
  }
}
