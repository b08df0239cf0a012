// Games of the lesson: a GAN of points on the ring, with the numbers of steps that D and G take in a round.

import type { ToyOptions } from '../../../gan/toy/toy'

export const gameNames = ['fair', 'win', 'collapse'] as const
export type GameName = (typeof gameNames)[number]

export interface GameRow {
  options: Pick<ToyOptions, 'objective' | 'lr'>
  /** Steps in a round. */
  d: number
  g: number
}

export const games: Record<GameName, GameRow> = {
  fair: { options: { objective: 'non-saturating', lr: 3e-3 }, d: 1, g: 1 },
  // Minimax's slope is 0 where D is sure, so nothing pushes G once D has won.
  win: { options: { objective: 'minimax', lr: 1e-3 }, d: 10, g: 1 },
  // Against a D that stands still, the best answer is its highest place.
  collapse: { options: { objective: 'non-saturating', lr: 3e-3 }, d: 1, g: 5 },
}

/** Player whose turn is next. */
export type Turn = 'D' | 'G'

/** Distance at which a generated point counts as at a centre; neighbouring centres are 1.5 apart. */
const NEAR = 0.4
/** Least share of the points that makes a centre reached. */
const LEAST = 0.02

/**
 * @param points  [N, 2]
 * @returns       number of centres with at least 2 % of the points within 0.4
 */
export function reached(
  points: Float32Array,
  centres: readonly (readonly [number, number])[],
): number {
  const count = points.length / 2
  return centres.filter(([x, y]) => {
    let near = 0
    for (let i = 0; i < count; i++) {
      const [a = Number.NaN, b = Number.NaN] = [points[2 * i], points[2 * i + 1]]
      if (Math.hypot(a - x, b - y) <= NEAR) near++
    }
    return near >= LEAST * count
  }).length
}

/** Mean length of the pushes. `pushes`: [N, 2] */
export function meanLength(pushes: Float32Array): number {
  let sum = 0
  for (let i = 0; i < pushes.length; i += 2) sum += Math.hypot(pushes[i] ?? 0, pushes[i + 1] ?? 0)
  return sum / (pushes.length / 2)
}

export interface Plane {
  reach: number
  judged: { side: number; values: Float32Array }
}

/** Mean of D's picture at points; those outside count as at its edge. `points`: [N, 2] */
export function meanJudged({ reach, judged }: Plane, points: Float32Array): number {
  const { side, values } = judged
  const cell = (x: number) =>
    Math.min(side - 1, Math.max(0, Math.floor(((x / reach + 1) * side) / 2)))
  let sum = 0
  for (let i = 0; i < points.length; i += 2) {
    const [x = 0, y = 0] = [points[i], points[i + 1]]
    sum += values[cell(-y) * side + cell(x)] ?? Number.NaN
  }
  return sum / (points.length / 2)
}
