// A GAN in training: two networks, their optimisers and a data set, captured as programs. An iteration
// is one submit that makes nothing and waits for nothing; what it left behind is read from a ring.

import { empty, Tensor } from '../autograd/tensor'
import type { ImageSet } from '../data/imageSet'
import type { Gpu, Traits } from '../gpu/device'
import { type Memory, Slice } from '../gpu/memory'
import { Mirror } from '../gpu/mirror'
import { type Plan, plan } from '../gpu/plan'
import { build, type Captured, download, submit, upload } from '../gpu/program'
import { type Trace, trace } from '../gpu/trace'
import type { Network } from '../nn/network'
import { Random } from '../nn/philox'
import { gather, normal } from '../ops'
import { adam, type Optimizer, rmsprop } from '../optim/optimizer'
import { Clock, type Figures, figuresOf } from './clock'
import { checkConfig } from './config'
import { buildModels, type ModelName, type Models } from './models'
import { mosaic } from './mosaic'
import { type Objective, type ObjectiveName, objectives } from './objectives'
import { Pace } from './pace'
import { configOf } from './presets'
import { type Gan, ganSteps } from './steps'

export interface GanConfig {
  objective: ObjectiveName
  model: ModelName
  imageSize: number
  channels: number
  width: number
  latent: number
  batchSize: number
  lr: number
  /** Adam's; RMSprop has none. */
  beta1: number
  /** Steps of D for each step of G. */
  criticSteps: number
  /** D's parameters are clamped to ±clip; 0 for not at all. */
  clip: number
  /** Weight of the gradient penalty; 0 for none. With one, D has layer norms. */
  lambda: number
  seed: number
}

/** A network holds NaN or Infinity: nothing of it is worth keeping. */
export class Diverged extends Error {
  override name = 'Diverged'
}

/** Images in a sample grid: 8 × 8. */
export const SAMPLES = 64
const COLUMNS = 8

/** Iterations that may be under way before the caller waits. */
const RUN_AHEAD = 2

type TrainSteps = ReturnType<typeof ganSteps>
type SampleSteps = ReturnType<typeof sampleSteps>

/** Everything about a training run that needs no GPU: it can be counted and refused before one is asked. */
export interface Blueprint {
  config: GanConfig
  models: Models
  images: Tensor
  gan: Gan
  train: Trace<TrainSteps>
  trainPlan: Plan
  sample: Trace<SampleSteps>
  samplePlan: Plan
  noise: Tensor
}

export interface BlueprintOptions {
  /** Networks to train in the place of those that the configuration names. */
  models?: Models | undefined
  /** What is known of the adapter; without it the kernels are those that run on every one. */
  traits?: Traits
}

/**
 * Records a training run without touching a GPU.
 *
 * @throws TensorError when a setting cannot be, or the model cannot take the images
 */
export function blueprint(
  config: GanConfig,
  set: Omit<ImageSet, 'pixels' | 'labels'>,
  { models: own, traits = {} }: BlueprintOptions = {},
): Blueprint {
  checkConfig(config)
  const models = own ?? buildModels(config)
  const { generator, discriminator } = models
  const { batchSize, imageSize, latent, clip } = config
  const shape = [set.count, set.height, set.width, set.channels]
  const bytes = shape.reduce((a, b) => a * b, 1)
  const images = new Tensor(shape, Slice.whole('data set', bytes), 'u8')
  const clock = new Clock()
  const objective = objectiveOf(config)
  const optimise = optimiserOf(config, objective)
  const gan: Gan = {
    ...models,
    optimiserG: optimise(generator),
    optimiserD: optimise(discriminator, clip > 0 ? { clip } : {}),
    objective,
    clock,
    sources: {
      real: () => gather(images, { clock: clock.now, batchSize, imageSize }),
      noise: () => normal([batchSize, 1, 1, latent], { clock: clock.now }),
    },
  }
  const train = trace(ganSteps(gan), traits)
  const noise = standing('fixed noise', [SAMPLES, 1, 1, latent])
  const sample = trace(sampleSteps(generator, noise), traits)
  const plans = { trainPlan: plan(train), samplePlan: plan(sample) }
  return { config, models, images, gan, train, sample, noise, ...plans }
}

