// A run that learns from images.

import type { ImageSet } from '../../data/imageSet'
import { blueprint } from '../../gan/blueprint'
import { nonFinite } from '../../gan/clock'
import { Doctor, type Observed } from '../../gan/diagnosis'
import type { Changes } from '../../gan/live'
import { configOf } from '../../gan/presets'
import { sketch } from '../../gan/sketch'
import { Diverged } from '../../gan/state'
import { Trainer } from '../../gan/trainer'
import type { Network } from '../../nn/network'
import type { Opened, Report, Settings } from '../protocol'
import { Artist } from './artist'
import type { Lab } from './lab'
import { realGrid } from './realGrid'
import type { Kept, Run, TrainOptions } from './run'
import { tunedTable } from './tables'

/** Milliseconds between figures: ten a second are as many as anyone reads. */
const FIGURES_EVERY = 100
/** Milliseconds between pictures, at least. */
const PICTURE_EVERY = 1000
/** Between two pictures training takes at least so many times as long as a picture does. */
const TRAINING_SHARE = 20
/** Milliseconds over which speed is measured, at least. */
const SPEED_OVER = 1000
/** Milliseconds between states that are kept in case the device is lost. */
const KEEP_EVERY = 15_000

export interface ImageRunOptions {
  lab: Lab
  settings: Settings
  /** What an earlier run of these settings left. */
  kept?: Kept
}

interface Parts {
  trainer: Trainer
  opened: Opened
  images: ImageSet
  tell: (report: Report) => void
}

export class ImageRun implements Run {
  readonly trainer: Trainer
  readonly opened: Opened
  readonly #images: ImageSet
  readonly #artists = new Map<Network, Artist>()
  readonly #tell: (report: Report) => void
  readonly #doctor: Doctor
  /** Milliseconds trained until the last pause, and when training went on. */
  #trained = 0
  #since = 0
  #drawn = { step: -1, at: 0, cost: 0 }
  #speed = { step: 0, at: 0, value: 0 }
  #kept: Kept | undefined
  #keptAt = 0
  /** Figures that were asked for and have not come. */
  #awaited: Promise<void> = Promise.resolve()
  #fault: unknown

  private constructor({ trainer, opened, images, tell }: Parts) {
    this.trainer = trainer
    this.opened = opened
    this.#images = images
    this.#tell = tell
    const { config, print } = trainer
    const parametersG = print.models.generator.parameterCount
    this.#doctor = new Doctor({ ...config, parametersG })
  }

  /** A run at step 0, or where an earlier one was, and its first picture. */
  static async open({ lab, settings, kept }: ImageRunOptions): Promise<ImageRun> {
    const { tell } = lab
    const gpu = await lab.gpu()
    const { data, ...chosen } = settings
    const images = await imagesOf(lab, data)
    const config = configOf(chosen, { software: gpu.software, channels: images.channels })
    tell({ type: 'compiling', adapter: gpu.name, software: gpu.software })
    tell({ type: 'real', picture: realGrid(images, config.imageSize) })
    const { traits } = gpu
    const began = () => tell({ type: 'tuning' })
    const table = await tunedTable(gpu, blueprint(config, images, { traits }), { began })
    const print = blueprint(config, images, { traits, table })
    const { generator, discriminator } = print.models
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
    const trainer = await Trainer.open(gpu, print, images.pixels, images.labels)
    const run = new ImageRun({ trainer, opened, images, tell })
    if (kept) run.#restore(kept)
    await run.#draw()
    return run
  }

  get step(): number {
    return this.trainer.step
  }

  get kept(): Kept | undefined {
    return this.#kept
  }

