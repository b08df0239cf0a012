import { check, finite } from '../autograd/check'
import type { Constants } from '../gpu/specialise'

export interface CommonOptions {
  lr: number
  /** λ of an added λ · p in the gradient; AdamW shrinks p by lr · λ · p instead. */
  weightDecay?: number
  /** After each step, every parameter is clamped to ±clip: WGAN's constraint on its critic. 0 for not at all. */
  clip?: number
  schedule?: Schedule
}

/** Schedule of the learning rate over the steps; each factor multiplies `lr`. */
export type Schedule =
  /** After `hold` steps at the start; without it the fall begins at once. */
  | { kind: 'linear'; start?: number; end?: number; hold?: number; steps: number }
  | { kind: 'cosine'; start?: number; end?: number; steps: number }
  | { kind: 'exponential'; gamma: number }

const schedules: readonly Schedule['kind'][] = ['linear', 'cosine', 'exponential']

/** Numbers that are given must be f32 and at least 0. */
export function checkNumbers(op: string, numbers: Record<string, number | undefined>): void {
  for (const [name, value] of Object.entries(numbers)) {
    if (value === undefined) continue
    finite(op, name, value)
    check(value >= 0, op, () => `${name} must not be negative, but is ${value}.`)
  }
}

/** Shares of a moving average that are kept must be in [0, 1). */
export function checkShares(op: string, shares: Record<string, number>): void {
  for (const [name, value] of Object.entries(shares)) {
    check(value >= 0 && value < 1, op, () => `${name} must be in [0, 1), but is ${value}.`)
  }
}

export function commonConstants(
  op: string,
  { weightDecay = 0, schedule }: CommonOptions,
): Constants {
  checkNumbers(op, { weightDecay })
  const constants = { WEIGHT_DECAY: weightDecay }
  if (!schedule) return constants
  const kind = { SCHEDULE: schedules.indexOf(schedule.kind) + 1 }
  if (schedule.kind === 'exponential') {
    const { gamma } = schedule
    finite(op, "the schedule's gamma", gamma)
    check(gamma > 0, op, () => `the schedule's gamma must be more than 0, but is ${gamma}.`)
    return { ...constants, ...kind, GAMMA: gamma }
  }
  const { start = 1, end = 0, steps } = schedule
  checkNumbers(op, { 'the start of the schedule': start, 'its end': end, 'its steps': steps })
  check(steps > 0, op, () => `a schedule needs steps above 0, but has ${steps}.`)
  const hold = schedule.kind === 'linear' ? (schedule.hold ?? 0) : 0
  checkNumbers(op, { "the schedule's hold": hold })
  return { ...constants, ...kind, START: start, END: end, HOLD: hold, TOTAL: steps }
}
