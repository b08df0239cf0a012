// The sliced Wasserstein distance in pixels: in one dimension the cheapest way to turn one set of numbers
// into another is to keep their order, so a sort finds it. It needs no judge, and so no labels.

import { check } from '../../../autograd/check'
import type { Gpu } from '../../../gpu/device'
import { Random } from '../../../nn/philox'
import { linear } from '../../../ops'
import { compute } from './compute'

const DIRECTIONS = 256
const STREAM = 0x736c6963

/** For images of one size: [size, DIRECTIONS]. */
const known = new Map<number, Float32Array>()

/** Directions drawn evenly from the sphere, the same each time. */
function directions(size: number): Float32Array {
  const old = known.get(size)
  if (old) return old
  const random = new Random(1, STREAM)
  const drawn = Float32Array.from({ length: size * DIRECTIONS }, () => random.normal(0, 1))
  const squares = new Float64Array(DIRECTIONS)
  for (const [at, x] of drawn.entries()) {
    squares[at % DIRECTIONS] = (squares[at % DIRECTIONS] ?? 0) + x * x
  }
  const made = drawn.map((x, at) => x / Math.sqrt(squares[at % DIRECTIONS] ?? 1))
  known.set(size, made)
  return made
}

/**
 * √ of the mean, over 256 directions, of the squared Wasserstein-2 distance of the images' shadows.
 *
 * @param a  [N, size]
 * @param b  [N, size]
 * @see Bonneel et al.: Sliced and Radon Wasserstein Barycenters of Measures, 2015, section 3
 */
export async function slicedDistance(
  gpu: Gpu,
  a: Float32Array,
  b: Float32Array,
  size: number,
): Promise<number> {
  check(a.length === b.length, 'slicedDistance', () => {
    return `both sets need as many images, but have ${a.length / size} and ${b.length / size}.`
  })
  const shape = [a.length / size, size]
  const axes = { data: directions(size), shape: [size, DIRECTIONS] }
  const shadows = await compute(
    gpu,
    { a: { data: a, shape }, b: { data: b, shape }, axes },
    (t) => ({ a: linear(t.a, t.axes), b: linear(t.b, t.axes) }),
  )
  let sum = 0
  for (let d = 0; d < DIRECTIONS; d++) {
    const [first, second] = [ordered(shadows.a, d), ordered(shadows.b, d)]
    for (const [i, x] of first.entries()) sum += (x - (second[i] ?? 0)) ** 2
  }
  return Math.sqrt(sum / shadows.a.length)
}

/** One column of [N, DIRECTIONS], sorted. */
function ordered(shadows: Float32Array, direction: number): Float32Array {
  const column = new Float32Array(shadows.length / DIRECTIONS)
  for (let n = 0; n < column.length; n++) column[n] = shadows[n * DIRECTIONS + direction] ?? 0
  return column.sort()
}
