// Iterations of captured programs: each is one submit that allocates nothing and waits for nothing. Figures are read where
// they are asked for. And the state on the GPU that a resumed run needs.

import type { Tensor } from '../../autograd/tensor'
import type { Gpu } from '../../gpu/device'
import { Mirror } from '../../gpu/mirror'
import { Pace } from '../../gpu/pace'
import { download, type Program, submit, upload } from '../../gpu/program'
import type { Network } from '../../nn/network'
import type { Optimizer } from '../../optim/optimizer'
import { refuseDiverged, type Saved } from './state'

/** A network that learns. */
export interface Learner {
  network: Network
  optimiser: Optimizer
}

/** Tensors by name. */
export type Named = readonly (readonly [name: string, tensor: Tensor])[]

export interface RepeatedOptions {
  /** Programs of an iteration, in order. */
  programs: readonly Program[]
  /** Tensors that an iteration leaves for whoever observes it. */
  figures: Named
  /** Everything that a resumed run needs. */
  state: Named
  /** Iterations that may be under way before the caller waits. */
  runAhead: number
}

export class Repeated {
  readonly gpu: Gpu
  /** Iterations submitted so far. */
  step = 0
  readonly #programs: readonly Program[]
  readonly #state: Named
  readonly #mirrors: readonly (readonly [string, Mirror])[]
  readonly #pace: Pace

  constructor(gpu: Gpu, { programs, figures, state, runAhead }: RepeatedOptions) {
    this.gpu = gpu
    this.#programs = programs
    this.#state = state
    this.#mirrors = figures.map(([name, tensor]) => [name, new Mirror(gpu, tensor, runAhead + 2)])
    this.#pace = new Pace(gpu, runAhead)
  }

  get dispatches(): number {
    return this.#programs.reduce((sum, { commands }) => sum + commands.length, 0)
  }

  /** Submits one iteration. With `observe`, returns a promise of its figures, which delays nothing. */
  protected submit(observe: boolean): Promise<Map<string, Float32Array>> | undefined {
    this.step++
    if (!observe) {
      submit(this.gpu, this.#programs)
      this.#pace.submitted(this.#programs.length)
      return undefined
    }
    let reads: (readonly [string, () => Promise<ArrayBuffer>])[] = []
    submit(this.gpu, this.#programs, (encoder) => {
      reads = this.#mirrors.map(([name, mirror]) => [name, mirror.copy(encoder)])
    })
    const due = this.#pace.submitted(this.#programs.length)
    return this.#pace.sleepUntil(due).then(async () => {
      const read = reads.map(
        async ([name, each]) => [name, new Float32Array(await each())] as const,
      )
      return new Map(await Promise.all(read))
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

  /**
   * Every byte that a resumed run needs, by name.
   *
   * @throws Diverged when one of the numbers is NaN or infinite
   */
  async save(advice?: string): Promise<Saved> {
    await this.idle()
    const saved: Saved = new Map()
    for (const [name, tensor] of this.#state) {
      saved.set(name, new Uint32Array(await download(this.gpu, tensor)))
    }
    refuseDiverged(saved, advice)
    return saved
  }

  /** Writes the result of `save` back, if everything fits. Throws Error when something does not. */
  protected load(saved: Saved): void {
    const ready = this.#state.map(([name, tensor]) => {
      const given = saved.get(name)
      const { bytes } = tensor.slice
      if (given?.byteLength === bytes) return [tensor, given] as const
      throw new Error(`${name} has ${given?.byteLength ?? 'no'} bytes, but ${bytes} are needed`)
    })
    for (const [tensor, given] of ready) upload(this.gpu, tensor, given)
    const [, , , iterations = 0] = saved.get('clock') ?? []
    this.step = iterations
  }

  /** Frees what it reads figures with. */
  destroy(): void {
    for (const [, mirror] of this.#mirrors) mirror.destroy()
  }
}

/** State of networks that learn, and of their optimisers, by name. */
export const stateOfPlayers = (players: Iterable<readonly [string, Learner]>): Named =>
  [...players].flatMap(([name, { network, optimiser }]) => {
    const tracks = network.variables.some(([, { kind }]) => kind === 'buffer')
    return [
      [`${name}.parameters`, network.parameters],
      ...(tracks ? [[`${name}.buffers`, network.buffers] as const] : []),
      [`${name}.optimiser`, optimiser.state],
      ...[...optimiser.moments].map(([moment, tensor]) => [`${name}.${moment}`, tensor] as const),
    ] as const
  })
