// State of the lesson on losses: the tape's numbers, the chosen logit, and a batch of logits.

import { computed, signal } from '@preact/signals'
import { messageOf, minus } from '../../core/words'
import {
  at,
  column,
  type Form,
  type LossName,
  logits,
  REACH,
  type Role,
  rowsByForms,
} from '../tools/forms'
import { ask } from './ask'
import type { BatchScores } from './jobs'

/** Least milliseconds between reads of the run's scores, since each waits for the GPU. */
const LOOK_EVERY = 500

export const rows = signal(rowsByForms())
/** Source of the numbers: formulas on paper until the tape has answered, without a GPU, or if it failed. */
export const source = signal<'asking' | 'tape' | 'paper' | 'failed'>('asking')
export const fault = signal('')

export const logit = signal(-4)
export const role = signal<Role>('generator')
/** The loss drawn bold, with the dots on it. */
export const chosen = signal<LossName>('non-saturating')

export const live = signal<BatchScores | undefined>(undefined)
/** Source of the dots; by default the run, once it has scores. */
export const asked = signal<'run' | 'pretend' | undefined>(undefined)
export const batch = computed(() =>
  live.value && asked.value !== 'pretend' ? ('run' as const) : ('pretend' as const),
)
export const middle = signal(-4)

const SPREAD = [-2.3, -1.6, -1.2, -0.9, -0.6, -0.4, -0.2, 0, 0.1, 0.3, 0.5, 0.8, 1, 1.3, 1.7, 2.5]

const MOST = 64

export const dots = computed((): readonly number[] =>
  batch.value === 'run'
    ? [...(live.value?.scores.subarray(0, MOST) ?? [])]
    : SPREAD.map((away) => middle.value + away),
)

/** Values at every drawn logit. */
export const columnOf = (name: LossName, of: keyof Form): number[] =>
  column(rows.value, { name, role: role.value, of })

/** Value at a logit; constant beyond the drawn logits. */
export const numberAt = (name: LossName, of: keyof Form, x: number): number =>
  at(columnOf(name, of), x)

/** Strength of the push on a batch: the mean of |slope|. */
export function meanPush(name: LossName): number {
  const values = columnOf(name, 'slope')
  const total = dots.value.reduce((sum, x) => sum + Math.abs(at(values, x)), 0)
  return total / dots.value.length
}

export const fixed = (value: number, digits: number): string => minus(value.toFixed(digits))

export const within = (x: number): number => Math.min(REACH, Math.max(-REACH, x))

/** Has the GPU compute the numbers that the formulas gave until then. */
export async function measure(): Promise<void> {
  if (source.value === 'tape') return
  try {
    const found = await ask('lossesOfLogits', logits)
    if (found) rows.value = found
    source.value = found ? 'tape' : 'paper'
  } catch (error) {
    fault.value = messageOf(error)
    source.value = 'failed'
  }
}

let looking = false
let again = false

/** Fetches the scores of the run's latest batch. */
export async function look(): Promise<void> {
  again = looking
  if (looking) return
  looking = true
  try {
    live.value = await ask('lossesScores')
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY))
  } catch {
    live.value = undefined
  }
  looking = false
  if (again) await look()
}
