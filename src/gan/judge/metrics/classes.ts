// Metrics of the classes that the judge names: its certainty, and whether all classes occur.

/**
 * The classifier score, which is the Inception Score with another classifier: e to the mean over images of
 * KL(p(class | image) ‖ p(class)). From 1, when the judge always says the same, to the number of classes,
 * when it is always certain and all classes are equally frequent.
 *
 * @param probabilities  [N, classes]
 * @see Salimans et al.: Improved Techniques for Training GANs, https://arxiv.org/abs/1606.03498
 * @see Barratt, Sharma: A Note on the Inception Score, https://arxiv.org/abs/1801.01973
 */
export function classifierScore(probabilities: Float32Array, classes: number): number {
  const count = probabilities.length / classes
  const prior = new Float64Array(classes)
  for (const [at, p] of probabilities.entries())
    prior[at % classes] = (prior[at % classes] ?? 0) + p
  let sum = 0
  for (const [at, p] of probabilities.entries()) {
    if (p > 0) sum += p * Math.log((p * count) / (prior[at % classes] ?? 1))
  }
  return Math.exp(sum / count)
}

/** The class of each image: the one with the highest probability. */
export function classesOf(probabilities: Float32Array, classes: number): Uint8Array {
  return Uint8Array.from({ length: probabilities.length / classes }, (_, n) => {
    const row = probabilities.subarray(n * classes, (n + 1) * classes)
    return row.indexOf(Math.max(...row))
  })
}

/** Share of each class; they add up to 1. */
export function histogram(labels: Uint8Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0)
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1
  return counts.map((count) => count / labels.length)
}

/** KL(p ‖ q) = Σ p log(p / q), in nats; infinite where q lacks what p has. */
export function divergence(p: readonly number[], q: readonly number[]): number {
  return p.reduce((sum, x, i) => (x > 0 ? sum + x * Math.log(x / (q[i] ?? 0)) : sum), 0)
}

/** Share, relative to an even one, from which a class counts as hit. */
const HIT = 0.4

/** Number of classes hit: of ten classes, those with at least 4 % of the images. */
export function modesHit(shares: readonly number[]): number {
  return shares.filter((share) => share >= HIT / shares.length).length
}
