// Test of arithmetic in the latent space: the mean of thick images of one class, minus that of its thin images,
// plus that of thin images of another class, should be a thick image of that class. A judge names the classes,
// and the mean brightness tells thick from thin.

import { check } from '../../autograd/check'
import { Random } from '../../nn/philox'
import { analogy, combine, type Latent, lengthOf, meanOf, resized } from './latent'

export interface Seen {
  /** [count], class of each image. */
  labels: ArrayLike<number>
  /** [count], the judge's certainty, from 0 to 1. */
  certainty: ArrayLike<number>
  /** [count], mean brightness. */
  ink: ArrayLike<number>
}

export interface AnalogyOptions {
  trials: number
  /** Vectors in each of the three means. */
  slot: number
  seed?: number
}

/** Expected image of a sum. */
export interface Expected {
  label: number
  /** Whether it has more ink than the median of its class. */
  thick: boolean
  median: number
}

export interface Analogies {
  expected: Expected[]
  /** A - B + C, scaled to the length of noise, like the others. */
  sums: Latent[]
  /** C plus a random vector as long as A - B: the effect of any change of that size. */
  random: Latent[]
  /** C alone: the effect of no change. */
  plain: Latent[]
}

/** Certainty below which an image is not an example of its class. */
const CERTAIN = 0.9

/**
 * Chooses examples and computes their sums. Every other trial exchanges thin and thick.
 *
 * @param vectors  thousands of vectors of N(0, 1); `seen` describes their images
 * @throws TensorError when fewer than two classes have enough clear examples
 */
export function analogies(
  vectors: readonly Latent[],
  seen: Seen,
  { trials, slot, seed = 1 }: AnalogyOptions,
): Analogies {
  const examples = examplesOf(seen, slot)
  check(examples.length >= 2, 'analogies', () => {
    return `${examples.length} classes have ${slot} clear examples each of thick and thin. Draw more images, or train longer.`
  })
  const random = new Random(seed, 0x616e616c)
  const pick = (from: readonly number[]): Latent =>
    meanOf(
      Array.from(
        { length: slot },
        () => vectors[from[random.below(from.length)] ?? 0] ?? new Float32Array(),
      ),
    )
  const latent = vectors[0]?.length ?? 0
  const normal = () => Float32Array.from({ length: latent }, () => random.normal(0, 1))
  const onShell = (z: Latent) => resized(z, Math.sqrt(latent))

  const made: Analogies = { expected: [], sums: [], random: [], plain: [] }
  for (let trial = 0; trial < trials; trial++) {
    const from = random.below(examples.length)
    const to = (from + 1 + random.below(examples.length - 1)) % examples.length
    const [one, other] = [examples[from], examples[to]]
    if (!one || !other) continue
    const thick = trial % 2 === 0
    const [wanted, had] = thick ? (['thick', 'thin'] as const) : (['thin', 'thick'] as const)
    const [a, b, c] = [pick(one[wanted]), pick(one[had]), pick(other[had])]
    const change = resized(normal(), lengthOf(combine([a, b], [1, -1])))
    made.expected.push({ label: other.label, thick, median: other.median })
    made.sums.push(onShell(analogy(a, b, c)))
    made.random.push(onShell(combine([c, change], [1, 1])))
    made.plain.push(onShell(c))
  }
  return made
}

interface Examples {
  label: number
  median: number
  /** Indices of images. */
  thick: number[]
  thin: number[]
}

/** The third with most ink and the third with least of each class, if the judge is certain. */
function examplesOf({ labels, certainty, ink }: Seen, least: number): Examples[] {
  const all = Array.from(labels, (_, i) => i)
  return [...new Set(Array.from(labels))].sort().flatMap((label): Examples[] => {
    const inOrder = all.filter((i) => labels[i] === label)
    inOrder.sort((a, b) => (ink[a] ?? 0) - (ink[b] ?? 0))
    const third = Math.floor(inOrder.length / 3)
    const sure = (i: number) => (certainty[i] ?? 0) >= CERTAIN
    const thin = inOrder.slice(0, third).filter(sure)
    const thick = inOrder.slice(inOrder.length - third).filter(sure)
    if (Math.min(thin.length, thick.length) < least) return []
    return [{ label, median: ink[inOrder[inOrder.length >> 1] ?? 0] ?? 0, thick, thin }]
  })
}

/** Shares of images, from 0 to 1. */
export interface Hits {
  label: number
  stroke: number
  both: number
}

/** Shares of images that are as expected. */
export function hitsOf(expected: readonly Expected[], { labels, ink }: Seen): Hits {
  const [label, stroke] = [
    expected.map((wanted, i) => labels[i] === wanted.label),
    expected.map(({ thick, median }, i) => (ink[i] ?? 0) > median === thick),
  ]
  const share = (hits: readonly boolean[]) => hits.filter(Boolean).length / hits.length
  return {
    label: share(label),
    stroke: share(stroke),
    both: share(label.map((hit, i) => hit && stroke[i] === true)),
  }
}

/** The mean brightness of an image, from 0 to 1. */
export function inkOf(image: Float32Array): number {
  return image.reduce((sum, value) => sum + (value + 1) / 2, 0) / image.length
}
