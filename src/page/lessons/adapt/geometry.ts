// Points of the map as paths: one for each class, so that a map of 500 points has 20 elements.

import type { Place } from '../plot/scale'

/** Classes of digits. */
export const CLASSES = 10

/** Indices of the images of each class. */
export const byClass = (labels: Uint8Array): number[][] =>
  Array.from({ length: CLASSES }, (_, label) =>
    [...labels.keys()].filter((n) => labels[n] === label),
  )

/** Path with a point of no length at each place: a round cap makes it a disc. */
export const discs = (places: readonly Place[]): string =>
  places.map(([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`).join('')

/** Path with a cross at each place. */
export const crosses = (places: readonly Place[], arm = 3): string =>
  places
    .map(([x, y]) => {
      const from = `M${(x - arm).toFixed(1)} ${(y - arm).toFixed(1)}`
      return `${from}l${2 * arm} ${2 * arm}m0 ${-2 * arm}l${-2 * arm} ${2 * arm}`
    })
    .join('')

/** Least and greatest coordinate along an axis, of places as [N, 2]. */
export function rangeOf(axis: 0 | 1, ...all: readonly Float32Array[]): [number, number] {
  const values = all.flatMap((places) => [...places].filter((_, i) => i % 2 === axis))
  return [Math.min(...values), Math.max(...values)]
}

export function meanPlace(places: readonly Place[]): Place | undefined {
  if (places.length === 0) return undefined
  const mean = (axis: 0 | 1) => places.reduce((sum, place) => sum + place[axis], 0) / places.length
  return [mean(0), mean(1)]
}

/** Numbers of images that the source's classifier names wrongly, the first ones. */
export function firstWrong(named: Uint8Array, labels: Uint8Array, most: number): number[] {
  return [...labels.keys()].filter((n) => named[n] !== labels[n]).slice(0, most)
}
