// Truncation on the GPU: a style-based generator, in training or not, draws from styles nearer to the mean of W.

import { check } from '../../autograd/check'
import type { Tensor } from '../../autograd/tensor'
import type { Gpu } from '../../gpu/device'
import { free } from '../../gpu/owning'
import { type Captured, capture, upload } from '../../gpu/program'
import type { Network } from '../../nn/network'
import { add, expand, mul, sub } from '../../ops'
import { joinClasses, seededNoise } from '../model/noise'
import { standing } from '../model/standing'
import { StyleGenerator } from '../model/style'
import { inBatches } from './batches'

/** Codes by which the mean of W is found, and their seed. */
const MANY = 512
const SEED = 0x77

type Steps = Record<'map' | 'draw', () => Tensor>

export class Truncator {
  readonly #gpu: Gpu
  readonly #captured: Captured<Steps>
  readonly #tensors: { input: Tensor; mean: Tensor; psi: Tensor }
  readonly #shape: { latent: number; classes: number }

  private constructor(
    gpu: Gpu,
    captured: Captured<Steps>,
    tensors: { input: Tensor; mean: Tensor; psi: Tensor },
    shape: { latent: number; classes: number },
  ) {
    this.#gpu = gpu
    this.#captured = captured
    this.#tensors = tensors
    this.#shape = shape
  }

  /** @throws TensorError where the generator has no styles */
  static async open(
    gpu: Gpu,
    { layers: [generator] }: Network,
    { latent, classes, batch }: { latent: number; classes: number; batch: number },
  ): Promise<Truncator> {
    check(generator instanceof StyleGenerator, 'Truncator', () => 'the generator has no styles.')
    const { mapping, synthesis } = generator
    const [, numbers = 1] = mapping.layers.at(-1)?.weight.tensor.shape ?? []
    const input = standing('noise', [batch, latent + classes])
    const mean = standing('mean of W', [1, numbers])
    const psi = standing('psi', [1, 1])
    const map = () => mapping.forward(input)
    const captured = await capture<Steps>(gpu, {
      map,
      draw: () => {
        const w = map()
        const middle = expand(mean, w.shape)
        const nearer = add(middle, mul(sub(w, middle), expand(psi, w.shape)))
        return synthesis.forward(nearer, { training: false })
      },
    })
    return new Truncator(gpu, captured, { input, mean, psi }, { latent, classes })
  }

  /**
   * Images of noise [count, latent], from styles nearer to the mean of W, by the present weights.
   *
   * @param psi    share of the distance from the mean
   * @param label  class, of a conditional generator
   * @returns      [count, H, W, C] in [-1, 1]
   */
  async draw(z: Float32Array, psi: number, label: number): Promise<Float32Array<ArrayBuffer>> {
    const { programs, results } = this.#captured
    const { input, mean, psi: share } = this.#tensors
    const [numbers = 1] = mean.shape.slice(1)
    const told = this.#told(seededNoise(SEED, MANY, this.#shape.latent), label)
    const mapped = { rows: told, input, results: [results.map] }
    const [styles = new Float32Array()] = await inBatches(this.#gpu, programs.map, mapped)
    const sums = new Float64Array(numbers)
    for (const [i, value] of styles.entries()) sums[i % numbers] = (sums[i % numbers] ?? 0) + value
    upload(
      this.#gpu,
      mean,
      Float32Array.from(sums, (sum) => sum / MANY),
    )
    upload(this.#gpu, share, Float32Array.of(psi))
    const drawn = { rows: this.#told(z, label), input, results: [results.draw] }
    const [images = new Float32Array()] = await inBatches(this.#gpu, programs.draw, drawn)
    return images
  }

  #told(z: Float32Array, label: number): Float32Array {
    const { classes } = this.#shape
    return classes === 0 ? z : joinClasses(z, { ...this.#shape, of: () => label })
  }

  /** Frees its memory on the GPU, but not the generator's. */
  destroy(): void {
    const { input, mean, psi } = this.#tensors
    free(this.#captured, input, mean, psi)
  }
}
