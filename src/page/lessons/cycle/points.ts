// Two sets of points in the plane, and what can become of a translation between them.

import type { Both } from '../../../gan/translate/cycleStep'

type Place = readonly [x: number, y: number]

const corners = (radius: number): Place[] =>
  [90, 210, 330].map((degrees) => {
    const angle = (degrees * Math.PI) / 180
    return [radius * Math.cos(angle), radius * Math.sin(angle)]
  })

/** Centres of the clusters. The partner of a cluster lies in the same direction. */
export const centres: Both<readonly Place[]> = { a: corners(0.7), b: corners(1.4) }

/** Deviation of the points around their centres. */
export const STD = 0.15

/** Half a side of the plane that is shown. */
export const REACH = 2.1

/** Weights of the two losses beside that of D, where they are switched on. */
export const WEIGHTS = { cycle: 4, identity: 2 } as const

/** Switched losses: `c` for the way back, `i` for identity. */
export const settingNames = ['none', 'c', 'i', 'ci'] as const
export type SettingName = (typeof settingNames)[number]

export const has = (setting: SettingName, loss: 'c' | 'i'): boolean => setting.includes(loss)

export const settingOf = (cycle: boolean, identity: boolean): SettingName =>
  cycle ? (identity ? 'ci' : 'c') : identity ? 'i' : 'none'

/** Iterations of a training. */
export const STEPS = 500

export const outcomes = ['merged', 'swapped', 'kept'] as const
/** Clusters merged or torn; one to one, but not all to their partners; each to its partner. */
export type Outcome = (typeof outcomes)[number]

/** Least share of a cluster that makes a place its target. */
const MOST = 0.8

function nearest(points: Float32Array, i: number, places: readonly Place[]): number {
  const [a = Number.NaN, b = Number.NaN] = [points[2 * i], points[2 * i + 1]]
  const far = places.map(([x, y]) => Math.hypot(a - x, b - y))
  return far.indexOf(Math.min(...far))
}

/** Cluster of each point. `points`: [N, 2] */
export const clustersOf = (points: Float32Array, set: 'a' | 'b'): number[] =>
  Array.from({ length: points.length / 2 }, (_, i) => nearest(points, i, centres[set]))

/**
 * Target of each cluster of the first set: the cluster of the second that most of its points go to, or undefined where
 * it is torn.
 *
 * @param a    [N, 2]
 * @param toB  the same, translated
 */
export function targetsOf(a: Float32Array, toB: Float32Array): (number | undefined)[] {
  const [from, to] = [clustersOf(a, 'a'), clustersOf(toB, 'b')]
  return centres.a.map((_, cluster) => {
    const reached = to.filter((_, i) => from[i] === cluster)
    return centres.b
      .map((_, target) => target)
      .find((target) => {
        return reached.filter((each) => each === target).length >= MOST * reached.length
      })
  })
}

export function outcomeOf(targets: readonly (number | undefined)[]): Outcome {
  if (targets.includes(undefined) || new Set(targets).size < targets.length) return 'merged'
  return targets.every((target, cluster) => target === cluster) ? 'kept' : 'swapped'
}

/** Mean distance between points and others. Both: [N, 2] */
export function meanDistance(points: Float32Array, others: Float32Array): number {
  let sum = 0
  for (let i = 0; i < points.length; i += 2) {
    const [x = 0, y = 0] = [points[i], points[i + 1]]
    sum += Math.hypot(x - (others[i] ?? 0), y - (others[i + 1] ?? 0))
  }
  return sum / (points.length / 2)
}
