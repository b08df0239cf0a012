// A GAN in training: two networks, their optimisers and a data set, captured as programs. An iteration
// is one submit that makes nothing and waits for nothing; what it left behind is read from a ring.

import type { Tensor } from '../autograd/tensor'
import type { ImageSet } from '../data/imageSet'
import type { Choices } from '../gpu/choice'
import type { Gpu } from '../gpu/device'
import { Mirror } from '../gpu/mirror'
import { build, type Captured, download, type Program, submit, upload } from '../gpu/program'
import {
  type Blueprint,
  blueprint,
  memoriesOf,
  SAMPLES,
  type SampleSteps,
  seededNoise,
  type TrainSteps,
} from './blueprint'
import { type Figures, figuresOf } from './clock'
import type { GanConfig } from './config'
import type { Models } from './models'
import { Pace } from './pace'
import { configOf } from './presets'

/** A network holds NaN or Infinity: nothing of it is worth keeping. */
export class Diverged extends Error {
  override name = 'Diverged'
}

/** Iterations that may be under way before the caller waits. */
const RUN_AHEAD = 2

export class Trainer {
  readonly gpu: Gpu
  readonly print: Blueprint
  /** The programs of one iteration, in order. */
  readonly #iteration: readonly Program[]
  readonly #sample: Captured<SampleSteps>
  readonly #figures: Mirror
  readonly #picture: Mirror
  readonly #pace: Pace
  /** Iterations submitted so far, those of the checkpoint included. */
  step = 0

  private constructor(
    gpu: Gpu,
    print: Blueprint,
    train: Captured<TrainSteps>,
    sample: Captured<SampleSteps>,
  ) {
    this.gpu = gpu
    this.print = print
    const { critic, generator } = train.programs
    const { criticSteps } = print.gan.objective
    this.#iteration = [...new Array<Program>(criticSteps).fill(critic), generator]
    this.#sample = sample
    this.#figures = new Mirror(gpu, print.gan.clock.ring, RUN_AHEAD + 2)
    this.#picture = new Mirror(gpu, sample.results.sample.picture, 1)
    this.#pace = new Pace(gpu, RUN_AHEAD)
  }

  /**
   * Opens a run with what was chosen, and presets for the rest.
   *
   * @param options  any setting of a run; `models` for networks of your own: G maps
   * [N, 1, 1, latent] to [N, imageSize, imageSize, C] in [-1, 1], and D that to one number a sample;
   * `table` for kernels that were tuned
   */
  static create(
    gpu: Gpu,
    images: ImageSet,
    { models, table, ...chosen }: Partial<GanConfig> & { models?: Models; table?: Choices } = {},
  ): Promise<Trainer> {
    const config = configOf(chosen, { software: gpu.software, channels: images.channels })
    const { traits } = gpu
    return Trainer.open(gpu, blueprint(config, images, { models, traits, table }), images.pixels)
  }

  /** Compiles, allocates, uploads the images and draws the initial weights. */
  static async open(gpu: Gpu, print: Blueprint, pixels: Uint8Array): Promise<Trainer> {
    const [train, sample] = await Promise.all([
      build(gpu, print.train, print.trainPlan),
      build(gpu, print.sample, print.samplePlan),
    ])
    const trainer = new Trainer(gpu, print, train, sample)
    const { models, gan, config, images, noise } = print
    upload(gpu, images, Uint8Array.from(pixels))
    upload(gpu, noise, seededNoise(config.seed, SAMPLES, config.latent))
    models.generator.initialise(gpu, config.seed)
    models.discriminator.initialise(gpu, config.seed)
    gan.optimiserG.initialise(gpu)
    gan.optimiserD.initialise(gpu)
    gan.clock.initialise(gpu, config.seed)
    return trainer
  }

  /** Iterations that are known to be finished. */
  get finished(): number {
    return this.step - this.#pace.underWay
  }

  get dispatches(): number {
    return this.#iteration.reduce((sum, { commands }) => sum + commands.length, 0)
  }

