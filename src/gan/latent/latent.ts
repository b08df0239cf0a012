// Vectors of a latent space, the input noise of a generator: interpolation, and arithmetic. The vectors are
// short, so all of it runs on the CPU.

import { check } from '../../autograd/check'
import { Random } from '../../nn/philox'

/** One vector: [latent]. */
export type Latent = Float32Array<ArrayBuffer>

/** Straight, or along the sphere on which N(0, 1) noise lies. */
export type Way = 'linear' | 'spherical'

export const ways = ['spherical', 'linear'] as const satisfies readonly Way[]

/** Sine of the angle below which vectors count as parallel: the straight way is as good there. */
const PARALLEL = 1e-6

/**
 * The point at share t of the way from a to b. Noise of N(0, 1) in many dimensions has nearly always
 * the length √latent; the straight way leaves that shell, at worst to 0.71 of the length in the middle,
 * the spherical way stays on it. Between opposite vectors, which no great circle prefers, it is straight.
 *
 * @param t  0 at a, 1 at b
 * @see White: Sampling Generative Networks, https://arxiv.org/abs/1609.04468, section 2.1
 */
export function between(a: Latent, b: Latent, t: number, way: Way = 'spherical'): Latent {
  checkLengths('between', [a, b])
  const [shareA, shareB] = way === 'linear' ? [1 - t, t] : sphericalShares(a, b, t)
  return combine([a, b], [shareA, shareB])
}

function sphericalShares(a: Latent, b: Latent, t: number): [number, number] {
  const lengths = lengthOf(a) * lengthOf(b)
  const cosine = lengths > 0 ? dot(a, b) / lengths : 1
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)))
  const sine = Math.sin(angle)
  if (sine < PARALLEL) return [1 - t, t]
  return [Math.sin((1 - t) * angle) / sine, Math.sin(t * angle) / sine]
}

export interface JourneyOptions {
  /** Pictures from one stop to the next, both included: at least 2. */
  frames: number
  way?: Way
  /** Go back from the last stop to the first. */
  loop?: boolean
}

/** The ways from each stop to the next, a row each: [pairs][frames]. */
export function journey(
  stops: readonly Latent[],
  { frames, way = 'spherical', loop = false }: JourneyOptions,
): Latent[][] {
  checkLengths('journey', stops)
  check(stops.length >= 2, 'journey', () => `needs two stops, got ${stops.length}. Add one.`)
  check(Number.isInteger(frames) && frames >= 2, 'journey', () => {
    return `frames is ${frames}, but both stops are among them. Take 2 or more.`
  })
  const ends = loop ? [...stops.slice(1), ...stops.slice(0, 1)] : stops.slice(1)
  return ends.map((end, pair) => {
    const start = stops[pair] ?? end
    return Array.from({ length: frames }, (_, i) => between(start, end, i / (frames - 1), way))
  })
}

/** The frames of a film: no stop twice in a row, and of a loop the first not again at its end. */
export function filmOf(rows: readonly Latent[][], { loop = false } = {}): Latent[] {
  return rows.flatMap((row, i) => (loop || i < rows.length - 1 ? row.slice(0, -1) : row))
}

/** The mean of vectors. Of n independent ones it has 1/√n of their length. */
export function meanOf(vectors: readonly Latent[]): Latent {
  checkLengths('meanOf', vectors)
  check(vectors.length > 0, 'meanOf', () => 'needs a vector, got none. Add one.')
  return combine(
    vectors,
    vectors.map(() => 1 / vectors.length),
  )
}

/**
 * a - b + c. With means of three vectors each, as in the paper, the result has the length of noise.
 *
 * @see Radford, Metz, Chintala: https://arxiv.org/abs/1511.06434, section 6.3.2
 */
export function analogy(a: Latent, b: Latent, c: Latent): Latent {
  checkLengths('analogy', [a, b, c])
  return combine([a, b, c], [1, -1, 1])
}

