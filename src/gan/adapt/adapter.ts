// An adaptation in training: the networks of a method and the images of two domains, captured as programs. An iteration is
// one submit that allocates nothing.

import type { Gpu } from '../../gpu/device'
import { free } from '../../gpu/owning'
import { type Captured, capture } from '../../gpu/program'
import type { Judge } from '../judge/judge'
import { type Figures, figuresOf } from '../model/clock'
import { Repeated, stateOfPlayers } from '../run/repeated'
import type { Saved } from '../run/state'
import { Batches, type DomainSets } from './batches'
import type { AdaptConfig } from './config'
import { type Method, methods, type Recorded, type Weights } from './methods'
import { retaken } from './statistics'

/** Iterations under way before the caller waits. */
const RUN_AHEAD = 4

/** Losses, and the means of D's probabilities that an image is of the source; of a translation, of its scores. */
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
  /** In place of the config's, for experiments that are not saved. */
  method?: Method
}

const methodOf = ({ method, config }: AdapterOptions): Method => method ?? methods[config.method]

type Steps = Record<string, () => unknown>

export class Adapter extends Repeated {
  readonly #options: AdapterOptions
  readonly #batches: Batches
  readonly #recorded: Recorded
  readonly #captured: Captured<Steps>
  readonly #source: Weights

  private constructor(
    gpu: Gpu,
    options: AdapterOptions,
    made: { batches: Batches; recorded: Recorded; captured: Captured<Steps>; source: Weights },
  ) {
    const { batches, recorded, captured, source } = made
    const { clock, other } = batches
    super(gpu, {
      programs: Object.values(captured.programs),
      figures: [['ring', clock.ring]],
      state: [
        ['clock', clock.now],
        ['target clock', other.now],
        ...Object.entries(recorded.kept ?? {}),
        ...stateOfPlayers(recorded.players),
      ],
      runAhead: RUN_AHEAD,
    })
    this.#options = options
    this.#batches = batches
    this.#recorded = recorded
    this.#captured = captured
    this.#source = source
  }

  /** Compiles, uploads the images, and sets the initial weights. */
  static async open(gpu: Gpu, options: AdapterOptions): Promise<Adapter> {
    const { judge, config } = options
    const batches = new Batches(options, config, gpu.traits)
    const recorded = methodOf(options).record({ judge, batches, config })
    try {
      const source = await judge.network.state(gpu)
      const captured = await capture<Steps>(gpu, recorded.steps)
      const adapter = new Adapter(gpu, options, { batches, recorded, captured, source })
      batches.initialise(gpu, config.seed)
      await recorded.begin(gpu, source)
      for (const { optimiser } of recorded.players.values()) optimiser.initialise(gpu)
      return adapter
    } catch (error) {
      freeAll(batches, recorded)
      throw error
    }
  }

  /** Submits one iteration. With `observe`, returns a promise of its figures, which delays nothing. */
  iterate({ observe = false }: { observe?: boolean } = {}): Promise<AdaptFigures> | undefined {
    const { config } = this.#options
    this.#recorded.prepare?.(this.gpu, Math.min(1, this.step / config.planned))
    const iteration = this.step + 1
    return this.submit(observe)?.then((read) => {
      const ring = read.get('ring') ?? new Float32Array()
      const { lossD, lossG, dReal, dFake } = figuresOf(ring, iteration)
      return { lossD, lossG, dSource: dReal, dTarget: dFake }
    })
  }

  /** Variables of the adapted classifier, as a judge of the source's shape loads them, with the method's front. */
  async classifier(): Promise<Weights> {
    await this.idle()
    const { judge, config, target } = this.#options
    const state = await this.#recorded.classifier(this.gpu, this.#source)
    if (!methodOf(this.#options).retakes) return state
    return retaken(this.gpu, { shape: judge.shape, width: config.width, state, images: target })
  }

  /**
   * Restores the result of `save`. Writes nothing unless everything fits.
   *
   * @throws Error when a part is missing, or belongs to other networks
   */
  restore(saved: Saved, step: number): void {
    const [seed, , , iterations] = saved.get('clock') ?? []
    if (seed !== this.#options.config.seed || iterations !== step) {
      throw new Error(`its clock stands at step ${iterations} of seed ${seed}, not at step ${step}`)
    }
    this.load(saved)
  }

  /** Frees what it has on the GPU, but not the judge. */
  override destroy(): void {
    super.destroy()
    free(this.#captured)
    freeAll(this.#batches, this.#recorded)
  }
}

function freeAll(batches: Batches, { players, kept = {}, others = [] }: Recorded): void {
  free(batches, kept, others)
  for (const { network, optimiser } of players.values()) {
    free(network, optimiser.state, [...optimiser.moments.values()])
  }
}
