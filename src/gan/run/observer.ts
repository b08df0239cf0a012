// Figures and health of an iteration, copied by commands that ride along in its submit.

import type { Gpu } from '../../gpu/device'
import { Mirror } from '../../gpu/mirror'
import { build, type Program } from '../../gpu/program'
import { type Figures, figuresOf } from '../model/clock'
import type { Blueprint } from './blueprint'
import { type Health, healthOf, spreadOf } from './health'

export type Observed = Figures & Health

export class Observer {
  /** Replayed after an observed iteration. */
  readonly program: Program
  readonly #figures: Mirror
  readonly #measured: Mirror
  readonly #about: Parameters<typeof healthOf>[1]

  private constructor(
    { program, figures, measured }: { program: Program; figures: Mirror; measured: Mirror },
    about: Parameters<typeof healthOf>[1],
  ) {
    this.program = program
    this.#figures = figures
    this.#measured = measured
    this.#about = about
  }

  /** `pixels`: pixels of the data set. `depth`: iterations that may be observed before the first of them completes. */
  static async open(
    gpu: Gpu,
    { health, healthPlan, gan, models, images, config }: Blueprint,
    { pixels, depth }: { pixels: Uint8Array; depth: number },
  ): Promise<Observer> {
    const { programs, results } = await build(gpu, health, healthPlan)
    const count = images.reduce((sum, { shape: [held = 0] }) => sum + held, 0)
    const [, height = 0, width = 0, channels = 1] = images[0]?.shape ?? []
    const { imageSize } = config
    const captured = {
      program: programs.health,
      figures: new Mirror(gpu, gan.clock.ring, depth),
      measured: new Mirror(gpu, results.health, depth),
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
    return async () => {
      const [figures, health] = await Promise.all([ring(), measured()])
      return {
        ...figuresOf(new Float32Array(figures), iteration),
        ...healthOf(new Float32Array(health), this.#about),
      }
    }
  }

  /** Rejects copies still under way. */
  destroy(): void {
    this.#figures.destroy()
    this.#measured.destroy()
  }
}