  #restore({ step, seconds, state }: Kept): void {
    this.trainer.restore(state, step)
    this.#trained = 1000 * seconds
    this.#kept = { step, seconds, state }
  }

  set(changes: Changes): void {
    let refused: string | undefined
    try {
      this.trainer.set(changes)
    } catch (error) {
      refused = error instanceof Error ? error.message : String(error)
    }
    const { config } = this.trainer
    this.#tell({ type: 'settings', config, ...(refused === undefined ? {} : { refused }) })
  }

  async train({ wanted, between }: TrainOptions): Promise<void> {
    this.#tell({ type: 'training' })
    this.#since = performance.now()
    this.#speed = { ...this.#speed, step: this.trainer.finished, at: this.#since }
    while (wanted()) {
      this.#iterate()
      await this.trainer.ready()
      if (this.#fault) throw this.#fault
      const { at, cost } = this.#drawn
      if (performance.now() - at >= Math.max(PICTURE_EVERY, TRAINING_SHARE * cost)) {
        await this.#draw()
      }
      if (performance.now() - this.#keptAt > KEEP_EVERY) await this.#keep()
      await between()
    }
    await this.#settle()
    this.#trained += performance.now() - this.#since
  }

  async iterate(): Promise<void> {
    this.#since = performance.now()
    this.#iterate({ observe: true })
    await this.trainer.ready()
    await this.#settle()
    this.#trained += performance.now() - this.#since
    await this.pause()
  }

  async substep(): Promise<void> {
    throw new Error('not yet')
  }

  #iterate({ observe = this.trainer.step % this.#stride === 0 } = {}): void {
    const figures = this.trainer.iterate({ observe })
    if (figures) this.#expect(figures, this.trainer.step)
  }

  async pause(): Promise<void> {
    const { step } = this.trainer
    if (this.#drawn.step !== step) await this.#draw()
    this.#tell({ type: 'paused', step })
  }

  /** Draws on demand, with the generator as it is by then or its moving average. */
  artist({ average }: { average: boolean }): Artist {
    const { config, print, gpu } = this.trainer
    const { models } = print
    const generator = average ? models.average : models.generator
    if (!generator) throw new Error('this run keeps no average of G. Take its newest weights')
    const artist =
      this.#artists.get(generator) ?? new Artist({ gpu, generator, config, images: this.#images })
    this.#artists.set(generator, artist)
    return artist
  }

  destroy(): void {
    for (const artist of this.#artists.values()) artist.destroy()
    this.trainer.destroy()
  }

  /** Steps from one to the next whose figures are read. */
  get #stride(): number {
    const { batchSize } = this.trainer.print.config
    return Math.ceil(((FIGURES_EVERY / 1000) * this.#speed.value) / batchSize) || 1
  }

  #expect(figures: Promise<Observed>, step: number): void {
    const seen = figures
      .then((values) => this.#report(step, values))
      .catch((error: unknown) => {
        this.#fault ??= error
      })
    this.#awaited = Promise.all([this.#awaited, seen]).then(() => undefined)
  }

  async #settle(): Promise<void> {
    await this.#awaited
    if (this.#fault) throw this.#fault
  }

  #report(step: number, figures: Observed): void {
    const bad = nonFinite(figures)
    if (bad !== undefined) {
      throw new Diverged(
        `training diverged: ${bad} at step ${step}. Start begins again; ` +
          'another seed may go better',
      )
    }
    const finding = this.#doctor.look(step, figures)
    if (finding) this.#tell({ type: 'health', step, finding })
    const now = performance.now()
    const { finished, print } = this.trainer
    const { step: before, at, value } = this.#speed
    if (finished > before && (now - at >= SPEED_OVER || value === 0)) {
      const images = (finished - before) * print.config.batchSize
      this.#speed = { step: finished, at: now, value: (images * 1000) / (now - at) }
    }
    this.#tell({
      type: 'progress',
      step,
      figures,
      imagesPerSecond: this.#speed.value,
      seconds: this.#seconds(now),
    })
  }

  #seconds(now: number): number {
    return (this.#trained + now - this.#since) / 1000
  }

  /** Keeps the state: a moment's work, so it is done seldom. */
  async #keep(): Promise<void> {
    const state = await this.trainer.save()
    const now = performance.now()
    this.#kept = { step: this.trainer.step, seconds: this.#seconds(now), state }
    this.#keptAt = now
  }

  async #draw(): Promise<void> {
    const { step } = this.trainer
    // What was submitted before is training, not the picture's cost.
    await this.trainer.idle()
    const start = performance.now()
    const pixels = await this.trainer.picture()
    const at = performance.now()
    this.#drawn = { step, at, cost: at - start }
    const width = 8 * this.trainer.config.imageSize
    this.#tell({
      type: 'picture',
      step,
      picture: { width, height: pixels.length / 4 / width, pixels },
    })
  }
}

async function imagesOf(lab: Lab, data: Settings['data']): Promise<ImageSet> {
  if (data === 'mnist') return (await lab.digits()).train
  if (data === 'own' && lab.own) return lab.own
  throw new Error('there are no images of your own yet. Drop files onto the page')
}
