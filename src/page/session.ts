// One training run as the page sees it: it draws, trains while it is wanted, and reports no faster than
// a screen can use.

import type { ImageSet } from '../data/imageSet'
import { blueprint } from '../gan/blueprint'
import { type Figures, nonFinite } from '../gan/clock'
import type { Changes } from '../gan/live'
import { configOf } from '../gan/presets'
import { Diverged } from '../gan/state'
import { Trainer } from '../gan/trainer'
import type { Gpu } from '../gpu/device'
import type { Report, Settings } from './protocol'
import { realRow } from './realRow'
import { tunedTable } from './tables'

/** Milliseconds between figures: ten a second are as many as anyone reads. */
const FIGURES_EVERY = 100
/** Milliseconds between pictures, at least. */
const PICTURE_EVERY = 1000
/** Between two pictures training takes at least so many times as long as a picture does. */
const TRAINING_SHARE = 20
/** Milliseconds over which speed is measured, at least. */
const SPEED_OVER = 1000

export interface SessionOptions {
  gpu: Gpu
  images: ImageSet
  settings: Settings
  tell: (report: Report) => void
}

export class Session {
  readonly #trainer: Trainer
  readonly #tell: (report: Report) => void
  /** Milliseconds trained until the last pause, and when training went on. */
  #trained = 0
  #since = 0
  #drawn = { step: -1, at: 0, cost: 0 }
  #speed = { step: 0, at: 0, value: 0 }
  /** Figures that were asked for and have not come. */
  #awaited: Promise<void> = Promise.resolve()
  #fault: unknown

  private constructor(trainer: Trainer, tell: (report: Report) => void) {
    this.#trainer = trainer
    this.#tell = tell
  }

  /** A run at step 0, and its first picture. */
  static async open({ gpu, images, settings, tell }: SessionOptions): Promise<Session> {
    const config = configOf(settings, { software: gpu.software, channels: images.channels })
    const picture = realRow(images, config.imageSize)
    tell({ type: 'compiling', adapter: gpu.name, software: gpu.software, picture })
    const { traits } = gpu
    const began = () => tell({ type: 'tuning' })
    const table = await tunedTable(gpu, blueprint(config, images, { traits }), { began })
    const print = blueprint(config, images, { traits, table })
    const trainer = await Trainer.open(gpu, print, images.pixels)
    const { generator, discriminator } = print.models
    const parameters = [generator.parameterCount, discriminator.parameterCount] as const
    const session = new Session(trainer, tell)
    // The picture first: who reads "ready" sees the run that is ready.
    await session.#draw()
    tell({ type: 'ready', config, parameters })
    return session
  }

  /** Changes settings at the next step, or says why not. */
  set(changes: Changes): void {
    let refused: string | undefined
    try {
      this.#trainer.set(changes)
    } catch (error) {
      refused = error instanceof Error ? error.message : String(error)
    }
    const { config } = this.#trainer
    this.#tell({ type: 'settings', config, ...(refused === undefined ? {} : { refused }) })
  }

  /** Trains for as long as `wanted` says so. */
  async train(wanted: () => boolean): Promise<void> {
    const trainer = this.#trainer
    this.#tell({ type: 'training' })
    this.#since = performance.now()
    this.#speed = { ...this.#speed, step: trainer.finished, at: this.#since }
    while (wanted()) {
      const figures = trainer.iterate({ observe: trainer.step % this.#stride === 0 })
      if (figures) this.#expect(figures, trainer.step)
      await trainer.ready()
      if (this.#fault) throw this.#fault
      const { at, cost } = this.#drawn
      if (performance.now() - at >= Math.max(PICTURE_EVERY, TRAINING_SHARE * cost)) {
        await this.#draw()
      }
    }
    await this.#awaited
    if (this.#fault) throw this.#fault
    this.#trained += performance.now() - this.#since
  }

  /** Shows where training stopped. */
  async pause(): Promise<void> {
    const { step } = this.#trainer
    if (this.#drawn.step !== step) await this.#draw()
    this.#tell({ type: 'paused', step })
  }

  destroy(): void {
    this.#trainer.destroy()
  }

  /** Steps from one to the next whose figures are read. */
  get #stride(): number {
    const { batchSize } = this.#trainer.print.config
    return Math.ceil(((FIGURES_EVERY / 1000) * this.#speed.value) / batchSize) || 1
  }

  #expect(figures: Promise<Figures>, step: number): void {
    const seen = figures
      .then((values) => this.#report(step, values))
      .catch((error: unknown) => {
        this.#fault ??= error
      })
    this.#awaited = Promise.all([this.#awaited, seen]).then(() => undefined)
  }

  #report(step: number, figures: Figures): void {
    const bad = nonFinite(figures)
    if (bad !== undefined) {
      throw new Diverged(
        `training diverged: ${bad} at step ${step}. Start begins again; ` +
          'another seed may go better',
      )
    }
    const now = performance.now()
    const { finished, print } = this.#trainer
    const { step: before, at, value } = this.#speed
    if (finished > before && (now - at >= SPEED_OVER || value === 0)) {
      const images = (finished - before) * print.config.batchSize
      this.#speed = { step: finished, at: now, value: (images * 1000) / (now - at) }
    }
    const seconds = (this.#trained + now - this.#since) / 1000
    this.#tell({ type: 'progress', step, figures, imagesPerSecond: this.#speed.value, seconds })
  }

  async #draw(): Promise<void> {
    const { step, print } = this.#trainer
    // What was submitted before is training, not the picture's cost.
    await this.#trainer.idle()
    const start = performance.now()
    const pixels = await this.#trainer.picture()
    const at = performance.now()
    this.#drawn = { step, at, cost: at - start }
    const side = 8 * print.config.imageSize
    this.#tell({ type: 'picture', step, picture: { width: side, height: side, pixels } })
  }
}
