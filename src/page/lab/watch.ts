// What is read of a trainer while it trains: figures, no more of them than a screen can use, how fast it goes,
// and what it fares ill of. For the studio's run and for rivals.

import { type Figures, nonFinite } from '../../gan/model/clock'
import type { Observed } from '../../gan/run/observer'
import { Diverged } from '../../gan/run/state'
import type { Trainer } from '../../gan/run/trainer'
import { Diagnosis, type Finding } from '../../gan/watch/diagnosis'

/** Milliseconds between figures: ten a second are as many as anyone reads. */
const FIGURES_EVERY = 100
/** Milliseconds over which speed is measured, at least. */
const SPEED_OVER = 1000

export interface Seen {
  step: number
  figures: Figures
  imagesPerSecond: number
  /** Trained so far. */
  seconds: number
  /** What is newly wrong. */
  finding?: Finding
}

export class Watch {
  readonly #trainer: Trainer
  readonly #hear: (seen: Seen) => void
  readonly #advice: string
  readonly #diagnosis: Diagnosis
  /** Milliseconds trained until the last pause, and when training went on. */
  #trained = 0
  #since = 0
  /** Measured from this step, and from so many milliseconds trained. */
  #speed = { step: 0, at: 0, value: 0 }
  /** Figures that were asked for and have not come. */
  #awaited: Promise<void> = Promise.resolve()
  #fault: unknown

  /** @param advice  what is said after it when a run diverges */
  constructor(trainer: Trainer, hear: (seen: Seen) => void, advice: string) {
    this.#trainer = trainer
    this.#hear = hear
    this.#advice = advice
    const { config, blueprint } = trainer
    const parametersG = blueprint.models.generator.parameterCount
    this.#diagnosis = new Diagnosis({ ...config, parametersG })
  }

  /** Takes over from an earlier run, which the trainer goes on with. */
  restore(seconds: number): void {
    this.#trained = 1000 * seconds
    this.#speed = { step: this.#trainer.step, at: this.#trained, value: 0 }
  }

  /** Training goes on. */
  begin(): void {
    this.#since = performance.now()
  }

  /** One iteration, once few enough are under way. */
  async iterate({ observe = this.#trainer.step % this.#stride === 0 } = {}): Promise<void> {
    const figures = this.#trainer.iterate({ observe })
    if (figures) this.#expect(figures, this.#trainer.step)
    await this.#trainer.ready()
    if (this.#fault) throw this.#fault
  }

  /** Training pauses: waits for the figures that were asked for. */
  async end(): Promise<void> {
    await this.#awaited
    if (this.#fault) throw this.#fault
    this.#trained += performance.now() - this.#since
  }

  /** Seconds trained until the last pause. */
  get trained(): number {
    return this.#trained / 1000
  }

  /** Seconds trained, while training is on. */
  get seconds(): number {
    return (this.#trained + performance.now() - this.#since) / 1000
  }

  /** Steps from one to the next whose figures are read. */
  get #stride(): number {
    const { batchSize } = this.#trainer.blueprint.config
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

  #report(step: number, figures: Observed): void {
    const bad = nonFinite(figures)
    if (bad !== undefined) {
      throw new Diverged(`training diverged: ${bad} at step ${step}. ${this.#advice}`)
    }
    const finding = this.#diagnosis.look(step, figures)
    const { seconds } = this
    this.#measure(1000 * seconds)
    this.#hear({
      step,
      figures,
      imagesPerSecond: this.#speed.value,
      seconds,
      ...(finding ? { finding } : {}),
    })
  }

  #measure(now: number): void {
    const { finished, blueprint } = this.#trainer
    const { step, at, value } = this.#speed
    if (finished <= step || (now - at < SPEED_OVER && value > 0)) return
    const images = (finished - step) * blueprint.config.batchSize
    this.#speed = { step: finished, at: now, value: (images * 1000) / (now - at) }
  }
}
