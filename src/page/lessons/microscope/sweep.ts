// Results of a sweep of ε: differences, their errors against the tape, and expected errors.

/** 10⁻⁷ to 1, four per decade. */
export const EPSILONS: readonly number[] = Array.from({ length: 29 }, (_, k) => 10 ** (k / 4 - 7))

/** Index of 10⁻⁵, the step of `ganvas check`. */
export const H = 8

/** Largest relative error of one float32 rounding. */
export const ROUNDING = 2 ** -24

/** Most roundings by which a correct loss may be off (a sum of products: see docs/design.md, section 6). */
export const BOUND = 8

/** Roundings by which a gradient is off at worst, roughly: see src/catalogue/verify.ts. */
const FEW = 3

/** Points at which a sweep computes L: w, then w + ε for each ε, then w - ε for each. */
export const placesOf = (w: number): number[] => [
  w,
  ...EPSILONS.map((epsilon) => w + epsilon),
  ...EPSILONS.map((epsilon) => w - epsilon),
]

export interface Sweep {
  w: number
  /** ∂L/∂w, by the tape. */
  gradient: number
  /** L in float32 at the float32 numbers nearest to `placesOf(w)`. */
  single: Float32Array
  /** L in float64, by the references of the cards, at `placesOf(w)`. */
  double: Float64Array
  /** Σ|terms| of L: a rounding of L is 2⁻²⁴ of it. */
  magnitude: number
  /** Σ|terms| of the gradient: a rounding of it is 2⁻²⁴ of that, as in `ganvas check`. */
  terms: number
  /** L'' and L''' at w in float64; NaN if a kink is too near. */
  second: number
  third: number
  /** For each ε: number of units whose kink lies between w - ε and w + ε. */
  kinks: Uint16Array
}

export interface Differences {
  epsilon: number
  /** (L(w + ε) - L(w)) / ε in float32, and (L(w + ε) - L(w - ε)) / 2ε in float32 and float64. */
  forward: number
  central: number
  double: number
}

/** In float32 the weight changes by (w + ε rounded) - w, so that is the divisor. */
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

/** Error of a central difference in float32 if each loss is off by one rounding, in opposite directions. */
export const noise = ({ single }: Pick<Sweep, 'single'>, epsilon: number): number =>
  (ROUNDING * Math.abs(single[0] ?? Number.NaN)) / epsilon

/** The same for all terms of L, since kernels round on the way too. */
export const floor = ({ magnitude }: Pick<Sweep, 'magnitude'>, epsilon: number): number =>
  (ROUNDING * magnitude) / epsilon

/** Truncation error of Taylor's series: ε/2 · |L''| forward, ε²/6 · |L'''| central. */
export const truncation = {
  forward: ({ second }: Pick<Sweep, 'second'>, epsilon: number): number =>
    (Math.abs(second) * epsilon) / 2,
  central: ({ third }: Pick<Sweep, 'third'>, epsilon: number): number =>
    (Math.abs(third) * epsilon ** 2) / 6,
}

export type Kind = 'forward' | 'central' | 'double'

/** Expected error of a difference against the tape, roughly: truncation plus rounding. */
export function expected(sweep: Sweep, kind: Kind, epsilon: number): number {
  if (kind === 'forward') return truncation.forward(sweep, epsilon) + 2 * noise(sweep, epsilon)
  const left = truncation.central(sweep, epsilon)
  // In float64 the rounding is the tape's: a few roundings of the terms it sums.
  const rounded = FEW * ROUNDING * sweep.terms
  return left + (kind === 'central' ? noise(sweep, epsilon) : rounded)
}

/** Error of each difference against the tape's gradient. */
export const errorsOf = (sweep: Sweep, kind: Kind): number[] =>
  differences(sweep).map((all) => Math.abs(all[kind] - sweep.gradient))

export const bestOf = (errors: readonly number[]): number =>
  errors.reduce((best, error, k) => (error < (errors[best] ?? Number.NaN) ? k : best), 0)

/** Slope of the least-squares line of log |error| by log ε. */
export function slopeOf(points: readonly { epsilon: number; error: number }[]): number {
  const logs = points.map(({ epsilon, error }) => [Math.log(epsilon), Math.log(error)] as const)
  const mean = (of: 0 | 1) => logs.reduce((sum, log) => sum + log[of], 0) / logs.length
  const [x, y] = [mean(0), mean(1)]
  const above = logs.reduce((sum, log) => sum + (log[0] - x) * (log[1] - y), 0)
  return above / logs.reduce((sum, log) => sum + (log[0] - x) ** 2, 0)
}

/** Sampling of t in the figure of L(w + t): ±1.5 ε, with -ε, 0 and ε among the samples. */
export const VIEW = { count: 49, unit: 16 } as const
export const viewOf = (epsilon: number): number[] =>
  Array.from({ length: VIEW.count }, (_, k) => (epsilon * (k - (VIEW.count >> 1))) / VIEW.unit)
