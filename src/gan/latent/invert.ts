// Inversion of a generator: finds the noise whose image is nearest to a given one. Adam optimises z while the
// network is fixed; the GPU replays a step captured once.

import { check } from '../../autograd/check'
import type { Gpu } from '../../gpu/device'
import { free, owning } from '../../gpu/owning'
import { Pace } from '../../gpu/pace'
import { type Captured, capture, submit, upload } from '../../gpu/program'
import type { Network } from '../../nn/network'
import { type Latent, unstack } from './latent'
import {
  filled,
  type Parts,
  partsOf,
  repeated,
  type SearchOptions,
  searchSteps,
} from './searchSteps'

export interface Begin {
  /** One-hot class for a conditional generator, the same for every image: [classes]. */
  condition?: Float32Array | undefined
  seed?: number
}

export type InvertOptions = Omit<SearchOptions, 'targets' | 'classes'> & Begin

export interface Inverse {
  z: Latent
  /** G(z): [H, W, C] in [-1, 1]. */
  image: Float32Array
  /** Mean squared error of the pixels, which lie in [-1, 1]. */
  mse: number
}

/** Steps submitted before the GPU is waited for. */
const RUN_AHEAD = 16

/**
 * Searches for a z with G(z) near each target, in eval mode, by gradient descent. Starting points are
 * independent: none has a part in another's gradient.
 *
 * @param targets  images, [H, W, C] in [-1, 1] each
 * @returns        for each target its `restarts` results, by increasing error
 * @see Lipton, Tripathi: Precise Recovery of Latent Vectors, https://arxiv.org/abs/1702.04782
 */
export function invert(
  gpu: Gpu,
  generator: Network,
  targets: readonly Float32Array[],
  { condition, seed, ...options }: InvertOptions,
): Promise<Inverse[][]> {
  const classes = condition?.length ?? 0
  return owning(async (own) => {
    const given = { ...options, targets: targets.length, classes }
    const search = own(await Search.open(gpu, generator, given))
    search.begin(targets, { condition, ...(seed === undefined ? {} : { seed }) })
    await search.advance(search.steps)
    return search.ends()
  })
}

/** A search captured once: begin it for one target after the other, and advance it step by step. */
export class Search {
  /** Steps since `begin`. */
  step = 0
  #begun = false
  readonly #gpu: Gpu
  readonly #parts: Parts
  readonly #pace: Pace
  readonly #captured: Captured<ReturnType<typeof searchSteps>>

  private constructor(gpu: Gpu, parts: Parts, captured: Captured<ReturnType<typeof searchSteps>>) {
    this.#gpu = gpu
    this.#parts = parts
    this.#pace = new Pace(gpu, RUN_AHEAD)
    this.#captured = captured
  }

  static async open(gpu: Gpu, generator: Network, options: SearchOptions): Promise<Search> {
    const parts = partsOf(generator, options)
    return new Search(gpu, parts, await capture(gpu, searchSteps(parts, options)))
  }

  get steps(): number {
    return this.#parts.steps
  }

  /** @param targets  the number of targets that it was opened for */
  begin(targets: readonly Float32Array[], { condition, seed = 1 }: Begin = {}): void {
    const { wanted, told, restarts, walkers, optimiser } = this.#parts
    const gpu = this.#gpu
    upload(gpu, wanted, repeated(targets, restarts, wanted.shape))
    if (told) upload(gpu, told, filled(told.shape, condition))
    walkers.initialise(gpu, seed)
    optimiser.initialise(gpu)
    submit(gpu, [this.#captured.programs.aim])
    this.step = 0
    this.#begun = true
  }

  /** Runs the given number of steps, at most to the end, and waits for them. */
  async advance(steps: number): Promise<void> {
    check(this.#begun, 'search', () => 'has no target. Begin it with one.')
    const end = Math.min(this.steps, this.step + steps)
    while (this.step < end) {
      submit(this.#gpu, [this.#captured.programs.walk])
      this.step++
      this.#pace.submitted()
      await this.#pace.ready()
    }
    await this.#pace.idle()
  }

  /** Current results: for each target all starting points, by increasing error. */
  async ends(): Promise<Inverse[][]> {
    const { points, restarts } = this.#parts
    const gpu = this.#gpu
    submit(gpu, [this.#captured.programs.look])
    const { images, errors } = this.#captured.results.look
    const drawn = unstack(await images.read(gpu), images.size / points.count)
    const measured = await errors.read(gpu)
    const found = unstack(await points.forward().read(gpu), points.latent)
    const ends = found.map((z, i): Inverse => {
      return { z, image: drawn[i] ?? new Float32Array(0), mse: measured[i] ?? Number.NaN }
    })
    return Array.from({ length: points.count / restarts }, (_, target) =>
      ends.slice(target * restarts, (target + 1) * restarts).sort((a, b) => a.mse - b.mse),
    )
  }

  /** Frees its memory on the GPU, but not the generator's. */
  destroy(): void {
    const { walkers, wanted, told, optimiser } = this.#parts
    free(this.#captured, walkers, wanted, told ?? [])
    free(optimiser.state, [...optimiser.moments.values()])
  }
}
