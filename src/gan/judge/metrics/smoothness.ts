import { check } from '../../../autograd/check'

export interface Smoothness {
  /** Distance from each frame to the next. */
  steps: number[]
  /** The largest step over the mean step: 1 if all are equal, steps.length if there is only one jump. */
  figure: number
}

/**
 * A generator that stores images shows one, jumps, and shows the next; one that has learned the space between
 * them changes a little with every frame.
 *
 * @param frames  [count, size]: pixels, or better a judge's features, of at least two images in order
 * @see Radford, Metz, Chintala: https://arxiv.org/abs/1511.06434, section 6.1
 */
export function smoothness(frames: Float32Array, size: number): Smoothness {
  const count = frames.length / size
  check(Number.isInteger(count) && count >= 2, 'smoothness', () => {
    return `needs two frames of ${size} numbers, got ${frames.length} numbers.`
  })
  const steps = Array.from({ length: count - 1 }, (_, step) => {
    let squared = 0
    for (let at = step * size; at < (step + 1) * size; at++) {
      squared += ((frames[at + size] ?? 0) - (frames[at] ?? 0)) ** 2
    }
    return Math.sqrt(squared)
  })
  const mean = steps.reduce((a, b) => a + b, 0) / steps.length
  return { steps, figure: mean > 0 ? Math.max(...steps) / mean : 1 }
}
