// A trained translator: images of one set become images of the other, a batch at a time.

import type { Tensor } from '../../autograd/tensor'
import { bytesOfImages } from '../../data/prepare'
import type { Gpu } from '../../gpu/device'
import { free } from '../../gpu/owning'
import { type Captured, capture } from '../../gpu/program'
import type { Network } from '../../nn/network'
import { inBatches } from '../draw/batches'
import { standing } from '../model/standing'

/** Images at once. A partial batch costs as much as a whole one. */
const BATCH = 16

export class Translator {
  readonly #gpu: Gpu
  readonly #input: Tensor
  readonly #captured: Captured<{ translate: () => Tensor }>

  private constructor(gpu: Gpu, input: Tensor, captured: Captured<{ translate: () => Tensor }>) {
    this.#gpu = gpu
    this.#input = input
    this.#captured = captured
  }

  /** Captures a network, which translates with its current weights. */
  static async open(
    gpu: Gpu,
    network: Network,
    { imageSize, channels }: { imageSize: number; channels: number },
  ): Promise<Translator> {
    const input = standing('images', [BATCH, imageSize, imageSize, channels])
    const captured = await capture(gpu, {
      translate: () => network.forward(input, { training: false }),
    })
    return new Translator(gpu, input, captured)
  }

  /**
   * Images of the other set.
   *
   * @param images  [N, S, S, C] in [-1, 1], which do not depend on each other
   */
  async images(images: Float32Array): Promise<Float32Array<ArrayBuffer>> {
    const { programs, results } = this.#captured
    const through = { rows: images, input: this.#input, results: [results.translate] }
    const [made = new Float32Array()] = await inBatches(this.#gpu, programs.translate, through)
    return made
  }

  /** Frees its memory on the GPU, but not the network's. */
  destroy(): void {
    free(this.#captured, this.#input)
  }
}

/** Images as a file of bytes keeps them. What a translator hides in smaller differences is lost. */
export function rounded(images: Float32Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(bytesOfImages(images), (byte) => (2 * byte - 255) / 255)
}
