// Sample grid of a run: 64 images that G, or its moving average, draws from the fixed noise in eval mode. Of a
// conditional run, eight of each of the first 16 classes, class by class.

import { check } from '../../autograd/check'
import type { Tensor } from '../../autograd/tensor'
import type { Gpu } from '../../gpu/device'
import { Mirror } from '../../gpu/mirror'
import { type Captured, type Program, submit } from '../../gpu/program'
import type { SampleSteps } from './blueprint'
import type { Picture } from './mosaic'

export class Sampling {
  readonly #gpu: Gpu
  readonly #captured: Captured<SampleSteps>
  /** Sample grid of the average, if the run keeps one, else of G. */
  readonly #shown: { program: Program; picture: Tensor }
  readonly #mirror: Mirror

  constructor(gpu: Gpu, captured: Captured<SampleSteps>) {
    const { programs, results } = captured
    const { picture } = results.average ?? results.sample
    this.#gpu = gpu
    this.#captured = captured
    this.#shown = { program: programs.average ?? programs.sample, picture }
    this.#mirror = new Mirror(gpu, picture, 1)
  }

  /**
   * The images as numbers: [N, H, W, C] in [-1, 1].
   *
   * @throws TensorError when `ema` is set and the run keeps no average
   */
  async images({ ema }: { ema?: boolean | undefined }): Promise<Float32Array> {
    const { programs, results } = this.#captured
    const byAverage = ema ?? results.average !== undefined
    const [program, drawn] = byAverage
      ? [programs.average, results.average]
      : [programs.sample, results.sample]
    check(program !== undefined && drawn !== undefined, 'sample', () => {
      return 'this run keeps no average of G. Begin one with ema, such as 0.999.'
    })
    submit(this.#gpu, [program])
    return drawn.images.read(this.#gpu)
  }

  /** The images as one picture, eight in a row: [rows · H, 8 W] pixels. Allocates nothing on the GPU. */
  async picture(): Promise<Picture> {
    let read: (() => Promise<ArrayBuffer>) | undefined
    const { program, picture } = this.#shown
    submit(this.#gpu, [program], (encoder) => {
      read = this.#mirror.copy(encoder)
    })
    const bytes = await read?.()
    const [height = 0, width = 0] = picture.shape
    return { width, height, pixels: new Uint8ClampedArray(bytes ?? new ArrayBuffer(0)) }
  }

  destroy(): void {
    this.#mirror.destroy()
  }
}