/** Vectors near z: z plus uniform noise in ±radius. The first is z itself. `radius`: 0.25 in the paper of `analogy`. */
export function around(
  z: Latent,
  { count, radius = 0.25, seed = 1 }: { count: number; radius?: number; seed?: number },
): Latent[] {
  const random = new Random(seed, 0x61726e64)
  return Array.from({ length: count }, (_, i) =>
    i === 0 ? z : z.map((value) => value + random.uniform(-radius, radius)),
  )
}

/**
 * Noise without its tails: every element outside ±threshold is drawn again. A smaller threshold gives more
 * typical images, and less variety.
 *
 * @see Brock, Donahue, Simonyan: BigGAN, https://arxiv.org/abs/1809.11096, section 3.1
 */
export function truncate(
  z: Latent,
  { threshold, seed = 1 }: { threshold: number; seed?: number },
): Latent {
  check(threshold >= 0.01, 'truncate', () => {
    return `threshold is ${threshold}, but must be 0.01 or more.`
  })
  const random = new Random(seed, 0x7472756e)
  return z.map((value) => {
    let drawn = value
    while (Math.abs(drawn) > threshold) drawn = random.normal(0, 1)
    return drawn
  })
}

/** Unit vectors, orthogonal to each other and to those in `beside`. */
export function orthogonalDirections(
  count: number,
  { latent, seed = 1, beside = [] }: { latent: number; seed?: number; beside?: readonly Latent[] },
): Latent[] {
  check(count + beside.length <= latent, 'orthogonalDirections', () => {
    return `${count + beside.length} directions at right angles need as many dimensions, but latent is ${latent}.`
  })
  const random = new Random(seed, 0x6f727468)
  const drawn = Array.from({ length: count }, () =>
    Float32Array.from({ length: latent }, () => random.normal(0, 1)),
  )
  return orthonormal([...beside, ...drawn]).slice(beside.length)
}

/** Gram-Schmidt: each vector without its components along those before it, at length 1. */
export function orthonormal(vectors: readonly Latent[]): Latent[] {
  const done: Latent[] = []
  for (const vector of vectors) {
    let rest = vector
    // Twice, because the rounding error of the first pass may be all that is left.
    for (let pass = 0; pass < 2; pass++) {
      for (const other of done) rest = combine([rest, other], [1, -dot(rest, other)])
      rest = resized(rest, 1)
    }
    done.push(rest)
  }
  return done
}

/** The vector at another length; 0 stays 0. */
export function resized(z: Latent, length: number): Latent {
  const now = lengthOf(z)
  return now > 0 ? combine([z], [length / now]) : z
}

/** Σ shareᵢ · vectorᵢ, added up in float64. */
export function combine(vectors: readonly Latent[], shares: readonly number[]): Latent {
  const latent = vectors[0]?.length ?? 0
  return Float32Array.from({ length: latent }, (_, i) => {
    let sum = 0
    for (const [j, vector] of vectors.entries()) sum += (shares[j] ?? 0) * (vector[i] ?? 0)
    return sum
  })
}

export function dot(a: Latent, b: Latent): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0)
}

export const lengthOf = (z: Latent): number => Math.sqrt(dot(z, z))

/** Rows of one length, joined: [count, latent], as `generate` takes vectors. */
export function stack(vectors: readonly Float32Array[]): Latent {
  checkLengths('stack', vectors)
  const latent = vectors[0]?.length ?? 0
  const all = new Float32Array(vectors.length * latent)
  for (const [i, vector] of vectors.entries()) all.set(vector, i * latent)
  return all
}

/** The inverse of `stack`: a separate array for each row. */
export function unstack(all: Float32Array, latent: number): Latent[] {
  return Array.from({ length: all.length / latent }, (_, i) =>
    Float32Array.from(all.subarray(i * latent, (i + 1) * latent)),
  )
}

function checkLengths(op: string, vectors: readonly Float32Array[]): void {
  const [first] = vectors
  const other = vectors.find(({ length }) => length !== first?.length)
  check(other === undefined, op, () => {
    return `vectors of one latent space have one length, but these have ${first?.length} and ${other?.length}.`
  })
}
