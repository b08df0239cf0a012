// Draws images from a generator, batch by batch: the one way in which all others draw, but for a run's own
// sample grids, which are planned with its training (run/sampling.ts).

import { check } from '../../autograd/check'
import type { Tensor } from '../../autograd/tensor'
import type { Gpu } from '../../gpu/device'
import { free, owning } from '../../gpu/owning'
import { type Captured, capture } from '../../gpu/program'
import type { Network } from '../../nn/network'
import { noiseFor, type Wanted } from '../model/noise'
import { standing } from '../model/standing'
import { inBatches } from './batches'

const BATCH = 64

export interface SamplerOptions {
  latent: number
  classes?: number
  /** Images drawn at once. A partial batch costs as much as a whole one. */
  batch?: number | undefined
}

/** A generator captured once, which draws with its current weights. */
export class Sampler {
  readonly #gpu: Gpu
  readonly #input: Tensor
  readonly #captured: Captured<{ sample: () => Tensor }>
  readonly #shape: { latent: number; classes: number }

  private constructor(
    gpu: Gpu,
    input: Tensor,
    captured: Captured<{ sample: () => Tensor }>,
    shape: { latent: number; classes: number },
  ) {
    this.#gpu = gpu
    this.#input = input
    this.#captured = captured
    this.#shape = shape
  }

  static async open(
    gpu: Gpu,
    generator: Network,
    { latent, classes = 0, batch = BATCH }: SamplerOptions,
  ): Promise<Sampler> {
    const each = latent + classes
    const input = standing('noise', [batch, 1, 1, each])
    // In eval mode images do not depend on each other.
    const captured = await capture(gpu, {
      sample: () => generator.forward(input, { training: false }),
    })
    return new Sampler(gpu, input, captured, { latent, classes })
  }

  /**
   * G(noise) in eval mode.
   *
   * @param noise  [count, latent + classes]: N(0, 1), and a 1 at the class
   * @returns      [count, H, W, C] in [-1, 1], as one array
   * @throws TensorError when the noise is not a whole number of rows
   */
  async draw(noise: Float32Array): Promise<Float32Array<ArrayBuffer>> {
    const each = this.#shape.latent + this.#shape.classes
    check(noise.length % each === 0, 'draw', () => {
      return `noise has ${noise.length} numbers, not a multiple of ${each}. Give ${each} per image.`
    })
    const { programs, results } = this.#captured
    const through = { rows: noise, input: this.#input, results: [results.sample] }
    const [images = new Float32Array()] = await inBatches(this.#gpu, programs.sample, through)
    return images
  }

  /** Images of a seed: [count, H, W, C] in [-1, 1]. Classes take turns, unless `classOf` says otherwise. */
  drawSeed(wanted: Wanted): Promise<Float32Array<ArrayBuffer>> {
    return this.draw(noiseFor(this.#shape, wanted))
  }

  /** Frees its memory on the GPU, but not the generator's. */
  destroy(): void {
    free(this.#captured, this.#input)
  }
}

/**
 * G(noise) in eval mode, once.
 *
 * @param noise   [count, latent]
 * @param latent  numbers per image, those of the class included
 * @returns       [count, H, W, C] in [-1, 1], as one array
 */
export function generate(
  gpu: Gpu,
  generator: Network,
  noise: Float32Array,
  latent: number,
): Promise<Float32Array> {
  return owning(async (own) => own(await Sampler.open(gpu, generator, { latent })).draw(noise))
}
