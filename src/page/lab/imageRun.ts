// A run that learns from images.

import type { ImageSet } from '../../data/imageSet'
import { figuresOf } from '../../gan/model/clock'
import type { Changes, Live } from '../../gan/model/live'
import { configOf } from '../../gan/model/presets'
import { sketch } from '../../gan/model/sketch'
import { configFile, type Files, noiseFile, trainedFiles } from '../../gan/run/runFiles'
import { names } from '../../gan/run/runNames'
import type { Trainer } from '../../gan/run/trainer'
import type { Network } from '../../nn/network'
import type { Opened, Report, Settings } from '../core/protocol'
import { messageOf } from '../core/words'
import { Artist } from './artist'
import type { Lab } from './lab'
import { imagesOf, openTrainer } from './opening'
import { realGrid } from './realGrid'
import { placeOf, planOf, type RunPlan, type SavedRun } from './reopen'
import type { Kept, Run, TrainOptions } from './run'
import { type Seen, Watch } from './watch'

/** Milliseconds between pictures, at least. */
const PICTURE_EVERY = 1000
/** Between two pictures training takes at least so many times as long as a picture does. */
const TRAINING_SHARE = 20
/** Milliseconds between states that are kept in case the device is lost. */
const KEEP_EVERY = 15_000

export interface ImageRunOptions {
  lab: Lab
  settings: Settings
  /** Of a run that was saved: more than settings say. */
  saved?: SavedRun | undefined
  /** What an earlier run of these settings left, and those that had changed by then. */
  kept?: Kept | undefined
  live?: Live | undefined
}

interface Parts {
  trainer: Trainer
  plan: RunPlan
  opened: Opened
  images: ImageSet
  tell: (report: Report) => void
}

export class ImageRun implements Run {
  readonly trainer: Trainer
  readonly opened: Opened
  readonly #plan: RunPlan
  readonly #images: ImageSet
  readonly #artists = new Map<Network, Artist>()
  readonly #tell: (report: Report) => void
  readonly #watch: Watch
  #drawn = { step: -1, at: 0, cost: 0 }
  #kept: Kept | undefined
  #keptAt = Number.NEGATIVE_INFINITY

  private constructor({ trainer, plan, opened, images, tell }: Parts) {
    this.trainer = trainer
    this.#plan = plan
    this.opened = opened
    this.#images = images
    this.#tell = tell
    const advice = 'Start begins again; another seed may go better'
    this.#watch = new Watch(trainer, (seen) => this.#report(seen), advice)
  }

  /** A run at step 0, or where an earlier one was, and its first picture. */
  static async open({ lab, settings, saved, kept, live }: ImageRunOptions): Promise<ImageRun> {
    const { tell } = lab
    const gpu = await lab.gpu()
    const { data, ...chosen } = settings
    const images = kept?.images ?? (await imagesOf(lab, settings))
    const { software } = gpu
    const config = saved?.config ?? configOf(chosen, { software, channels: images.channels })
    const plan = saved?.plan ?? planOf(config, { data, images: images.count, software })
    tell({ type: 'compiling', adapter: gpu.name, software: gpu.software })
    const showReal = () => tell({ type: 'real', picture: realGrid(images, config.imageSize) })
    if (!saved) showReal()
    const began = () => tell({ type: 'tuning' })
    const trainer = await openTrainer(gpu, images, { ...saved, config, began })
    // Until it stands, the run that is there may have to stay.
    if (saved) showReal()
    const { generator, discriminator } = trainer.blueprint.models
    const { imageSize, channels, latent, classes } = config
    const opened: Opened = {
      about: { kind: 'images', config, images: images.count },
      settings,
      parameters: [generator.parameterCount, discriminator.parameterCount],
      layers: {
        generator: sketch(generator, [1, 1, latent + classes]),
        discriminator: sketch(discriminator, [imageSize, imageSize, channels + classes]),
      },
    }
    const run = new ImageRun({ trainer, plan, opened, images, tell })
    if (kept) run.#restore(kept)
    if (live) trainer.set(live)
    await run.#draw()
    return run
  }

  get step(): number {
    return this.trainer.step
  }

  get kept(): Kept | undefined {
    return this.#kept
  }

