// Health of a GAN, measured on the GPU by a separate program. It runs only after observed iterations, reads
// their results and changes nothing.

import source from '../../../shaders/health.wgsl?raw'
import { empty, type Tensor } from '../../autograd/tensor'
import type { ImageSet } from '../../data/imageSet'
import { Shader } from '../../gpu/shader'
import { dispatch } from '../../gpu/trace'
import { standing } from '../model/standing'
import type { Gan } from '../model/steps'

const shader = new Shader('health.wgsl', source)

/** Numbers, and pixels, summed by one invocation. */
const NUMBERS = 1024
const PIXELS = 16

/** Length of the result of `healthSteps`: squared gradient norms, counts and sums. */
export const measures = 5

export interface Health {
  /** Norm of the last gradient of G's parameters; `gradientD`: of D's. */
  gradientG: number
  gradientD: number
  /** Share of D's parameters at the clipping limit. */
  clipped: number
  /**
   * Diversity of the generated images of a batch: the mean standard deviation of a pixel, relative to the data
   * set. 0 if all are alike, about 1 if they differ like real images.
   */
  diversity: number
  /** Parameters and gradients that are NaN or infinite. */
  broken: number
}

/** The step to capture, after those of the GAN. `images`: the last generated batch, [N, ...]. */
export function healthSteps(
  { generator, discriminator, optimiserG, optimiserD }: Gan,
  images: Tensor,
): { health: () => Tensor } {
  const [BATCH = 1] = images.shape
  const health = () => {
    const surveyed = [
      [generator.gradients, optimiserG],
      [discriminator.gradients, optimiserD],
      [generator.parameters, optimiserG],
      [discriminator.parameters, optimiserD],
    ] as const
    const pixels = images.size / BATCH
    const lengths = [
      ...surveyed.map(([{ size }]) => Math.ceil(size / NUMBERS)),
      Math.ceil(pixels / PIXELS),
    ]
    const starts = lengths.map((_, i) => lengths.slice(0, i).reduce((a, b) => a + b, 0))
    const count = lengths.reduce((a, b) => a + b, 0)
    const partials = empty('partial health', [count, 4])
    for (const [i, [values, { state }]] of surveyed.entries()) {
      dispatch(shader, 'survey', {
        constants: { COUNT: values.size, CHUNK: NUMBERS, FIRST: starts[i] ?? 0 },
        bindings: { values, state, partials },
        invocations: lengths[i] ?? 0,
      })
    }
    const [, GRADIENTS_D = 0, PARAMETERS_G = 0, PARAMETERS_D = 0, IMAGES = 0] = starts
    dispatch(shader, 'spread', {
      constants: { COUNT: pixels, BATCH, CHUNK: PIXELS, FIRST: IMAGES },
      bindings: { images, partials },
      invocations: Math.ceil(pixels / PIXELS),
    })
    const result = standing('health', [measures])
    dispatch(shader, 'conclude', {
      constants: { GRADIENTS_D, PARAMETERS_G, PARAMETERS_D, IMAGES, PARTIALS: count },
      bindings: { sums: partials, health: result },
      invocations: 1,
    })
    return result
  }
  return { health }
}

/**
 * Result of the step, by name.
 *
 * @param about  constants of the run: D's parameters, pixels of an image, and `spreadOf` the data set
 */
export function healthOf(
  measured: Float32Array,
  about: { parametersD: number; pixels: number; realSpread: number },
): Health {
  const [squareG = 0, squareD = 0, clipped = 0, spread = 0, broken = 0] = measured
  return {
    gradientG: Math.sqrt(squareG),
    gradientD: Math.sqrt(squareD),
    clipped: clipped / about.parametersD,
    diversity: spread / about.pixels / about.realSpread,
    broken,
  }
}

/** Images from which the data set's spread is estimated. */
const SOME = 256

/** The mean standard deviation of a pixel over real images, in [-1, 1], framed to imageSize². */
export function spreadOf(
  { pixels, count, height, width, channels }: ImageSet,
  imageSize: number,
): number {
  const size = height * width * channels
  const some = Math.min(SOME, count)
  // Spread over the whole set: a file may hold one class after the other.
  const image = (n: number) => Math.floor((n * count) / some) * size
  let total = 0
  for (let pixel = 0; pixel < size; pixel++) {
    const values = Array.from({ length: some }, (_, n) => (pixels[image(n) + pixel] ?? 0) / 127.5)
    const mean = values.reduce((a, b) => a + b, 0) / some
    total += Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / some)
  }
  return total / (imageSize * imageSize * channels)
}
