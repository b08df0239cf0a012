// Does arithmetic in the latent space work? The means of thick images of one class, less that of thin ones
// of it, plus that of thin ones of another class, should be a thick one of that class. Many such sums are
// made; a judge names the classes, and the share of an image that is bright tells thick from thin.

import { check } from '../../autograd/check'
import { Random } from '../../nn/philox'
import { analogy, combine, type Latent, lengthOf, meanOf, resized } from './latent'

/** Images as they are seen. */
export interface Seen {
  /** [count], the class of each. */
  labels: ArrayLike<number>
  /** [count], how sure the judge is of it, from 0 to 1. */
  certainty: ArrayLike<number>
  /** [count], the mean brightness. */
  ink: ArrayLike<number>
}

export interface AnalogyOptions {
  trials: number
  /** Vectors whose mean is taken, for each of the three. */
  slot: number
  seed?: number
}

/** What a sum should be an image of. */
export interface Expected {
  label: number
  /** More ink than the median of its class, or less. */
  thick: boolean
  median: number
}

export interface Analogies {
  expected: Expected[]
  /** A - B + C, at the length of noise, as the others are. */
  sums: Latent[]
  /** C and something random as long as A - B: what any change of that size does. */
  random: Latent[]
  /** C alone: what no change does. */
  plain: Latent[]
}

/** Below, an image is no good example of its class. */
const CERTAIN = 0.9

/**
 * Chooses examples and adds them up. Every other trial takes thin for thick.
 *
 * @param vectors  some thousands of vectors of N(0, 1), of whose images `seen` tells
 * @throws TensorError where fewer than two classes have enough clear examples
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

/** Of each class the third with most ink and the third with least, where the judge is sure. */
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

/** How many images are what they should be. */
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