  get live(): Live {
    const { lr, lrD, clip, lambda, criticSteps, r1 } = this.trainer.config
    return { lr, lrD, clip, lambda, criticSteps, r1 }
  }

  #restore(kept: Kept): void {
    this.trainer.restore(kept.state, kept.step)
    this.#watch.restore(kept.seconds)
    this.#kept = kept
  }

  set(changes: Changes): void {
    let refused: string | undefined
    try {
      this.trainer.set(changes)
    } catch (error) {
      refused = messageOf(error)
    }
    const { config } = this.trainer
    this.#tell({ type: 'settings', config, changes, ...(refused === undefined ? {} : { refused }) })
  }

  async train({ wanted, between }: TrainOptions): Promise<void> {
    this.#tell({ type: 'training' })
    this.#watch.begin()
    while (wanted()) {
      await this.#watch.iterate()
      const { at, cost } = this.#drawn
      if (performance.now() - at >= Math.max(PICTURE_EVERY, TRAINING_SHARE * cost)) {
        await this.#draw()
      }
      if (performance.now() - this.#keptAt > KEEP_EVERY) await this.#keep()
      await between()
    }
    await this.#watch.end()
  }

  async iterate(): Promise<void> {
    this.#watch.begin()
    await this.#watch.iterate({ observe: true })
    await this.#watch.end()
    await this.pause()
  }

  async substep(): Promise<void> {
    const { slow, blueprint, gpu } = this.trainer
    const substep = await this.trainer.substep()
    const [inside, pictures] = [await slow.look(), await slow.pictures()]
    this.#tell({ type: 'substep', substep, inside, pictures })
    if (slow.midway) return
    const figures = figuresOf(await blueprint.gan.clock.ring.read(gpu), this.step)
    const pace = { imagesPerSecond: 0, seconds: this.#watch.trained }
    this.#tell({ type: 'progress', step: this.step, figures, ...pace })
    await this.#draw()
  }

  async pause(): Promise<void> {
    const { step } = this.trainer
    if (this.#drawn.step !== step) await this.#draw()
    this.#tell({ type: 'paused', step })
  }

  /** The files that the terminal would leave in its folder. An iteration in slow motion is finished first. */
  async save(): Promise<Files> {
    const { midway } = this.trainer.slow
    const trained = await trainedFiles(this.trainer)
    if (midway) await this.pause()
    const { config, gpu, blueprint } = this.trainer
    const run = { ...this.#plan, ...config, adapter: placeOf(gpu), table: blueprint.table }
    return { [names.config]: configFile(run), [names.noise]: noiseFile(config), ...trained }
  }

  /** Draws on demand, with the generator as it is by then or its moving average. */
  artist({ average }: { average: boolean }): Artist {
    const { config, blueprint, gpu } = this.trainer
    const { models } = blueprint
    const generator = average ? models.average : models.generator
    if (!generator) throw new Error('this run keeps no average of G. Take its newest weights')
    const artist =
      this.#artists.get(generator) ?? new Artist({ gpu, generator, config, images: this.#images })
    this.#artists.set(generator, artist)
    return artist
  }

  scores(): Promise<Float32Array> {
    return this.trainer.slow.scores()
  }

  destroy(): void {
    for (const artist of this.#artists.values()) artist.destroy()
    this.trainer.destroy()
  }

  #report({ finding, ...progress }: Seen): void {
    if (finding) this.#tell({ type: 'health', step: progress.step, finding })
    this.#tell({ type: 'progress', ...progress })
  }

  /** Keeps the state: a moment's work, so it is done seldom. */
  async #keep(): Promise<void> {
    const state = await this.trainer.save()
    const { seconds } = this.#watch
    this.#kept = { step: this.trainer.step, seconds, state, images: this.#images }
    this.#keptAt = performance.now()
  }

  async #draw(): Promise<void> {
    const { step } = this.trainer
    // What was submitted before is training, not the picture's cost.
    await this.trainer.idle()
    const start = performance.now()
    const picture = await this.trainer.picture()
    const at = performance.now()
    this.#drawn = { step, at, cost: at - start }
    this.#tell({ type: 'picture', step, picture })
  }
}
