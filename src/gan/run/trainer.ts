// A GAN in training: two networks, their optimisers and a data set, captured as programs. An iteration
// is one submit that makes nothing and waits for nothing; what it left behind is read from a ring.

import { check } from '../../autograd/check'
import { Tensor } from '../../autograd/tensor'
import { classesIn, type ImageSet } from '../../data/imageSet'
import { uploadParts } from '../../data/parts'
import type { Choices } from '../../gpu/choice'
import type { Gpu } from '../../gpu/device'
import { Mirror } from '../../gpu/mirror'
import { Pace } from '../../gpu/pace'
import { build, type Captured, download, type Program, submit, upload } from '../../gpu/program'
import type { Network } from '../../nn/network'
import type { GanConfig } from '../model/config'
import {
  type Changes,
  changed,
  criticStepsAfter,
  drawsAfresh,
  packLive,
  unpackLive,
} from '../model/live'
import type { Models } from '../model/models'
import { configOf } from '../model/presets'
import {
  type Blueprint,
  fixedNoise,
  makeBlueprint,
  memoriesOf,
  type SampleSteps,
  type TrainSteps,
} from './blueprint'
import type { Observed } from './diagnosis'
import type { Picture } from './mosaic'
import { Observer } from './observer'
import { SlowMotion, type SubStep } from './slowMotion'
import { readState, type Saved, writeState } from './state'

/** Iterations that may be under way before the caller waits. */
const RUN_AHEAD = 2

/** Programs that a submit has at most: an operating system ends one that keeps its GPU for seconds. */
const TOGETHER = 16

/** Draws that no run reaches before its last step. */
const FAR = 2 ** 28

interface Opened {
  train: Captured<TrainSteps>
  sample: Captured<SampleSteps>
  observer: Observer
}

export class Trainer {
  readonly gpu: Gpu
  readonly blueprint: Blueprint
  readonly #train: Captured<TrainSteps>
  readonly #sample: Captured<SampleSteps>
  readonly #observer: Observer
  readonly #picture: Mirror
  readonly #pace: Pace
  /** An iteration in slow motion: how far it is, and what it has computed. */
  readonly slow: SlowMotion
  #config: GanConfig
  /** Iterations submitted so far, those of the checkpoint included. */
  step = 0

  private constructor(gpu: Gpu, blueprint: Blueprint, { train, sample, observer }: Opened) {
    this.gpu = gpu
    this.blueprint = blueprint
    this.#train = train
    this.#sample = sample
    this.#observer = observer
    this.#config = blueprint.config
    this.#picture = new Mirror(gpu, sample.results.sample.picture, 1)
    this.#pace = new Pace(gpu, RUN_AHEAD)
    this.slow = new SlowMotion(gpu, blueprint.gan, train.results)
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
    const blueprint = makeBlueprint(config, images, { models, traits, table })
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
    const { models, gan, config, images, noise } = blueprint
    const trainer = new Trainer(gpu, blueprint, { train, sample, observer })
    if (blueprint.labels && labels) upload(gpu, blueprint.labels, Uint8Array.from(labels))
    uploadParts(gpu, images, pixels)
    upload(gpu, noise, fixedNoise(config))
    models.generator.initialise(gpu, config.seed)
    models.discriminator.initialise(gpu, config.seed)
    if (models.average) await copyNetwork(gpu, models.generator, models.average)
    gan.optimiserG.initialise(gpu)
    gan.optimiserD.initialise(gpu)
    gan.clock.initialise(gpu, config.seed)
    trainer.#configure(config)
    return trainer
  }

  /** The settings as they are now; those that the run began with are in its blueprint. */
  get config(): GanConfig {
    return this.#config
  }

  /**
   * Changes settings for what is submitted from now on. They are part of what is saved.
   *
   * @param changes  lr (which brings D's with it), lrD (of D alone), clip, lambda, r1, criticSteps
   * @throws TensorError where a value cannot be, or would need other networks or programs
   */
  set(changes: Changes): void {
    this.#configure(this.#withChanges(changes))
  }

