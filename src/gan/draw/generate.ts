// Draws images from a generator, a batch at a time.

import { Tensor } from '../../autograd/tensor'
import type { Gpu } from '../../gpu/device'
import { Slice } from '../../gpu/memory'
import { type Captured, capture } from '../../gpu/program'
import type { Network } from '../../nn/network'
import { inBatches } from './batches'

const BATCH = 64

interface SamplerOptions {
  /** Numbers that an image is drawn from: latent, and the classes where G is told one. */
  latent: number
  /** Images that are drawn at once: fewer are drawn as many. */
  batch?: number
}

/** A generator that was captured once, and draws with the weights that it has when it is asked. */
export class Sampler {
  readonly #gpu: Gpu
  readonly #input: Tensor
  readonly #captured: Captured<{ sample: () => Tensor }>

  private constructor(gpu: Gpu, input: Tensor, captured: Captured<{ sample: () => Tensor }>) {
    this.#gpu = gpu
    this.#input = input
    this.#captured = captured
  }

  static async open(
    gpu: Gpu,
    generator: Network,
    { latent, batch = BATCH }: SamplerOptions,
  ): Promise<Sampler> {
    const input = new Tensor([batch, 1, 1, latent], Slice.whole('noise', batch * latent * 4))
    // In eval mode one image does not touch another.
    const captured = await capture(gpu, {
      sample: () => generator.forward(input, { training: false }),
    })
    return new Sampler(gpu, input, captured)
  }

  /**
   * G(noise) in eval mode.
   *
   * @param noise  [count, latent]
   * @returns      [count, H, W, C] in [-1, 1], as one array
   */
  async draw(noise: Float32Array): Promise<Float32Array<ArrayBuffer>> {
    const { programs, results } = this.#captured
    const through = { rows: noise, input: this.#input, results: [results.sample] }
    const [images = new Float32Array()] = await inBatches(this.#gpu, programs.sample, through)
    return images
  }

  /** Frees what it has on the GPU; the generator stays. */
  destroy(): void {
    this.#captured.destroy()
    this.#input.slice.memory?.destroy()
  }
}

/**
 * G(noise) in eval mode, once.
 *
 * @param noise  [count, latent]
 * @returns      [count, H, W, C] in [-1, 1], as one array
 */
export async function generate(
  gpu: Gpu,
  generator: Network,
  noise: Float32Array,
  latent: number,
): Promise<Float32Array> {
  const sampler = await Sampler.open(gpu, generator, { latent })
  try {
    return await sampler.draw(noise)
  } finally {
    sampler.destroy()
  }
}
