// An adaptation in training: the networks of a method and the images of two domains, captured as programs. An iteration is
// one submit that allocates nothing.

import type { Tensor } from '../../autograd/tensor'
import type { Gpu } from '../../gpu/device'
import { Mirror } from '../../gpu/mirror'
import { free } from '../../gpu/owning'
import { Pace } from '../../gpu/pace'
import { type Captured, capture, download, type Program, submit, upload } from '../../gpu/program'
import type { Judge } from '../judge/judge'
import { type Figures, figuresOf } from '../model/clock'
import type { Saved } from '../run/state'
import { Batches, type DomainSets } from './batches'
import type { AdaptConfig } from './config'
import { methods, type Recorded, type Weights } from './methods'
import { retaken } from './statistics'

/** Iterations under way before the caller waits. */
const RUN_AHEAD = 4

/** Losses, and the means of D's probabilities that an image is of the source. */
export interface AdaptFigures extends Pick<Figures, 'lossD' | 'lossG'> {
  /** On images of the source. */
  dSource: number
  /** On images of the target. */
  dTarget: number
}

export interface AdapterOptions extends DomainSets {
  /** The source's model, with its weights. Its bits are the same afterwards. */
  judge: Judge
  config: AdaptConfig
}

type Steps = Record<string, () => unknown>

export class Adapter {
  readonly gpu: Gpu
  /** Iterations submitted so far. */
  step = 0
  readonly #options: AdapterOptions
  readonly #batches: Batches
  readonly #recorded: Recorded
  readonly #captured: Captured<Steps>
  readonly #programs: readonly Program[]
  readonly #source: Weights
  readonly #pace: Pace
  readonly #mirror: Mirror

  private constructor(
    gpu: Gpu,
    options: AdapterOptions,
    made: { batches: Batches; recorded: Recorded; captured: Captured<Steps>; source: Weights },
  ) {
    this.gpu = gpu
    this.#options = options
    this.#batches = made.batches
    this.#recorded = made.recorded
    this.#captured = made.captured
    this.#programs = Object.values(made.captured.programs)
    this.#source = made.source
    this.#pace = new Pace(gpu, RUN_AHEAD)
    this.#mirror = new Mirror(gpu, made.batches.clock.ring, RUN_AHEAD + 2)
  }

  /** Compiles, uploads the images, and sets the initial weights. */
  static async open(gpu: Gpu, options: AdapterOptions): Promise<Adapter> {
    const { judge, config } = options
    const batches = new Batches(options, config, gpu.traits)
    const recorded = methods[config.method].record({ judge, batches, config })
    try {
      const source = await judge.network.state(gpu)
      const captured = await capture<Steps>(gpu, recorded.steps)
      const adapter = new Adapter(gpu, options, { batches, recorded, captured, source })
      batches.initialise(gpu, config.seed)
      await recorded.begin(gpu, source)
      for (const { optimiser } of recorded.players) optimiser.initialise(gpu)
      return adapter
    } catch (error) {
      freeAll(batches, recorded)
      throw error
    }
  }

  get dispatches(): number {
    return this.#programs.reduce((sum, { commands }) => sum + commands.length, 0)
  }

  /** Submits one iteration. With `observe`, returns a promise of its figures, which delays nothing. */
  iterate({ observe = false }: { observe?: boolean } = {}): Promise<AdaptFigures> | undefined {
    const { config } = this.#options
    this.#recorded.prepare?.(this.gpu, Math.min(1, this.step / config.planned))
    const iteration = ++this.step
    let read: (() => Promise<ArrayBuffer>) | undefined
    submit(
      this.gpu,
      this.#programs,
      observe ? (encoder) => (read = this.#mirror.copy(encoder)) : undefined,
    )
    const due = this.#pace.submitted(this.#programs.length)
    const then = read
    if (!then) return undefined
    return this.#pace.sleepUntil(due).then(async () => {
      const { lossD, lossG, dReal, dFake } = figuresOf(new Float32Array(await then()), iteration)
      return { lossD, lossG, dSource: dReal, dTarget: dFake }
    })
  }

  /** Waits until few enough iterations are under way. */
  async ready(): Promise<void> {
    await this.#pace.ready()
    this.gpu.check()
  }

  async idle(): Promise<void> {
    await this.#pace.idle()
    this.gpu.check()
  }

  /** Variables of the adapted classifier, as a judge of the source's shape loads them. */
  async classifier(): Promise<Weights> {
    await this.idle()
    const { judge, config, target } = this.#options
    const state = await this.#recorded.classifier(this.gpu, this.#source)
    if (!methods[config.method].retakes) return state
    return retaken(this.gpu, { shape: judge.shape, width: config.width, state, images: target })
  }

  /** Everything that a resumed run needs, by name. */
  async save(): Promise<Saved> {
    await this.idle()
    const saved: Saved = new Map()
    for (const [name, tensor] of this.#tensors()) {
      saved.set(name, new Uint32Array(await download(this.gpu, tensor)))
    }
    return saved
  }

  /**
   * Restores the result of `save`. Writes nothing unless everything fits.
   *
   * @throws Error when a part is missing, or belongs to other networks
   */
  restore(saved: Saved, step: number): void {
    const ready = this.#tensors().map(([name, tensor]) => {
      const given = saved.get(name)
      const { bytes } = tensor.slice
      if (given?.byteLength === bytes) return [tensor, given] as const
      throw new Error(`${name} has ${given?.byteLength ?? 'no'} bytes, but ${bytes} are needed`)
    })
    const [seed, , , iterations] = saved.get('clock') ?? []
    if (seed !== this.#options.config.seed || iterations !== step) {
      throw new Error(`its clock stands at step ${iterations} of seed ${seed}, not at step ${step}`)
    }
    for (const [tensor, given] of ready) upload(this.gpu, tensor, given)
    this.step = step
  }

  #tensors(): [string, Tensor][] {
    const { clock, other } = this.#batches
    return [
      ['clock', clock.now],
      ['target clock', other.now],
      ...this.#recorded.players.flatMap(({ name, network, optimiser }): [string, Tensor][] => [
        [`${name}.parameters`, network.parameters],
        [`${name}.buffers`, network.buffers],
        [`${name}.optimiser`, optimiser.state],
        ...[...optimiser.moments].map(([moment, tensor]): [string, Tensor] => [
          `${name}.${moment}`,
          tensor,
        ]),
      ]),
    ]
  }

  /** Frees what it has on the GPU, but not the judge. */
  destroy(): void {
    this.#mirror.destroy()
    free(this.#captured)
    freeAll(this.#batches, this.#recorded)
  }
}

function freeAll(batches: Batches, { players, others }: Recorded): void {
  free(batches, others)
  for (const { network, optimiser } of players) {
    free(network, optimiser.state, [...optimiser.moments.values()])
  }
}
