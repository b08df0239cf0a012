// Input of a generator: the noise of a seed, and the one-hot class.

import { check } from '../../autograd/check'
import { Random } from '../../nn/philox'
import type { GanConfig } from './config'

/** Noise of a seed: [count, latent], N(0, 1), the same on every adapter. */
export function seededNoise(
  seed: number,
  count: number,
  latent: number,
): Float32Array<ArrayBuffer> {
  const random = new Random(seed, 0x6e6f6973)
  return Float32Array.from({ length: count * latent }, () => random.normal(0, 1))
}

/** Images to draw: the seed of their noise and, of a conditional generator, their classes. */
export interface Wanted {
  seed: number
  count: number
  /** Class of image i. Default: the classes take turns. */
  classOf?: (i: number) => number
}

/** Input of a generator: [count, latent + classes]. */
export function noiseFor(
  { latent, classes }: Pick<GanConfig, 'latent' | 'classes'>,
  { seed, count, classOf = (i) => i % classes }: Wanted,
): Float32Array<ArrayBuffer> {
  const noise = seededNoise(seed, count, latent)
  return classes === 0 ? noise : joinClasses(noise, { latent, classes, of: classOf })
}

/**
 * Joins noise and one-hot classes in a plain array.
 *
 * @param noise  [count, latent]
 * @param of     class of image i
 * @returns      [count, latent + classes]
 * @throws TensorError when a class is not from 0 to classes - 1
 */
export function joinClasses(
  noise: Float32Array,
  { latent, classes, of }: { latent: number; classes: number; of: (i: number) => number },
): Float32Array<ArrayBuffer> {
  const count = noise.length / latent
  const joined = new Float32Array(count * (latent + classes))
  for (let i = 0; i < count; i++) {
    const at = i * (latent + classes)
    const label = of(i)
    check(Number.isInteger(label) && label >= 0 && label < classes, 'class', () => {
      return `image ${i} shall show ${label}, but the classes are 0 to ${classes - 1}.`
    })
    joined.set(noise.subarray(i * latent, (i + 1) * latent), at)
    joined[at + latent + label] = 1
  }
  return joined
}
