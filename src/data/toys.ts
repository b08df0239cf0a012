// Points in the plane that a GAN learns in a minute: mixtures of equal, round Gaussians. Every centre
// is known, so how many of them a generator has found can be counted.

export interface Toy {
  /** [x, y] of each Gaussian. */
  centres: readonly (readonly [number, number])[]
  std: number
}

/** Points of a curve at t = 0, 1/count, …, below 1. */
const along = (count: number, curve: (t: number) => readonly [number, number]) =>
  Array.from({ length: count }, (_, i) => curve(i / count))

const polar = (radius: number, turns: number) =>
  [radius * Math.cos(2 * Math.PI * turns), radius * Math.sin(2 * Math.PI * turns)] as const

const five = [-4, -2, 0, 2, 4]

export const toys = {
  /** Metz et al., Unrolled Generative Adversarial Networks, https://arxiv.org/abs/1611.02163 */
  ring: { centres: along(8, (t) => polar(2, t)), std: 0.02 },
  /** Srivastava et al., VEEGAN, https://arxiv.org/abs/1705.07761 */
  grid: { centres: five.flatMap((x) => five.map((y) => [x, y] as const)), std: 0.05 },
  /** Two turns of a spiral; neighbours nearly touch. */
  spiral: { centres: along(40, (t) => polar(0.5 + 1.5 * t, 2 * t)), std: 0.05 },
} as const satisfies Record<string, Toy>

export type ToyName = keyof typeof toys

export const toyNames = Object.keys(toys) as ToyName[]

/** Half the side of the square that holds the points. */
export const reachOf = ({ centres }: Toy): number => 1.2 * Math.max(...centres.flat().map(Math.abs))

/** Usual number of points for `countModes`, and the number near a centre that makes a mode found. */
export const POINTS = 10_000
const FOUND = 20

export interface ModeCount {
  /** Centres with at least 20 good points, if no other number was asked for. */
  modes: number
  /** The share of points that are good: within 3 standard deviations of the nearest centre. */
  good: number
}

/**
 * Counts as VEEGAN's authors do (section 4.1), but asks for 20 good points a mode, not for one. Of the real
 * points 98.9 % are good.
 *
 * @param points   [N, 2]
 * @param options  least: good points that make a mode found; fewer than 20 where there are few points
 */
export function countModes(
  { centres, std }: Toy,
  points: Float32Array,
  { least = FOUND }: { least?: number } = {},
): ModeCount {
  const hits = new Array<number>(centres.length).fill(0)
  for (let at = 0; at < points.length; at += 2) {
    const [x = Number.NaN, y = Number.NaN] = points.subarray(at, at + 2)
    const distances = centres.map(([a, b]) => Math.hypot(x - a, y - b))
    const nearest = Math.min(...distances)
    const mode = distances.indexOf(nearest)
    if (nearest <= 3 * std) hits[mode] = (hits[mode] ?? 0) + 1
  }
  const good = hits.reduce((a, b) => a + b, 0) / (points.length / 2)
  return { modes: hits.filter((count) => count >= least).length, good }
}
