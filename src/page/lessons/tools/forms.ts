// The losses of GANs as formulas of one logit, or score, x. The lesson draws the tape's numbers;
// these formulas check them, and replace them without a GPU.

import type { Objective } from '../../../gan/model/objectives'
import type { ObjectiveName } from '../../../gan/model/recipes'

/** WGAN-GP's losses are WGAN's. */
export const lossNames = [
  'minimax',
  'non-saturating',
  'lsgan',
  'wgan',
  'hinge',
] as const satisfies readonly ObjectiveName[]

export type LossName = (typeof lossNames)[number]

/** Roles of a loss: G's on a generated image, D's on a generated and on a real one. */
export const roles = ['generator', 'fake', 'real'] as const satisfies readonly (keyof Objective)[]

export type Role = (typeof roles)[number]

/** A loss of one logit, and its derivative. */
export interface Form {
  value: (x: number) => number
  slope: (x: number) => number
}

/** σ(x): the probability of a logit. */
export const sigma = (x: number): number => 1 / (1 + Math.exp(-x))

/** log(1 + eˣ), without overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))

const line = (slope: number): Form => ({ value: (x) => slope * x, slope: () => slope })

/** -log σ(x): x should be large. */
const up: Form = { value: (x) => softplus(-x), slope: (x) => -sigma(-x) }
/** -log(1 - σ(x)): x should be small. */
const down: Form = { value: softplus, slope: sigma }

const half = (target: number): Form => ({
  value: (x) => 0.5 * (x - target) ** 2,
  slope: (x) => x - target,
})

const margin = (sign: 1 | -1): Form => ({
  value: (x) => Math.max(0, 1 - sign * x),
  slope: (x) => (sign * x < 1 ? -sign : 0),
})

export const forms: Record<LossName, Record<Role, Form>> = {
  minimax: {
    generator: { value: (x) => -softplus(x), slope: (x) => -sigma(x) },
    fake: down,
    real: up,
  },
  'non-saturating': { generator: up, fake: down, real: up },
  lsgan: { generator: half(1), fake: half(0), real: half(1) },
  wgan: { generator: line(-1), fake: line(1), real: line(-1) },
  hinge: { generator: line(-1), fake: margin(-1), real: margin(1) },
}

/** Logits that the lesson draws: from -8 to 8. */
export const REACH = 8
export const PER_UNIT = 4
export const logits = Float32Array.from(
  { length: 2 * REACH * PER_UNIT + 1 },
  (_, i) => i / PER_UNIT - REACH,
)

/** One row per logit: value and slope of every loss in every role, in the order of `cells`. */
export type Rows = Float32Array

export const cells = lossNames.flatMap((name) => roles.map((role) => ({ name, role })))

/** The result of the worker's `lossesOfLogits`, by the formulas. */
export const rowsByForms = (): Rows =>
  Float32Array.from(
    [...logits].flatMap((x) =>
      cells.flatMap(({ name, role }) => {
        const { value, slope } = forms[name][role]
        return [value(x), slope(x)]
      }),
    ),
  )

/** A column of the rows: one number per logit. */
export function column(
  rows: Rows,
  { name, role, of }: { name: LossName; role: Role; of: keyof Form },
): number[] {
  const cell = cells.findIndex((each) => each.name === name && each.role === role)
  const at = 2 * cell + (of === 'slope' ? 1 : 0)
  return [...logits.keys()].map((row) => rows[2 * cells.length * row + at] ?? Number.NaN)
}

/** Linear interpolation in a column; constant beyond its ends. */
export function at(values: readonly number[], x: number): number {
  const place = Math.min(2 * REACH, Math.max(0, x + REACH)) * PER_UNIT
  const left = Math.min(values.length - 2, Math.floor(place))
  const [a = Number.NaN, b = Number.NaN] = values.slice(left, left + 2)
  return a + (b - a) * (place - left)
}
