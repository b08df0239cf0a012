// One training session: a trainer, and everything around an iteration. It reads figures, measures the speed,
// diagnoses problems, stops at a divergence, and keeps a state to go back to. The terminal, the studio and
// its comparison of runs all train with it.

import { nonFinite } from '../model/clock'
import type { DataFacts } from '../run/checkpoint'
import type { Observed } from '../run/observer'
import { type Files, trainedFiles } from '../run/runFiles'
import { Diverged, type Saved } from '../run/state'
import type { Trainer } from '../run/trainer'
import { Diagnosis, type Finding } from './diagnosis'
import { imagesOf, Speed } from './speed'

/** Milliseconds between figures, unless the caller says which steps to observe. */
const FIGURES_EVERY = 100

/** Milliseconds that a screen's measurement of the speed takes at least. */
export const SPEED_OVER = 1000

/** Figures of one step, and the state of the session. */
export interface Seen {
  step: number
  figures: Observed
  imagesPerSecond: number
  seconds: number
  finding?: Finding
}

/** State to go back to. */
export interface Kept {
  step: number
  /** Seconds trained until then. */
  seconds: number
  state: Saved
}

export interface SessionOptions {
  /** Called with figures in the order of their steps. */
  hear: (seen: Seen) => void
  /** Advice at the end of the message of a divergence. */
  advice: string
  /** Milliseconds that a measurement of the speed takes at least. */
  least?: number
  /** Reports figures that are NaN or infinite, as a finding. Otherwise they end the session. */
  reportsDivergence?: boolean
}

export class Session {
  readonly trainer: Trainer
  readonly #options: SessionOptions
  readonly #speed: Speed
  #diagnosis: Diagnosis
  /** Milliseconds trained until the last pause. */
  #trained = 0
  /** Start of the training under way. */
  #since: number | undefined
  /** Resolves when all figures have arrived. */
  #noted: Promise<void> = Promise.resolve()
  #fault: unknown
  #kept: Kept | undefined
  #rollbacks = 0

  constructor(trainer: Trainer, options: SessionOptions) {
    this.trainer = trainer
    this.#options = options
    this.#speed = new Speed(trainer, options)
    this.#diagnosis = diagnosisOf(trainer)
  }

  /** Training begins, or goes on after a pause. */
  begin(): void {
    this.#since ??= performance.now()
  }

  /** Pauses training, after the figures still under way. */
  async end(): Promise<void> {
    await this.settle()
    this.#trained = this.#now
    this.#since = undefined
  }

  /** Submits one iteration, and waits until few enough are under way. */
  async iterate({ observe = this.trainer.step % this.#stride === 0 } = {}): Promise<void> {
    const arriving = this.trainer.iterate({ observe })
    if (arriving) this.#noted = this.#note(this.trainer.step, arriving, this.#noted)
    await this.trainer.ready()
    this.#speed.measure(this.#now)
    if (this.#fault) throw this.#fault
  }

  /** Waits for the GPU, and for the figures still under way. */
  async settle(): Promise<void> {
    await this.trainer.idle()
    this.#speed.measure(this.#now)
    await this.#noted
    if (this.#fault) throw this.#fault
  }

  get seconds(): number {
    return this.#now / 1000
  }

  /** Whether the last figures show no problem at all, not even a short one. */
  get healthy(): boolean {
    return this.#diagnosis.healthy
  }

  get kept(): Kept | undefined {
    return this.#kept
  }

  /** Excludes the time since the last measurement from the speed: other work took it. */
  forgetTime(): void {
    this.#speed.restart(this.#now)
  }

  /** @throws Diverged when one of the numbers is NaN or infinite */
  async keep(): Promise<Kept> {
    const state = await this.trainer.save(this.#options.advice)
    this.#kept = { step: this.trainer.step, seconds: this.seconds, state }
    this.forgetTime()
    return this.#kept
  }

  /** Continues from the state of an earlier session. */
  restore(kept: Kept): void {
    this.trainer.restore(kept.state, kept.step)
    this.#kept = kept
    this.#trained = 1000 * kept.seconds
    this.forgetTime()
  }

  /** Goes back to the kept state, with half the learning rates and new noise. Returns its step. */
  async rollBack(): Promise<number> {
    await this.settle()
    if (!this.#kept) throw new Error('roll back: no state was kept. Call keep first.')
    const { state, step } = this.#kept
    this.trainer.rollBack(state, { step, attempt: ++this.#rollbacks })
    this.#diagnosis = diagnosisOf(this.trainer)
    this.forgetTime()
    return step
  }

  /**
   * Files of the run as it is now.
   *
   * @param data  what the checkpoint tells of the data
   * @throws Diverged when one of the numbers is NaN or infinite
   */
  files(data?: DataFacts): Promise<Files> {
    return trainedFiles(this.trainer, { advice: this.#options.advice, data })
  }

  get #now(): number {
    return this.#trained + (this.#since === undefined ? 0 : performance.now() - this.#since)
  }

  /** Steps from one observed iteration to the next. */
  get #stride(): number {
    const images = imagesOf(this.trainer.blueprint.config)
    return Math.ceil(((FIGURES_EVERY / 1000) * this.#speed.value) / images) || 1
  }

  /** Reports figures in the order of their steps: those of a later step may arrive first. */
  async #note(step: number, arriving: Promise<Observed>, before: Promise<void>): Promise<void> {
    try {
      const figures = await arriving
      await before
      this.#report(step, figures)
    } catch (error) {
      this.#fault ??= error
    }
  }

  #report(step: number, figures: Observed): void {
    const { hear, advice, reportsDivergence = false } = this.#options
    const bad = nonFinite(figures)
    if (bad !== undefined && !reportsDivergence) throw Diverged.at(step, bad, advice)
    const finding = this.#diagnosis.look(step, figures)
    const imagesPerSecond = this.#speed.measure(this.#now)
    const seen = { step, figures, imagesPerSecond, seconds: this.seconds }
    hear({ ...seen, ...(finding ? { finding } : {}) })
  }
}

function diagnosisOf({ config, blueprint }: Trainer): Diagnosis {
  const parametersG = blueprint.models.generator.parameterCount
  return new Diagnosis({ ...config, parametersG, images: blueprint.count })
}
