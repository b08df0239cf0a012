// A translation in training: translators and discriminators captured as one program. An iteration is one submit that
// allocates nothing and waits for nothing; its losses are read where they are asked for.

import type { Tensor } from '../../autograd/tensor'
import { uploadParts } from '../../data/parts'
import type { Gpu } from '../../gpu/device'
import { Mirror } from '../../gpu/mirror'
import { free } from '../../gpu/owning'
import { Pace } from '../../gpu/pace'
import { build, type Captured, download, submit, upload } from '../../gpu/program'
import { Diverged, type Saved } from '../run/state'
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

export class Translation {
  readonly gpu: Gpu
  readonly plan: TranslationPlan
  /** Iterations submitted so far. */
  step = 0
  readonly #opened: Opened
  readonly #mirrors: [string, Mirror][]
  readonly #pace: Pace

  private constructor(gpu: Gpu, plan: TranslationPlan, opened: Opened) {
    this.gpu = gpu
    this.plan = plan
    this.#opened = opened
    this.#mirrors = Object.entries(opened.train.results.iteration).map(([name, loss]) => [
      name,
      new Mirror(gpu, loss, RUN_AHEAD + 2),
    ])
    this.#pace = new Pace(gpu, RUN_AHEAD)
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
    const { iteration } = this.#opened.train.programs
    let reads: [string, () => Promise<ArrayBuffer>][] = []
    const copies = (encoder: GPUCommandEncoder) => {
      reads = this.#mirrors.map(([name, mirror]) => [name, mirror.copy(encoder)])
    }
    submit(this.gpu, [iteration], observe ? copies : undefined)
    this.step++
    const due = this.#pace.submitted()
    if (!observe) return undefined
    return this.#pace.sleepUntil(due).then(async () => {
      const read = reads.map(async ([name, each]): Promise<[string, number]> => {
        const [value = Number.NaN] = new Float32Array(await each())
        return [name, value]
      })
      return Object.fromEntries(await Promise.all(read))
    })
  }

  /** Waits until few enough iterations are under way; throws GPU errors reported since the last call. */
  async ready(): Promise<void> {
    await this.#pace.ready()
    this.gpu.check()
  }

  async idle(): Promise<void> {
    await this.#pace.idle()
    this.gpu.check()
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
   * Every byte that a resumed run needs, by name.
   *
   * @throws Diverged when one of the numbers is NaN or infinite
   */
  async save(advice?: string): Promise<Saved> {
    await this.idle()
    const saved: Saved = new Map()
    for (const [name, tensor] of stateOf(this.plan)) {
      const words = new Uint32Array(await download(this.gpu, tensor))
      // An exponent of all ones: NaN or infinity.
      if (name !== 'clock' && words.some((word) => (word & 0x7f800000) === 0x7f800000)) {
        throw Diverged.at(this.step, `${name} holds NaN or Infinity`, advice)
      }
      saved.set(name, words)
    }
    return saved
  }

  /**
   * Restores the result of `save`. Writes nothing unless everything fits.
   *
   * @throws Error when something does not fit
   */
  restore(saved: Saved): void {
    const ready = stateOf(this.plan).map(([name, tensor]): [Tensor, Uint32Array<ArrayBuffer>] => {
      const given = saved.get(name)
      const { bytes } = tensor.slice
      if (given?.byteLength !== bytes) {
        const has = given?.byteLength ?? 'no'
        throw new Error(`${name} has ${has} bytes, but this translation needs ${bytes}`)
      }
      return [tensor, given]
    })
    for (const [tensor, given] of ready) upload(this.gpu, tensor, given)
    const [, , , iterations = 0] = saved.get('clock') ?? []
    this.step = iterations
  }

  /** Frees everything that the translation has on the GPU. */
  destroy(): void {
    const { toB, toA } = this.#opened
    free(toB, ...(toA ? [toA] : []))
    for (const [, mirror] of this.#mirrors) mirror.destroy()
    for (const memory of memoriesOf(this.plan)) memory.destroy()
    for (const { network } of this.plan.players.values()) network.destroy()
  }
}