  /** Submits one iteration. With `observe`, its figures come later, without holding anything up. */
  iterate(options: { observe: true }): Promise<Figures>
  iterate(options?: { observe?: boolean }): Promise<Figures> | undefined
  iterate({ observe = false }: { observe?: boolean } = {}): Promise<Figures> | undefined {
    let read: (() => Promise<ArrayBuffer>) | undefined
    submit(this.gpu, this.#iteration, (encoder) => {
      if (observe) read = this.#figures.copy(encoder)
    })
    const iteration = ++this.step
    const due = this.#pace.submitted()
    if (!read) return undefined
    return this.#pace
      .sleepUntil(due)
      .then(read)
      .then((bytes) => figuresOf(new Float32Array(bytes), iteration))
  }

  /** Trains for so many iterations, at least one; returns the figures of the last. */
  async run(iterations: number): Promise<Figures> {
    for (let left = iterations; left > 1; left--) {
      this.iterate()
      await this.ready()
    }
    const figures = this.iterate({ observe: true })
    await this.ready()
    return figures
  }

  /** Waits until few enough iterations are under way; reports what went wrong out of band. */
  async ready(): Promise<void> {
    await this.#pace.ready()
    this.gpu.check()
  }

  /** Waits until everything that was submitted is done. */
  async idle(): Promise<void> {
    await this.#pace.idle()
    this.gpu.check()
  }

  /** Draws 64 images from the fixed noise, in eval mode: [64, H, W, C] in [-1, 1]. */
  async sample(): Promise<Float32Array> {
    // The pace is that of iterations: what follows must not count.
    await this.idle()
    submit(this.gpu, [this.#sample.programs.sample])
    return this.#sample.results.sample.images.read(this.gpu)
  }

  /**
   * Draws the same 64 images as one picture, 8 × 8, by a copy that makes no buffer on the device. One
   * picture at a time: the next may be asked for when this one has come.
   *
   * @returns  [8 H, 8 W] pixels of four bytes: R, G, B, A
   */
  async picture(): Promise<Uint8ClampedArray<ArrayBuffer>> {
    await this.idle()
    let read: (() => Promise<ArrayBuffer>) | undefined
    submit(this.gpu, [this.#sample.programs.sample], (encoder) => {
      read = this.#picture.copy(encoder)
    })
    const bytes = await read?.()
    return new Uint8ClampedArray(bytes ?? new ArrayBuffer(0))
  }

  /**
   * Every byte that a resumed run needs, by name.
   *
   * @throws Diverged when a number among them is NaN or infinite
   */
  async save(): Promise<Map<string, Uint32Array<ArrayBuffer>>> {
    await this.idle()
    const saved = new Map<string, Uint32Array<ArrayBuffer>>()
    for (const [name, tensor] of this.#state()) {
      saved.set(name, new Uint32Array(await download(this.gpu, tensor)))
    }
    refuseDiverged(saved)
    return saved
  }

  /** Takes over what `save` returned. Nothing is written unless all of it fits. */
  restore(saved: ReadonlyMap<string, Uint32Array<ArrayBuffer>>, step: number): void {
    const state = this.#state()
    for (const [name, { slice }] of state) {
      const given = saved.get(name)
      if (given?.byteLength !== slice.bytes) {
        throw new Error(
          `${name} has ${given?.byteLength ?? 'no'} bytes, but this model needs ${slice.bytes}`,
        )
      }
    }
    const [seed, , , iterations] = saved.get('clock') ?? []
    if (seed !== this.print.config.seed || iterations !== step) {
      throw new Error(
        `its clock stands at step ${iterations} of seed ${seed}, but it is said to be step ${step}`,
      )
    }
    refuseDiverged(saved)
    for (const [name, tensor] of state) {
      const given = saved.get(name)
      if (given) upload(this.gpu, tensor, given)
    }
    this.step = step
  }

  /** Frees everything that the run has on the GPU. The blueprint ends with it. */
  destroy(): void {
    for (const memory of memoriesOf(this.print)) memory.destroy()
    this.#figures.destroy()
    this.#picture.destroy()
  }

  #state(): [string, Tensor][] {
    const { models, gan } = this.print
    // By what a network does, not by its name: both may have the same.
    const players = [
      ['generator', models.generator, gan.optimiserG],
      ['discriminator', models.discriminator, gan.optimiserD],
    ] as const
    return [
      ['clock', gan.clock.now],
      ...players.flatMap(
        ([player, { parameters, buffers }, { state, moments }]): [string, Tensor][] => [
          [`${player}.parameters`, parameters],
          [`${player}.buffers`, buffers],
          [`${player}.optimiser`, state],
          ...[...moments].map(([moment, tensor]): [string, Tensor] => [
            `${player}.${moment}`,
            tensor,
          ]),
        ],
      ),
    ]
  }
}

/** By bit pattern: an exponent of all ones. The counters among the buffers stay far below that. */
function refuseDiverged(saved: ReadonlyMap<string, Uint32Array>): void {
  for (const [name, words] of saved) {
    if (name !== 'clock' && words.some((word) => (word & 0x7f800000) === 0x7f800000)) {
      throw new Diverged(`training diverged: ${name} holds NaN or Infinity. Lower --lr`)
    }
  }
}
