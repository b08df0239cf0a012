// How alike images are, as distances between vectors: pixels, or better a classifier's features.

import { check } from '../autograd/check'

/** [count, width]: one row of numbers an image, by which it is compared. */
export interface Looks {
  data: Float32Array
  width: number
}

export interface Smoothness {
  /** Distance from each frame to the next. */
  steps: number[]
  /** The largest step over the mean step: 1 where all are equal, steps.length where one is all there is. */
  figure: number
}

/**
 * How evenly a film changes. A generator that only stores images shows one, jumps, and shows the
 * next; one that has learned what lies between changes a little with every frame.
 *
 * @param frames  at least two, in order
 */
export function smoothness(frames: Looks): Smoothness {
  const count = frames.data.length / frames.width
  check(count >= 2, 'smoothness', () => `needs two frames, got ${count}. Add one.`)
  const steps = Array.from({ length: count - 1 }, (_, i) =>
    Math.sqrt(squaredDistance(frames, i, frames, i + 1)),
  )
  const mean = steps.reduce((a, b) => a + b, 0) / steps.length
  return { steps, figure: mean > 0 ? Math.max(...steps) / mean : 1 }
}

/** For each query the nearest of a set: its index, and how far it is. */
export function nearest(queries: Looks, set: Looks): { index: number; distance: number }[] {
  check(queries.width === set.width, 'nearest', () => {
    return `queries have ${queries.width} numbers each, the set ${set.width}. Measure both alike.`
  })
  const count = set.data.length / set.width
  return Array.from({ length: queries.data.length / queries.width }, (_, query) => {
    let [index, least] = [-1, Number.POSITIVE_INFINITY]
    for (let i = 0; i < count; i++) {
      const squared = squaredDistance(queries, query, set, i, least)
      if (squared < least) [index, least] = [i, squared]
    }
    return { index, distance: Math.sqrt(least) }
  })
}

/** Between row i of a and row j of b; some number above `enough` where it is above that. */
function squaredDistance(a: Looks, i: number, b: Looks, j: number, enough = Infinity): number {
  const [from, to] = [i * a.width, j * b.width]
  let sum = 0
  for (let k = 0; k < a.width && sum <= enough; k++) {
    const difference = (a.data[from + k] ?? 0) - (b.data[to + k] ?? 0)
    sum += difference * difference
  }
  return sum
}