  #withChanges(changes: Changes): GanConfig {
    const next = changed(this.#config, changes)
    check(drawsAfresh(next) === drawsAfresh(this.#config), 'set', () => {
      return (
        `criticSteps cannot go from ${this.#config.criticSteps} to ${next.criticSteps} in mid-run: with one, ` +
        'G shares the images of the critic step. Open a trainer with the other number, and restore what was saved.'
      )
    })
    return next
  }

  #configure(config: GanConfig): void {
    const { gpu } = this
    const { optimiserG, optimiserD, lambda, r1 } = this.blueprint.gan
    const { lr, lrD, clip } = config
    optimiserG.set(gpu, { lr })
    optimiserD.set(gpu, { lr: lrD, clip })
    for (const [weight, value] of [
      [lambda, config.lambda],
      [r1, config.r1],
    ] as const) {
      if (weight instanceof Tensor) upload(gpu, weight, Float32Array.of(value))
    }
    this.#config = config
  }

  /** Iterations that are known to be finished. */
  get finished(): number {
    return this.step - this.#pace.underWay
  }

  /** Those of the next iteration. */
  get dispatches(): number {
    return this.#programs().reduce((sum, { commands }) => sum + commands.length, 0)
  }

  /** The programs of the next iteration, in order. */
  #programs(): Program[] {
    const { critic, generator } = this.#train.programs
    const steps = criticStepsAfter(this.step, this.#config)
    return [...new Array<Program>(steps).fill(critic), generator]
  }

  /**
   * Submits one iteration; one in slow motion is finished first. With `observe`, its figures come later,
   * without holding anything up.
   */
  iterate(options: { observe: true }): Promise<Observed>
  iterate(options?: { observe?: boolean }): Promise<Observed> | undefined
  iterate({ observe = false }: { observe?: boolean } = {}): Promise<Observed> | undefined {
    let read: (() => Promise<Observed>) | undefined
    const rest = this.#rest()
    const iteration = this.step + 1
    const programs = [...rest, ...this.#programs()]
    const last = this.#allButLast(programs)
    if (observe) {
      submit(this.gpu, [...last, this.#observer.program], (encoder) => {
        read = this.#observer.copy(encoder, iteration)
      })
    } else {
      submit(this.gpu, last)
    }
    this.step = iteration
    const due = this.#pace.submitted(programs.length)
    return read && this.#pace.sleepUntil(due).then(read)
  }

  /** Submits the programs, but for the last few, which the caller submits: no submit may take long. */
  #allButLast(programs: readonly Program[]): readonly Program[] {
    const last = Math.floor((programs.length - 1) / TOGETHER) * TOGETHER
    for (let at = 0; at < last; at += TOGETHER) {
      submit(this.gpu, programs.slice(at, at + TOGETHER))
    }
    return programs.slice(last)
  }

  /**
   * Slow motion: runs the next of the named sub-steps of an iteration (stages.ts), and waits for it. All of
   * an iteration's, one after the other, give the bits of `iterate`.
   */
  async substep(): Promise<SubStep> {
    await this.idle()
    const ran = this.slow.next(this.#programs(), this.step)
    if (!this.slow.midway) this.step++
    await this.idle()
    return ran
  }

  /** Runs what is left of an iteration in slow motion. */
  async finish(): Promise<void> {
    const rest = this.#rest()
    if (rest.length > 0) {
      submit(this.gpu, this.#allButLast(rest))
      this.#pace.submitted(rest.length)
    }
    await this.idle()
  }

  #rest(): Program[] {
    const rest = this.slow.rest()
    if (rest.length > 0) this.step++
    return rest
  }

  /** Trains for so many iterations, at least one; returns the figures of the last. */
  async run(iterations: number): Promise<Observed> {
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

  /**
   * Draws images from the fixed noise, in eval mode: [64, H, W, C] in [-1, 1]; where the networks are told
   * classes, eight of each of the first 16 instead, one class after the other.
   *
   * @param options  ema: those of G's moving average
   * @throws TensorError when the run keeps no average
   */
  async sample({ ema = false }: { ema?: boolean } = {}): Promise<Float32Array> {
    const { programs, results } = this.#sample
    const [program, drawn] = ema
      ? [programs.average, results.average]
      : [programs.sample, results.sample]
    check(program !== undefined && drawn !== undefined, 'sample', () => {
      return 'this run keeps no average of G. Begin one with ema, such as 0.999.'
    })
    // The pace is that of iterations: what follows must not count.
    await this.idle()
    submit(this.gpu, [program])
    return drawn.images.read(this.gpu)
  }

  /**
   * Draws the same images as one picture, eight in a row, by a copy that makes no buffer on the device. One
   * picture at a time: the next may be asked for when this one has come.
   *
   * @returns  [rows · H, 8 W] pixels
   */
  async picture(): Promise<Picture> {
    await this.idle()
    let read: (() => Promise<ArrayBuffer>) | undefined
    const { programs, results } = this.#sample
    submit(this.gpu, [programs.sample], (encoder) => {
      read = this.#picture.copy(encoder)
    })
    const bytes = await read?.()
    const [height = 0, width = 0] = results.sample.picture.shape
    return { width, height, pixels: new Uint8ClampedArray(bytes ?? new ArrayBuffer(0)) }
  }

  /**
   * Every byte that a resumed run needs, by name. An iteration in slow motion is finished first.
   *
   * @throws Diverged when a number among them is NaN or infinite
   */
  async save(): Promise<Saved> {
    await this.finish()
    const saved = await readState(this.gpu, this.blueprint)
    return saved.set('settings', packLive(this.#config))
  }

  /**
   * Takes over what `save` returned, settings included; but for the critic steps, where this trainer has
   * recorded other programs than the saved ones would need. Nothing is written unless all of it fits.
   */
  restore(saved: ReadonlyMap<string, Uint32Array<ArrayBuffer>>, step: number): void {
    const { criticSteps = this.#config.criticSteps, ...changes } = unpackLive(saved.get('settings'))
    const same = drawsAfresh({ ...this.#config, criticSteps }) === drawsAfresh(this.#config)
    const config = this.#withChanges({ ...changes, ...(same ? { criticSteps } : {}) })
    writeState(this.gpu, this.blueprint, { saved, step })
    this.slow.drop()
    this.#configure(config)
    this.step = step
  }

  /**
   * Goes back to what `save` returned, with half of the present learning rates and with noise that was not
   * drawn before, for a run that went wrong.
   *
   * @param attempt  from 1: each has noise of its own
   */
  rollBack(saved: Saved, { step, attempt }: { step: number; attempt: number }): void {
    const { lr, lrD } = this.#config
    this.restore(saved, step)
    this.set({ lr: lr / 2, lrD: lrD / 2 })
    const [, draws = 0] = saved.get('clock') ?? []
    upload(this.gpu, this.blueprint.gan.clock.now, Uint32Array.of(draws + attempt * FAR), { at: 4 })
  }

  /** Frees everything that the run has on the GPU. The blueprint ends with it. */
  destroy(): void {
    for (const memory of memoriesOf(this.blueprint)) memory.destroy()
    this.#observer.destroy()
    this.#picture.destroy()
  }
}

function checkLabels({ config }: Blueprint, labels: Uint8Array | undefined): void {
  const { classes } = config
  check(labels !== undefined, 'classes', () => {
    return `G shall draw ${classes} classes, but the images have no labels. Give them, or leave classes out.`
  })
  const found = classesIn(labels)
  check(found <= classes, 'classes', () => {
    return `there are to be ${classes} classes, but a label is ${found - 1}. Labels count from 0.`
  })
}

async function copyNetwork(gpu: Gpu, from: Network, to: Network): Promise<void> {
  for (const part of ['parameters', 'buffers'] as const) {
    upload(gpu, to[part], new Uint8Array(await download(gpu, from[part])))
  }
}
