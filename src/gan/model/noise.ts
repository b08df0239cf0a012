// What images are drawn from: the noise of a seed, and beside it a 1 at the class.

import { check } from '../../autograd/check'
import { Random } from '../../nn/philox'
import type { GanConfig } from './config'

/** The noise that a seed stands for: [count, latent], N(0, 1), the same on every adapter. */
export function seededNoise(
  seed: number,
  count: number,
  latent: number,
): Float32Array<ArrayBuffer> {
  const random = new Random(seed, 0x6e6f6973)
  return Float32Array.from({ length: count * latent }, () => random.normal(0, 1))
}

/** Which images are to be drawn: the noise of a seed, and where there are classes, that of image i. */
export interface Wanted {
  seed: number
  count: number
  /** The classes in turn if not said. */
  classOf?: (i: number) => number
}

/** What a run's generator draws images from: [count, latent + classes]. */
export function noiseFor(
  { latent, classes }: Pick<GanConfig, 'latent' | 'classes'>,
  { seed, count, classOf = (i) => i % classes }: Wanted,
): Float32Array<ArrayBuffer> {
  const noise = seededNoise(seed, count, latent)
  return classes === 0 ? noise : joinClasses(noise, { latent, classes, of: classOf })
}

/**
 * What G gets, in a plain array: the noise, and a 1 at the class.
 *
 * @param noise  [count, latent]
 * @param of     the class of image i
 * @returns      [count, latent + classes]
 * @throws TensorError where a class is not one of 0 to classes - 1
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
