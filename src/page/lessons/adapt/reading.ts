// Numbers read from a classifier's answers.

import type { AdaptFigures } from '../../../gan/adapt/adapter'
import type { Weights } from '../../../gan/adapt/methods'
import { FEATURES, SLOPE } from '../../../gan/judge/judge'

/**
 * Logits of features, as the classifier's last layer computes them.
 *
 * @param features  [N, FEATURES]
 * @returns         [N, classes]
 */
export function logitsOf(features: Float32Array, weights: Weights): Float32Array {
  const [weight, bias] = ['head.weight', 'head.bias'].map((name) => weights.get(name)?.data)
  if (!weight || !bias) throw new Error('the classifier has no last layer')
  const count = features.length / FEATURES
  const logits = new Float32Array(count * bias.length)
  for (let n = 0; n < count; n++) {
    for (let k = 0; k < bias.length; k++) {
      let sum = Number(bias[k])
      for (let f = 0; f < FEATURES; f++) {
        const feature = features[n * FEATURES + f] ?? 0
        sum += Number(weight[k * FEATURES + f]) * (feature < 0 ? SLOPE * feature : feature)
      }
      logits[n * bias.length + k] = sum
    }
  }
  return logits
}

/** Mean over N rows of the largest number of a row, of the second, … `rows`: [N, width]. Returns [width]. */
export function sortedMeans(rows: Float32Array, width: number): Float32Array {
  const sums = new Float64Array(width)
  for (let from = 0; from < rows.length; from += width) {
    const row = rows
      .slice(from, from + width)
      .sort()
      .reverse()
    for (const [i, value] of row.entries()) sums[i] = (sums[i] ?? 0) + value
  }
  return Float32Array.from(sums, (sum) => (sum * width) / rows.length)
}

export interface Mistake {
  label: number
  /** Class that it is taken for. */
  taken: number
  /** Images so taken, of all images of the label. */
  count: number
  of: number
}

/** The most frequent mistake. `confusion`: a row for each label, a column for the class that it is taken for. */
export function worstOf(confusion: readonly (readonly number[])[]): Mistake {
  let worst: Mistake = { label: 0, taken: 0, count: 0, of: 0 }
  for (const [label, row] of confusion.entries()) {
    const of = row.reduce((sum, count) => sum + count, 0)
    for (const [taken, count] of row.entries()) {
      if (taken !== label && count > worst.count) worst = { label, taken, count, of }
    }
  }
  return worst
}

export function meanFigures(all: readonly AdaptFigures[]): AdaptFigures | undefined {
  if (all.length === 0) return undefined
  const mean = (name: keyof AdaptFigures) =>
    all.reduce((sum, figures) => sum + figures[name], 0) / all.length
  const [lossD, lossG] = [mean('lossD'), mean('lossG')]
  return { lossD, lossG, dSource: mean('dSource'), dTarget: mean('dTarget') }
}
