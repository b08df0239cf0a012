// A GAN in training: two networks, their optimisers and a data set, captured as programs. An iteration is
// one submit that allocates nothing and waits for nothing; its figures are read later from a ring buffer.

import type { ImageSet } from '../../data/imageSet'
import type { Choices } from '../../gpu/choice'
import type { Gpu } from '../../gpu/device'
import { FiniteWatch } from '../../gpu/explain/finite'
import { build, type Captured, submit } from '../../gpu/program'
import type { GanConfig } from '../model/config'
import { type Changes, criticStepsAfter } from '../model/live'
import type { Models } from '../model/models'
import { configOf } from '../model/presets'
import {
  type Blueprint,
  type BlueprintOptions,
  makeBlueprint,
  memoriesOf,
  type TrainSteps,
} from './blueprint'
import { configure, reconfigured } from './changing'
import { Feed } from './feed'
import { checkLabels, initialise } from './initial'
import type { Picture } from './mosaic'
import { type Observed, Observer } from './observer'
import { Replay } from './replay'
import { Sampling } from './sampling'
import { restore, rollBack, save } from './saving'
import type { SubStep } from './slowMotion'
import { batchesOf, type Saved } from './state'

/** Iterations that may be under way before the caller waits. */
const RUN_AHEAD = 2

interface Opened {
  train: Captured<TrainSteps>
  sampling: Sampling
  observer: Observer
  feed: Feed | undefined
}

export class Trainer extends Replay {
  readonly blueprint: Blueprint
  readonly #sampling: Sampling
  readonly #observer: Observer
  readonly #feed: Feed | undefined
  #config: GanConfig

  private constructor(gpu: Gpu, blueprint: Blueprint, { train, sampling, observer, feed }: Opened) {
    super(gpu, { gan: blueprint.gan, train, runAhead: RUN_AHEAD })
    this.blueprint = blueprint
    this.#sampling = sampling
    this.#observer = observer
    this.#feed = feed
    this.#config = blueprint.config
  }

  /**
   * Opens a run with the given settings, and presets for the rest.
   *
   * @param options  any setting of a run; `models`: your own networks, G: [N, 1, 1, latent] →
   * [N, imageSize, imageSize, C] in [-1, 1], D: the same images → one number per sample; `table`: tuned kernels;
   * `streamed`: leaves the images in main memory, for a set that the GPU cannot hold
   */
  static create(
    gpu: Gpu,
    images: ImageSet,
    {
      models,
      table,
      streamed,
      ...chosen
    }: Partial<GanConfig> &
      Pick<BlueprintOptions, 'streamed'> & {
        models?: Models
        table?: Choices
      } = {},
  ): Promise<Trainer> {
    // Your own networks come with an average of G, or train without one.
    const ema = models && !models.average ? { ema: 0 } : {}
    const config = configOf(
      { ...ema, ...chosen },
      { software: gpu.software, channels: images.channels },
    )
    const { traits } = gpu
    const blueprint = makeBlueprint(config, images, { models, traits, table, streamed })
    return Trainer.open(gpu, blueprint, images.pixels, images.labels)
  }

  /** Compiles, allocates, uploads the images and draws the initial weights. */
  static async open(
    gpu: Gpu,
    blueprint: Blueprint,
    pixels: Uint8Array,
    labels?: Uint8Array,
  ): Promise<Trainer> {
    if (blueprint.labels) checkLabels(blueprint, labels)
    const parts = [
      build(gpu, blueprint.train, blueprint.trainPlan),
      build(gpu, blueprint.sample, blueprint.samplePlan),
      Observer.open(gpu, blueprint, { pixels, depth: RUN_AHEAD + 2 }),
    ] as const
    const [train, sample, observer] = await Promise.all(parts).catch(async (error: unknown) => {
      await Promise.allSettled(parts)
      for (const memory of memoriesOf(blueprint)) memory.destroy()
      throw error
    })
    const sampling = new Sampling(gpu, sample)
    const [room] = blueprint.images
    const { streamed, count, config } = blueprint
    const feed = streamed && room ? new Feed(gpu, { room, config, count, pixels }) : undefined
    const trainer = new Trainer(gpu, blueprint, { train, sampling, observer, feed })
    await initialise(gpu, blueprint, { pixels, labels })
    trainer.#configure(blueprint.config)
    return trainer
  }

  /** Current settings. The settings that the run began with are in its blueprint. */
  get config(): GanConfig {
    return this.#config
  }

