// Two heaps of probability on a line, as histograms: how far apart they are by Jensen and Shannon, by the
// earth mover, and how either changes when one of them is pushed. All of it is exact, since densities are
// constant between the edges of bins.

/** A histogram whose bins are 1 wide. */
export interface Pile {
  /** Where its first bin begins. */
  left: number
  /** Of the bins, from left to right; they add up to 1. Bins are 1 wide, so they are densities, too. */
  weights: readonly number[]
}

const normed = (counts: readonly number[]): readonly number[] => {
  const total = counts.reduce((a, b) => a + b, 0)
  return counts.map((count) => count / total)
}

export const shapes = {
  hill: normed([1, 2, 3, 2, 1]),
  flat: normed([1, 1, 1, 1, 1]),
  'two hills': normed([3, 1, 0, 1, 3]),
  slope: normed([1, 2, 3, 4, 5]),
} as const

export type ShapeName = keyof typeof shapes

/** @param middle  where the middle of its bins is */
export function pile(shape: ShapeName, middle: number): Pile {
  const weights = shapes[shape]
  return { left: middle - weights.length / 2, weights }
}

export const pushed = ({ left, weights }: Pile, by: number): Pile => ({ left: left + by, weights })

export const edgesOf = ({ left, weights }: Pile): number[] =>
  Array.from({ length: weights.length + 1 }, (_, i) => left + i)

export function densityAt({ left, weights }: Pile, x: number): number {
  return weights[Math.floor(x - left)] ?? 0
}

/** The share of it that lies left of x. */
export function shareLeftOf({ left, weights }: Pile, x: number): number {
  return weights.reduce(
    (sum, weight, i) => sum + weight * Math.min(1, Math.max(0, x - left - i)),
    0,
  )
}

/** Places that are nearer to each other are one, but for rounding. */
const NEAR = 1e-9

/** Numbers in order, each once. */
export const inOrder = (numbers: readonly number[]): number[] =>
  numbers
    .toSorted((a, b) => a - b)
    .filter((number, i, all) => i === 0 || number - (all[i - 1] ?? 0) > NEAR)

/** A stretch in which nothing bends. */
export interface Stretch {
  from: number
  to: number
  /** Densities. */
  p: number
  q: number
  /** Share of p left of it, less that of q: at its ends. In between it is a straight line without a change of sign. */
  ahead: readonly [number, number]
}

/** Differences of shares so small are rounding. */
const NOTHING = 1e-12

/** The line between the outermost edges, cut wherever something bends or changes its sign. */
export function stretches(p: Pile, q: Pile): Stretch[] {
  const edges = inOrder([...edgesOf(p), ...edgesOf(q)])
  const ahead = (x: number) => {
    const difference = shareLeftOf(p, x) - shareLeftOf(q, x)
    return Math.abs(difference) < NOTHING ? 0 : difference
  }
  const cuts = edges.flatMap((from, i) => {
    const to = edges[i + 1]
    if (to === undefined) return [from]
    const [a, b] = [ahead(from), ahead(to)]
    return a * b < 0 ? [from, from + ((to - from) * a) / (a - b)] : [from]
  })
  const crossings = new Set(cuts.filter((x) => !edges.includes(x)))
  const end = (x: number) => (crossings.has(x) ? 0 : ahead(x))
  return cuts.slice(1).map((to, i) => {
    const from = cuts[i] ?? to
    const middle = (from + to) / 2
    const ends = [end(from), end(to)] as const
    return { from, to, p: densityAt(p, middle), q: densityAt(q, middle), ahead: ends }
  })
}

const signOf = ({ ahead: [a, b] }: Stretch): number => Math.sign(a + b)

/**
 * The Jensen-Shannon divergence, in nats: 0 where both are the same, log 2 where nowhere both are.
 *
 * ½ ∫ p log(2p / (p + q)) + ½ ∫ q log(2q / (p + q))
 */
export function jensenShannon(p: Pile, q: Pile): number {
  const term = (a: number, b: number) => (a > 0 ? a * Math.log((2 * a) / (a + b)) : 0)
  return stretches(p, q).reduce(
    (sum, { from, to, p, q }) => sum + 0.5 * (to - from) * (term(p, q) + term(q, p)),
    0,
  )
}

/**
 * How it changes as q is pushed to the right. Between two places where edges of bins meet it is a straight
 * line; at such a place this is the mean of the slopes to both sides.
 */
export function jensenShannonSlope(p: Pile, q: Pile): number {
  const apart = q.left - p.left
  const meets = Number.isInteger(apart)
  const [before, after] = meets ? [-1, 1] : [Math.floor(apart) - apart, Math.ceil(apart) - apart]
  const rise = jensenShannon(p, pushed(q, after)) - jensenShannon(p, pushed(q, before))
  return rise / (after - before)
}

/** The Earth-Mover distance, by shares: ∫ |P(x) - Q(x)| dx, where P and Q are the shares left of x. */
export function earthMover(p: Pile, q: Pile): number {
  return stretches(p, q).reduce(
    (sum, { from, to, ahead: [a, b] }) => sum + ((to - from) * Math.abs(a + b)) / 2,
    0,
  )
}

/** How it changes as q is pushed to the right: the share of q that must come back, less the share that must go on. */
export function earthMoverSlope(p: Pile, q: Pile): number {
  return stretches(p, q).reduce(
    (sum, stretch) => sum + signOf(stretch) * stretch.q * (stretch.to - stretch.from),
    0,
  )
}

/** Earth that is carried: all that lies in one stretch goes to another, which it fills evenly. */
export interface Carried {
  mass: number
  /** Where it lies, and where it goes: from left to right. */
  from: readonly [number, number]
  to: readonly [number, number]
  /** Mass times way. */
  cost: number
}

/** The cheapest plan that makes p of q: nothing that is carried overtakes anything else. */
export function transportPlan(p: Pile, q: Pile): Carried[] {
  const levels = inOrder([...sharesOf(p), ...sharesOf(q)])
  return levels.slice(1).map((high, i) => {
    const low = levels[i] ?? high
    const ends = (of: Pile) => [placeOf(of, low, 'after'), placeOf(of, high, 'before')] as const
    const [from, to] = [ends(q), ends(p)]
    const mass = high - low
    return { mass, from, to, cost: mass * meanWay(from[0] - to[0], from[1] - to[1]) }
  })
}

/** The mean of |w| where w goes evenly from a to b. */
const meanWay = (a: number, b: number): number =>
  a * b >= 0 ? Math.abs(a + b) / 2 : (a * a + b * b) / (2 * Math.abs(a - b))

/** Shares left of its edges. */
const sharesOf = (of: Pile): number[] => edgesOf(of).map((x) => Math.min(1, shareLeftOf(of, x)))

/** Where a share of it lies to the left; where nothing lies there, the end of that gap that is asked for. */
function placeOf(of: Pile, share: number, side: 'before' | 'after'): number {
  const shares = sharesOf(of)
  const bin =
    side === 'after'
      ? shares.findLastIndex((left, i) => left <= share + NOTHING && i < of.weights.length)
      : shares.findIndex((left) => left >= share - NOTHING) - 1
  const safe = Math.max(0, bin)
  const weight = of.weights[safe] ?? 0
  const inside = weight > 0 ? (share - (shares[safe] ?? 0)) / weight : 0
  return of.left + safe + Math.min(1, Math.max(0, inside))
}
