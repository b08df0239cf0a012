// A translation that trains for a moment at a time, and notes its losses.

import { Diverged } from '../run/state'
import type { Both } from './cycleStep'
import type { Figures, Translation } from './translation'
import { rounded } from './translator'

/** Losses of one step, as in log.jsonl. */
export interface LossLine extends Figures {
  step: number
  imagesPerSecond: number
}

export interface Moment {
  /** Last step. */
  to: number
  milliseconds: number
  /** Steps between two lines. */
  every: number
}

/** Images on their way: [N, S, S, C] in [-1, 1] each. What lies in the middle was rounded to bytes. */
export interface Shown {
  toB: Float32Array
  toA?: Float32Array
  /** There and back: of the first set, and of the second. */
  backA?: Float32Array
  backB?: Float32Array
}

export class Training {
  readonly translation: Translation
  readonly #advice: string
  #lines: LossLine[] = []
  /** Resolves when all figures under way have arrived. */
  #arriving: Promise<void> = Promise.resolve()
  #fault: unknown
  /** Time and step at which the measurement of the speed began. */
  #since: { time: number; step: number }

  /** @param advice  for the error where numbers are not finite */
  constructor(translation: Translation, advice: string) {
    this.translation = translation
    this.#advice = advice
    this.#since = { time: performance.now(), step: translation.step }
  }

  /** Trains for a moment: at least one step, unless the last one is done. */
  async advance({ to, milliseconds, every }: Moment): Promise<void> {
    const { translation } = this
    const { steps } = translation.plan.config
    const end = performance.now() + milliseconds
    while (translation.step < to) {
      const step = translation.step + 1
      const figures = translation.iterate({ observe: step % every === 0 || step === steps })
      if (figures) this.#arriving = this.#note(step, figures, this.#arriving)
      await translation.ready()
      if (this.#fault) throw this.#fault
      if (performance.now() >= end) break
    }
  }

  /** Lines since the last call. */
  takeLines(): LossLine[] {
    return this.#lines.splice(0)
  }

  /** Waits until all figures under way have arrived. */
  async settle(): Promise<void> {
    await this.#arriving
    if (this.#fault) throw this.#fault
  }

  /** Measures the speed from now on. */
  rest(): void {
    this.#since = { time: performance.now(), step: this.translation.step }
  }

  async #note(step: number, arriving: Promise<Figures>, before: Promise<void>): Promise<void> {
    try {
      const figures = await arriving
      await before
      const bad = Object.entries(figures).find(([, value]) => !Number.isFinite(value))
      if (bad) throw Diverged.at(step, `${bad[0]} is ${bad[1]}`, this.#advice)
      const now = performance.now()
      const { time, step: from } = this.#since
      const images = (step - from) * this.translation.plan.config.batchSize
      const imagesPerSecond = Number(((1000 * images) / (now - time)).toFixed(1))
      this.#since = { time: now, step }
      this.#lines.push({ step, ...figures, imagesPerSecond })
    } catch (error) {
      this.#fault ??= error
    }
  }
}

/** Translates samples of both sets, there and back. */
export async function throughBoth(
  translation: Translation,
  samples: Both<Float32Array>,
): Promise<Shown> {
  const toB = await translation.toB(samples.a)
  const toA = await translation.toA(samples.b)
  const backA = await translation.toA(rounded(toB))
  const backB = toA && (await translation.toB(rounded(toA)))
  return { toB, ...(toA && { toA }), ...(backA && { backA }), ...(backB && { backB }) }
}