  /**
   * Changes settings for the iterations submitted from now on. They are saved with the run.
   *
   * @param changes  live settings: an lr without an lrD also sets D's
   * @throws TensorError when a value is out of range, or needs other networks or programs
   */
  set(changes: Changes): void {
    const config = reconfigured(this.#config, changes)
    this.#feed?.fits(config)
    this.#configure(config)
  }

  #configure(config: GanConfig): void {
    configure(this.gpu, this.gan, config)
    this.#config = config
  }

  protected override get criticSteps(): number {
    return criticStepsAfter(this.step, this.#config)
  }

  /** Batches of real images in the next iteration. */
  get #batches(): number {
    const { criticSteps } = this
    // Any other program before G's takes a batch by itself.
    return criticSteps * this.#config.accumulate + this.programs.length - 1 - criticSteps
  }

  override substep(): Promise<SubStep> {
    if (!this.slow.midway) this.#feed?.use(this.#batches)
    return super.substep()
  }

  /**
   * Submits one iteration, after the rest of one in slow motion. With `observe`, returns a promise of its
   * figures, which delays nothing.
   */
  iterate(options: { observe: true }): Promise<Observed>
  iterate(options?: { observe?: boolean }): Promise<Observed> | undefined
  iterate({ observe = false }: { observe?: boolean } = {}): Promise<Observed> | undefined {
    let read: (() => Promise<Observed>) | undefined
    let rest = this.rest()
    if (this.#feed && rest.length > 0) {
      // The batches of another iteration may take the places of this one's.
      submit(this.gpu, this.allButLast(rest))
      rest = []
    }
    const iteration = this.step + 1
    const programs = [...rest, ...this.programs]
    this.#feed?.use(this.#batches)
    const last = this.allButLast(programs)
    if (observe) {
      submit(this.gpu, [...last, this.#observer.program], (encoder) => {
        read = this.#observer.copy(encoder, iteration)
      })
    } else {
      submit(this.gpu, last)
    }
    this.step = iteration
    // While the GPU computes.
    this.#feed?.ahead(this.#batches)
    const due = this.pace.submitted(programs.length)
    return read && this.pace.sleepUntil(due).then(read)
  }

  /** Trains for the given number of iterations, at least one. Returns the figures of the last. */
  async run(iterations: number): Promise<Observed> {
    for (let left = iterations; left > 1; left--) {
      this.iterate()
      await this.ready()
    }
    const figures = this.iterate({ observe: true })
    await this.ready()
    return figures
  }

  /** Debugging: later iterations look for the first NaN, with the same bits. The caller frees the watch. */
  async watchFinite(): Promise<FiniteWatch<TrainSteps>> {
    const watch = await FiniteWatch.open(this.gpu, this.blueprint.train)
    this.train = { ...this.train, programs: watch.programs }
    return watch
  }

  /**
   * Draws the sample grid (sampling.ts): [N, H, W, C] in [-1, 1].
   *
   * @param ema  whether G's moving average draws it. Default: if the run keeps one
   */
  async sample({ ema }: { ema?: boolean } = {}): Promise<Float32Array> {
    // The pace is measured on iterations: other work must not count.
    await this.idle()
    return this.#sampling.images({ ema })
  }

  /** Draws the sample grid as one picture, by G's moving average if the run keeps one. Wait for it before you ask for the next. */
  async picture(): Promise<Picture> {
    await this.idle()
    return this.#sampling.picture()
  }

  /**
   * Every byte that a resumed run needs, by name. Finishes an iteration in slow motion first.
   *
   * @throws Diverged when one of the numbers is NaN or infinite
   */
  async save(advice?: string): Promise<Saved> {
    await this.finish()
    return save(this, advice)
  }

  /** Restores the result of `save`, settings included. Writes nothing unless everything fits. */
  restore(saved: Saved, step: number): void {
    restore(this, saved, step)
    this.#feed?.restart(batchesOf(saved))
  }

  /** Restores the result of `save`, with half the current learning rates and new noise for each `attempt`, from 1. */
  rollBack(saved: Saved, options: { step: number; attempt: number }): void {
    rollBack(this, saved, options)
    this.#feed?.restart(batchesOf(saved))
  }

  /** Frees everything that the run has on the GPU, the blueprint's memory included. */
  override destroy(): void {
    for (const memory of memoriesOf(this.blueprint)) memory.destroy()
    this.#observer.destroy()
    this.#sampling.destroy()
  }
}
