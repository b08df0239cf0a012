// A critic that the user draws: straight lines between points, nowhere steeper than 1. Whatever its shape,
// its mean over one pile minus its mean over the other is at most the Earth-Mover distance.

import { densityAt, edgesOf, inOrder, type Pile, shareLeftOf, stretches } from './piles'

/** Range of x, from -EDGE to EDGE, and limit of the height. */
export const EDGE = 10
export const HEIGHT = 8

export interface Critic {
  /** Coordinates of its points, from left to right. */
  x: readonly number[]
  f: readonly number[]
}

const grid = Array.from({ length: 2 * EDGE + 1 }, (_, i) => i - EDGE)

export const flat: Critic = { x: grid, f: grid.map(() => 0) }

const between = (least: number, value: number, most: number): number =>
  Math.min(most, Math.max(least, value))

/** Moves a point; the others follow only as far as needed to keep all slopes at most 1. */
export function bent({ x, f }: Critic, point: number, height: number): Critic {
  const next = [...f]
  next[point] = between(-HEIGHT, height, HEIGHT)
  const follow = (i: number, ahead: number) => {
    const [way, lead] = [Math.abs((x[i] ?? 0) - (x[ahead] ?? 0)), next[ahead] ?? 0]
    next[i] = between(lead - way, next[i] ?? 0, lead + way)
  }
  for (let i = point + 1; i < x.length; i++) follow(i, i - 1)
  for (let i = point - 1; i >= 0; i--) follow(i, i + 1)
  return { x, f: next }
}

/** Slope from each point to the next. */
export const slopesOf = ({ x, f }: Critic): number[] =>
  x.slice(1).map((to, i) => ((f[i + 1] ?? 0) - (f[i] ?? 0)) / (to - (x[i] ?? 0)))

/** Index of the point nearest to a place. */
export function nearest({ x }: Critic, place: number): number {
  const away = x.map((each) => Math.abs(each - place))
  return away.indexOf(Math.min(...away))
}

export function heightAt({ x, f }: Critic, place: number): number {
  const right = Math.min(
    x.length - 1,
    Math.max(
      1,
      x.findIndex((each) => each >= place),
    ),
  )
  const [a = 0, b = 0] = x.slice(right - 1, right + 1)
  const [low = 0, high = 0] = f.slice(right - 1, right + 1)
  return low + ((high - low) * (place - a)) / (b - a)
}

/** Its exact mean over a pile: it is linear between points and edges of bins. */
export function meanOver(critic: Critic, of: Pile): number {
  const edges = edgesOf(of)
  const [first = 0, last = 0] = [edges[0], edges.at(-1)]
  const cuts = inOrder([...edges, ...critic.x.filter((x) => x > first && x < last)])
  return cuts.slice(1).reduce((sum, to, i) => {
    const from = cuts[i] ?? to
    const middle = (from + to) / 2
    return sum + (to - from) * densityAt(of, middle) * heightAt(critic, middle)
  }, 0)
}

/** Mean slope of f over a pile: how the mean changes as the pile moves right, from which G learns. */
export function meanSlopeOver(critic: Critic, of: Pile): number {
  const slopes = slopesOf(critic)
  const ends = critic.x.map((x) => shareLeftOf(of, x))
  return slopes.reduce((sum, slope, i) => sum + slope * ((ends[i + 1] ?? 0) - (ends[i] ?? 0)), 0)
}

/** Objective that WGAN's critic maximises: its mean over the real pile minus that over the generated one. */
export const gap = (critic: Critic, { real, fake }: { real: Pile; fake: Pile }): number =>
  meanOver(critic, real) - meanOver(critic, fake)

/** The best critic: as steep as allowed, falling in the direction in which earth is carried from real to fake. */
export function best({ real, fake }: { real: Pile; fake: Pile }): Critic {
  const pieces = stretches(real, fake)
  const bends = pieces.flatMap(({ from, to }) => [from, to])
  const x = inOrder([...grid, ...bends])
  let height = 0
  const f = x.map((place, i) => {
    const before = x[i - 1]
    if (before === undefined) return height
    const middle = (before + place) / 2
    const piece = pieces.find(({ from, to }) => from <= middle && middle <= to)
    const [a, b] = piece?.ahead ?? [0, 0]
    // Where more of the real pile lies to the left, f must fall.
    height -= Math.sign(a + b) * (place - before)
    return height
  })
  const centre = (Math.max(...f) + Math.min(...f)) / 2
  return trimmed({ x, f: f.map((each) => each - centre) })
}

/** Removes points where it does not bend, except those of the grid. */
function trimmed({ x, f }: Critic): Critic {
  const slopes = slopesOf({ x, f })
  const stays = x.map(
    (each, i) => grid.includes(each) || Math.abs((slopes[i] ?? 0) - (slopes[i - 1] ?? 0)) > 1e-9,
  )
  return { x: x.filter((_, i) => stays[i]), f: f.filter((_, i) => stays[i]) }
}
