// Two piles of probability on a line, as histograms: their Jensen-Shannon divergence and Earth-Mover
// distance, and how both change when one pile moves. All of it is exact, since densities are
// constant between the edges of bins.

/** A histogram whose bins are 1 wide. */
export interface Pile {
  left: number
  /** Weights of the bins from left to right, with sum 1. Bins are 1 wide, so they are densities too. */
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

/** @param middle  position of the middle of its bins */
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

/** Share of the pile to the left of x. */
export function shareLeftOf({ left, weights }: Pile, x: number): number {
  return weights.reduce(
    (sum, weight, i) => sum + weight * Math.min(1, Math.max(0, x - left - i)),
    0,
  )
}

/** Places nearer than this are the same, apart from rounding. */
const NEAR = 1e-9

export const inOrder = (numbers: readonly number[]): number[] =>
  numbers
    .toSorted((a, b) => a - b)
    .filter((number, i, all) => i === 0 || number - (all[i - 1] ?? 0) > NEAR)

/** An interval without edges of bins. */
export interface Stretch {
  from: number
  to: number
  p: number
  q: number
  /** Share of p to the left minus that of q, at both ends. It is linear in between, without a change of sign. */
  ahead: readonly [number, number]
}

/** Smaller differences of shares are rounding errors. */
const NOTHING = 1e-12

/** The line between the outermost edges, cut at each edge of a bin and each change of sign. */
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
 * Jensen-Shannon divergence in nats: 0 for equal piles, log 2 for piles that do not overlap.
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
 * Its derivative as q moves right. It is linear between positions where edges of bins
 * meet; at such a position this is the mean of the slopes on both sides.
 */
export function jensenShannonSlope(p: Pile, q: Pile): number {
  const apart = q.left - p.left
  const meets = Number.isInteger(apart)
  const [before, after] = meets ? [-1, 1] : [Math.floor(apart) - apart, Math.ceil(apart) - apart]
  const rise = jensenShannon(p, pushed(q, after)) - jensenShannon(p, pushed(q, before))
  return rise / (after - before)
}

/** Earth-Mover distance: ∫ |P(x) - Q(x)| dx, where P and Q are the shares left of x. */
export function earthMover(p: Pile, q: Pile): number {
  return stretches(p, q).reduce(
    (sum, { from, to, ahead: [a, b] }) => sum + ((to - from) * Math.abs(a + b)) / 2,
    0,
  )
}

/** Its derivative as q moves right: the share of q to be carried left minus the share to be carried right. */
export function earthMoverSlope(p: Pile, q: Pile): number {
  return stretches(p, q).reduce(
    (sum, stretch) => sum + signOf(stretch) * stretch.q * (stretch.to - stretch.from),
    0,
  )
}

/** One transport: moves all earth of one interval evenly to another. */
export interface Carried {
  mass: number
  /** Its interval, and the interval it goes to, each from left to right. */
  from: readonly [number, number]
  to: readonly [number, number]
  /** Mass times distance. */
  cost: number
}

/** The cheapest plan that turns q into p: it keeps the order of the earth. */
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

/** Mean of |w| for w uniform between a and b. */
const meanWay = (a: number, b: number): number =>
  a * b >= 0 ? Math.abs(a + b) / 2 : (a * a + b * b) / (2 * Math.abs(a - b))

/** Share of the pile to the left of each edge. */
const sharesOf = (of: Pile): number[] => edgesOf(of).map((x) => Math.min(1, shareLeftOf(of, x)))

/** The place with the given share to its left; in a gap, the requested end of the gap. */
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
