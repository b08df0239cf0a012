// A translation in training: translators and discriminators captured as one program. An iteration is one submit that
// allocates nothing and waits for nothing; its losses are read where they are asked for.

import { uploadParts } from '../../data/parts'
import type { Gpu } from '../../gpu/device'
import { free } from '../../gpu/owning'
import { build, type Captured, upload } from '../../gpu/program'
import { Repeated } from '../run/repeated'
import type { Saved } from '../run/state'
import type { Both } from './cycleStep'
import { memoriesOf, type Steps, stateOf, type TranslationPlan } from './plan'
import { Translator } from './translator'

/** Iterations that may be under way before the caller waits. */
const RUN_AHEAD = 2

/** Losses of an iteration, by name. */
export type Figures = Record<string, number>

interface Opened {
  train: Captured<Steps>
  toB: Translator
  toA: Translator | undefined
}

export class Translation extends Repeated {
  readonly plan: TranslationPlan
  readonly #opened: Opened

  private constructor(gpu: Gpu, plan: TranslationPlan, opened: Opened) {
    const { programs, results } = opened.train
    super(gpu, {
      programs: [programs.iteration],
      figures: Object.entries(results.iteration),
      state: stateOf(plan),
      runAhead: RUN_AHEAD,
    })
    this.plan = plan
    this.#opened = opened
  }

  /** Compiles, allocates, uploads the images and draws the initial weights. */
  static async open(
    gpu: Gpu,
    plan: TranslationPlan,
    pixels: Both<Uint8Array>,
  ): Promise<Translation> {
    const { players, config, images, clock, pools } = plan
    const translator = async (name: 'toA' | 'toB') => {
      const player = players.get(name)
      return player && Translator.open(gpu, player.network, config)
    }
    const train = await build(gpu, plan.train, plan.trainPlan)
    const [toB, toA] = [await translator('toB'), await translator('toA')]
    if (!toB) throw new Error('there is no translator')
    uploadParts(gpu, images.a, pixels.a)
    uploadParts(gpu, images.b, pixels.b)
    clock.initialise(gpu, config.seed)
    for (const pool of pools ? [pools.a, pools.b] : [])
      upload(gpu, pool, new Float32Array(pool.size))
    for (const { network, optimiser } of players.values()) {
      network.initialise(gpu, config.seed)
      optimiser.initialise(gpu)
    }
    return new Translation(gpu, plan, { train, toB, toA })
  }

  /** Submits one iteration. With `observe`, returns a promise of its losses, which delays nothing. */
  iterate({ observe = false }: { observe?: boolean } = {}): Promise<Figures> | undefined {
    return this.submit(observe)?.then((read) =>
      Object.fromEntries([...read].map(([name, [value = Number.NaN]]) => [name, value])),
    )
  }

  /** Translates images of the first set, [N, S, S, C] in [-1, 1]. */
  async toB(images: Float32Array): Promise<Float32Array<ArrayBuffer>> {
    await this.idle()
    return this.#opened.toB.images(images)
  }

  /** Translates images of the second set; undefined of pairs, which have no way back. */
  async toA(images: Float32Array): Promise<Float32Array<ArrayBuffer> | undefined> {
    await this.idle()
    return this.#opened.toA?.images(images)
  }

  /**
   * Restores the result of `save`. Writes nothing unless everything fits.
   *
   * @throws Error when something does not fit
   */
  restore(saved: Saved): void {
    this.load(saved)
  }

  /** Frees everything that the translation has on the GPU. */
  override destroy(): void {
    super.destroy()
    const { toB, toA } = this.#opened
    free(toB, ...(toA ? [toA] : []))
    for (const memory of memoriesOf(this.plan)) memory.destroy()
    for (const { network } of this.plan.players.values()) network.destroy()
  }
}
