// What a sweep of ε says: differences, how far they are from the tape, and how far they should be.

/** 10⁻⁷ to 1, four a decade. */
export const EPSILONS: readonly number[] = Array.from({ length: 29 }, (_, k) => 10 ** (k / 4 - 7))

/** The place of 10⁻⁵, the step of `ganvas check`. */
export const H = 8

/** A rounding of float32, as a share of what is rounded. */
export const ROUNDING = 2 ** -24

/** So many roundings a loss may be off before something is wrong (as a sum of products: design.md, section 6). */
export const BOUND = 8

/** So many a gradient is off at worst, about: see src/catalogue/verify.ts. */
const FEW = 3

/** Where L is computed for a sweep: at w, at w + ε of each ε, at w - ε of each. */
export const placesOf = (w: number): number[] => [
  w,
  ...EPSILONS.map((epsilon) => w + epsilon),
  ...EPSILONS.map((epsilon) => w - epsilon),
]

export interface Sweep {
  /** The weight, a number that float32 holds. */
  w: number
  /** ∂L/∂w, by the tape. */
  gradient: number
  /** L in float32 at the float32 numbers that are nearest to `placesOf(w)`. */
  single: Float32Array
  /** L in float64, by the references of the cards, at `placesOf(w)`. */
  double: Float64Array
  /** Σ|terms| of which L is the sum: a rounding of L is 2⁻²⁴ of it. */
  magnitude: number
  /** Σ|terms| of which the gradient is the sum: a rounding of it is 2⁻²⁴ of that, as `ganvas check` counts. */
  terms: number
  /** L'' and L''' at w in float64; not a number where a kink is too near to say. */
  second: number
  third: number
  /** For each ε: units that are on one side of a kink at w - ε, and on the other at w + ε. */
  kinks: Uint16Array
}

export interface Differences {
  epsilon: number
  /** (L(w + ε) - L(w)) / ε in float32, and (L(w + ε) - L(w - ε)) / 2ε in float32 and float64. */
  forward: number
  central: number
  double: number
}

/** In float32 the weight moves by what is left of ε once w + ε was rounded: that is what divides. */
export function differences({ w, single, double }: Sweep): Differences[] {
  const { length: n } = EPSILONS
  return EPSILONS.map((epsilon, k) => {
    const [plus, minus] = [Math.fround(w + epsilon), Math.fround(w - epsilon)]
    const [middle, up, down] = [single[0], single[1 + k], single[1 + n + k]].map(
      (value) => value ?? Number.NaN,
    ) as [number, number, number]
    return {
      epsilon,
      forward: (up - middle) / (plus - w),
      central: (up - down) / (plus - minus),
      double: ((double[1 + k] ?? Number.NaN) - (double[1 + n + k] ?? Number.NaN)) / (2 * epsilon),
    }
  })
}

/** What two losses, each one rounding off to its own side, do to a central difference in float32. */
export const noise = ({ single }: Pick<Sweep, 'single'>, epsilon: number): number =>
  (ROUNDING * Math.abs(single[0] ?? Number.NaN)) / epsilon

/** The same of all that L sums: kernels round on the way, too. */
export const floor = ({ magnitude }: Pick<Sweep, 'magnitude'>, epsilon: number): number =>
  (ROUNDING * magnitude) / epsilon

/** What Taylor's series leaves out: ε/2 · |L''| forward, ε²/6 · |L'''| central. */
export const truncation = {
  forward: ({ second }: Pick<Sweep, 'second'>, epsilon: number): number =>
    (Math.abs(second) * epsilon) / 2,
  central: ({ third }: Pick<Sweep, 'third'>, epsilon: number): number =>
    (Math.abs(third) * epsilon ** 2) / 6,
}

export type Kind = 'forward' | 'central' | 'double'

/** How far a difference should be from the tape, about: what is left out, and what is rounded. */
export function expected(sweep: Sweep, kind: Kind, epsilon: number): number {
  if (kind === 'forward') return truncation.forward(sweep, epsilon) + 2 * noise(sweep, epsilon)
  const left = truncation.central(sweep, epsilon)
  // In float64 it is the tape that is rounded: a few times, of the terms that it sums.
  const rounded = FEW * ROUNDING * sweep.terms
  return left + (kind === 'central' ? noise(sweep, epsilon) : rounded)
}

/** How far each difference is from the tape's gradient. */
export const errorsOf = (sweep: Sweep, kind: Kind): number[] =>
  differences(sweep).map((all) => Math.abs(all[kind] - sweep.gradient))

/** The place of the smallest error. */
export const bestOf = (errors: readonly number[]): number =>
  errors.reduce((best, error, k) => (error < (errors[best] ?? Number.NaN) ? k : best), 0)

/** How steep the straight line is that fits log |error| by log ε best. */
export function slopeOf(points: readonly { epsilon: number; error: number }[]): number {
  const logs = points.map(({ epsilon, error }) => [Math.log(epsilon), Math.log(error)] as const)
  const mean = (of: 0 | 1) => logs.reduce((sum, log) => sum + log[of], 0) / logs.length
  const [x, y] = [mean(0), mean(1)]
  const above = logs.reduce((sum, log) => sum + (log[0] - x) * (log[1] - y), 0)
  return above / logs.reduce((sum, log) => sum + (log[0] - x) ** 2, 0)
}

/** t of the picture of L(w + t): ±1.5 ε, with -ε, 0 and ε among them. */
export const VIEW = { count: 49, unit: 16 } as const
export const viewOf = (epsilon: number): number[] =>
  Array.from({ length: VIEW.count }, (_, k) => (epsilon * (k - (VIEW.count >> 1))) / VIEW.unit)