/** The row of the table, with what the configuration changes in it. */
function objectiveOf({ objective, criticSteps, lambda }: GanConfig): Objective {
  const { lambda: _, ...row }: Objective = objectives[objective]
  return { ...row, criticSteps, ...(lambda > 0 ? { lambda } : {}) }
}

function optimiserOf({ lr, beta1 }: GanConfig, { optimiser }: Objective) {
  return (network: Network, constraint: { clip?: number } = {}): Optimizer => {
    if (optimiser.kind === 'rmsprop') return rmsprop(network, { lr, ...constraint })
    return adam(network, { lr, betas: [beta1, optimiser.betas[1]], ...constraint })
  }
}

function sampleSteps(generator: Network, noise: Tensor) {
  const sample = () => {
    const images = generator.forward(noise, { training: false })
    return { images, picture: mosaic(images, { columns: COLUMNS }) }
  }
  return { sample }
}

/** Bytes that the run needs on the GPU. */
export function bytesOf(print: Blueprint): number {
  return [...memoriesOf(print)].reduce((sum, memory) => sum + memory.bytes, 0)
}

function memoriesOf({ trainPlan, samplePlan }: Blueprint): Set<Memory> {
  return new Set([trainPlan, samplePlan].flatMap((p) => [...p.transient, ...p.kept, ...p.standing]))
}

/** The noise that a seed stands for: [count, latent], N(0, 1), the same on every adapter. */
export function seededNoise(
  seed: number,
  count: number,
  latent: number,
): Float32Array<ArrayBuffer> {
  const random = new Random(seed, 0x6e6f6973)
  return Float32Array.from({ length: count * latent }, () => random.normal(0, 1))
}

export class Trainer {
  readonly gpu: Gpu
  readonly print: Blueprint
  readonly #train: Captured<TrainSteps>
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
    this.#train = train
    this.#sample = sample
    this.#figures = new Mirror(gpu, print.gan.clock.ring, RUN_AHEAD + 2)
    this.#picture = new Mirror(gpu, sample.results.sample.picture, 1)
    this.#pace = new Pace(gpu, RUN_AHEAD)
  }

  /**
   * Opens a run with what was chosen, and presets for the rest.
   *
   * @param options  any setting of a run; `models` for networks of your own: G maps
   * [N, 1, 1, latent] to [N, imageSize, imageSize, C] in [-1, 1], and D that to one number a sample
   */
  static create(
    gpu: Gpu,
    images: ImageSet,
    { models, ...chosen }: Partial<GanConfig> & { models?: Models } = {},
  ): Promise<Trainer> {
    const config = configOf(chosen, { software: gpu.software, channels: images.channels })
    const { traits } = gpu
    return Trainer.open(gpu, blueprint(config, images, { models, traits }), images.pixels)
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
    const { critic, generator } = this.#train.programs
    return critic.commands.length * this.print.gan.objective.criticSteps + generator.commands.length
  }

  /** Submits one iteration. With `observe`, its figures come later, without holding anything up. */
  iterate(options: { observe: true }): Promise<Figures>
  iterate(options?: { observe?: boolean }): Promise<Figures> | undefined
  iterate({ observe = false }: { observe?: boolean } = {}): Promise<Figures> | undefined {
    const { critic, generator } = this.#train.programs
    const critics = Array.from({ length: this.print.gan.objective.criticSteps }, () => critic)
    let read: (() => Promise<ArrayBuffer>) | undefined
    submit(this.gpu, [...critics, generator], (encoder) => {
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

function standing(label: string, shape: readonly number[]): Tensor {
  const made = empty(label, shape)
  return new Tensor(shape, Slice.whole(label, made.slice.bytes))
}
