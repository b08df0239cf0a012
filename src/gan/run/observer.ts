// Figures and health of an iteration, copied by commands that ride along in its submit.

import type { Gpu } from '../../gpu/device'
import { Mirror } from '../../gpu/mirror'
import { build, type Program } from '../../gpu/program'
import { type Figures, figuresOf } from '../model/clock'
import type { Blueprint } from './blueprint'
import { type Health, healthOf, spreadOf } from './health'

export interface Observed extends Figures, Health {
  /** Probability of each change, of an adaptive augmentation. */
  augmented?: number
}

interface Mirrors {
  program: Program
  figures: Mirror
  measured: Mirror
  strength: Mirror | undefined
}

export class Observer {
  /** Replayed after an observed iteration. */
  readonly program: Program
  readonly #figures: Mirror
  readonly #measured: Mirror
  readonly #strength: Mirror | undefined
  readonly #about: Parameters<typeof healthOf>[1]

  private constructor(
    { program, figures, measured, strength }: Mirrors,
    about: Parameters<typeof healthOf>[1],
  ) {
    this.program = program
    this.#figures = figures
    this.#measured = measured
    this.#strength = strength
    this.#about = about
  }

  /** `pixels`: pixels of the data set. `depth`: iterations that may be observed before the first of them completes. */
  static async open(
    gpu: Gpu,
    { health, healthPlan, gan, models, images, count, config }: Blueprint,
    { pixels, depth }: { pixels: Uint8Array; depth: number },
  ): Promise<Observer> {
    const { programs, results } = await build(gpu, health, healthPlan)
    const [, height = 0, width = 0, channels = 1] = images[0]?.shape ?? []
    const { imageSize } = config
    const captured = {
      program: programs.health,
      figures: new Mirror(gpu, gan.clock.ring, depth),
      measured: new Mirror(gpu, results.health, depth),
      strength: gan.adaptive && new Mirror(gpu, gan.adaptive.state, depth),
    }
    return new Observer(captured, {
      parametersD: models.discriminator.parameterCount,
      pixels: imageSize * imageSize * channels,
      realSpread: spreadOf({ pixels, count, height, width, channels }, imageSize),
    })
  }

  /** Adds the copies to an encoder. Call the returned function after the submit. */
  copy(encoder: GPUCommandEncoder, iteration: number): () => Promise<Observed> {
    const [ring, measured] = [this.#figures.copy(encoder), this.#measured.copy(encoder)]
    const strength = this.#strength?.copy(encoder)
    return async () => {
      const [figures, health, state] = await Promise.all([ring(), measured(), strength?.()])
      return {
        ...figuresOf(new Float32Array(figures), iteration),
        ...healthOf(new Float32Array(health), this.#about),
        ...(state && { augmented: new Float32Array(state)[0] ?? 0 }),
      }
    }
  }

  /** Rejects copies still under way. */
  destroy(): void {
    this.#figures.destroy()
    this.#measured.destroy()
    this.#strength?.destroy()
  }
}
