import type { ImageSet } from '../../data/imageSet'
import { figuresOf } from '../../gan/model/clock'
import type { Live } from '../../gan/model/config'
import { type Changes, liveOf } from '../../gan/model/live'
import { configOf } from '../../gan/model/presets'
import { sketch } from '../../gan/model/sketch'
import { configFile, type Files, noiseFile } from '../../gan/run/runFiles'
import { names } from '../../gan/run/runNames'
import type { Trainer } from '../../gan/run/trainer'
import { type Seen, Session, SPEED_OVER } from '../../gan/watch/session'
import type { Network } from '../../nn/network'
import type { Opened, Report, Settings } from '../core/protocol'
import { messageOf } from '../core/words'
import { Artist } from './artist'
import type { Lab } from './lab'
import { imagesOf, openTrainer } from './opening'
import { realGrid } from './realGrid'
import { placeOf, planOf, type RunPlan, type SavedRun } from './reopen'
import type { Kept, Run, TrainOptions } from './run'

/** Milliseconds between pictures, at least. */
const PICTURE_EVERY = 1000
/** Time for training between two pictures, at least, as a multiple of a picture's time. */
const TRAINING_SHARE = 20
/** Milliseconds between states kept in case the device is lost. */
const KEEP_EVERY = 15_000

export interface ImageRunOptions {
  lab: Lab
  settings: Settings
  /** Data of a saved run that settings do not include. */
  saved?: SavedRun | undefined
  /** State of an earlier run with these settings, and its settings changed during training. */
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
  readonly #session: Session
  #drawn = { step: -1, at: 0, cost: 0 }
  #kept: Kept | undefined
  #keptAt = Number.NEGATIVE_INFINITY

  private constructor({ trainer, plan, opened, images, tell }: Parts) {
    this.trainer = trainer
    this.#plan = plan
    this.opened = opened
    this.#images = images
    this.#tell = tell
    this.#session = new Session(trainer, {
      hear: (seen) => this.#report(seen),
      advice: 'Lower the learning rate, or try another seed: Start begins again',
      least: SPEED_OVER,
    })
  }

  /** Opens a run at step 0, or at an earlier run's step, and draws its first picture. */
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
    // Only now: if opening fails, the current run stays.
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
    return liveOf(this.trainer.config)
  }

  #restore(kept: Kept): void {
    this.#session.restore(kept)
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
    this.#session.begin()
    while (wanted()) {
      await this.#session.iterate()
      const { at, cost } = this.#drawn
      if (performance.now() - at >= Math.max(PICTURE_EVERY, TRAINING_SHARE * cost)) {
        await this.#draw()
      }
      if (performance.now() - this.#keptAt > KEEP_EVERY) await this.#keep()
      await between()
    }
    await this.#session.end()
  }

  async iterate(): Promise<void> {
    this.#session.begin()
    await this.#session.iterate({ observe: true })
    await this.#session.end()
    await this.pause()
  }

  async substep(): Promise<void> {
    const { slow, blueprint, gpu } = this.trainer
    const substep = await this.trainer.substep()
    const [inside, pictures] = [await slow.look(), await slow.pictures()]
    this.#tell({ type: 'substep', substep, inside, pictures })
    if (slow.midway) return
    const figures = figuresOf(await blueprint.gan.clock.ring.read(gpu), this.step)
    const pace = { imagesPerSecond: 0, seconds: this.#session.seconds }
    this.#tell({ type: 'progress', step: this.step, figures, ...pace })
    await this.#draw()
  }

  async pause(): Promise<void> {
    const { step } = this.trainer
    if (this.#drawn.step !== step) await this.#draw()
    this.#tell({ type: 'paused', step })
  }

  /** Files of the run, as in the terminal's folder. Finishes an iteration in slow motion first. */
  async save(): Promise<Files> {
    const { midway } = this.trainer.slow
    const trained = await this.#session.files()
    if (midway) await this.pause()
    const { config, gpu, blueprint } = this.trainer
    const run = { ...this.#plan, ...config, adapter: placeOf(gpu), table: blueprint.table }
    return { [names.config]: configFile(run), [names.noise]: noiseFile(config), ...trained }
  }

  /** Draws on demand, with the current generator or its moving average. */
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

  /** Keeps the state. Takes a moment, so it is done rarely. */
  async #keep(): Promise<void> {
    this.#kept = { ...(await this.#session.keep()), images: this.#images }
    this.#keptAt = performance.now()
  }

  async #draw(): Promise<void> {
    const { step } = this.trainer
    // Work submitted before is training, not the picture's cost.
    await this.trainer.idle()
    const start = performance.now()
    const picture = await this.trainer.picture()
    const at = performance.now()
    this.#drawn = { step, at, cost: at - start }
    this.#tell({ type: 'picture', step, picture })
  }
}
