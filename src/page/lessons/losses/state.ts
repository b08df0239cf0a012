// What the lesson on losses knows: the tape's numbers, the logit that one looks at, and a batch of logits.

import { computed, signal } from '@preact/signals'
import { ask } from '../../core/client'
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
} from './forms'
import type { BatchScores } from './jobs'

/** Milliseconds between looks at the run's scores, at least: each waits for the GPU. */
const LOOK_EVERY = 500

export const rows = signal(rowsByForms())
/** Who computed them: paper does until the tape has, where there is no GPU, and where that failed. */
export const source = signal<'asking' | 'tape' | 'paper' | 'failed'>('asking')
/** Why it did. */
export const fault = signal('')

export const logit = signal(-4)
export const role = signal<Role>('generator')
/** The loss that is drawn bold, on which the dots lie. */
export const chosen = signal<LossName>('non-saturating')

/** Scores of the run's last batch. */
export const live = signal<BatchScores | undefined>(undefined)
/** Whose dots; the run's as soon as there are some, unless somebody chose. */
export const asked = signal<'run' | 'pretend' | undefined>(undefined)
export const batch = computed(() =>
  live.value && asked.value !== 'pretend' ? ('run' as const) : ('pretend' as const),
)
/** The middle of the batch that one drags. */
export const middle = signal(-4)

const SPREAD = [-2.3, -1.6, -1.2, -0.9, -0.6, -0.4, -0.2, 0, 0.1, 0.3, 0.5, 0.8, 1, 1.3, 1.7, 2.5]

/** Dots that are drawn at most. */
const MOST = 64

export const dots = computed((): readonly number[] =>
  batch.value === 'run'
    ? [...(live.value?.scores.subarray(0, MOST) ?? [])]
    : SPREAD.map((away) => middle.value + away),
)

/** Of every logit that is drawn. */
export const columnOf = (name: LossName, of: keyof Form): number[] =>
  column(rows.value, { name, role: role.value, of })

/** At a logit; beyond the last that is drawn, as there. */
export const numberAt = (name: LossName, of: keyof Form, x: number): number =>
  at(columnOf(name, of), x)

/** How strongly a batch is pushed: the mean of |slope|. */
export function meanPush(name: LossName): number {
  const values = columnOf(name, 'slope')
  const total = dots.value.reduce((sum, x) => sum + Math.abs(at(values, x)), 0)
  return total / dots.value.length
}

export const fixed = (value: number, digits: number): string => minus(value.toFixed(digits))

export const within = (x: number): number => Math.min(REACH, Math.max(-REACH, x))

/** Has the GPU compute what was drawn from paper until then. */
export async function measure(): Promise<void> {
  if (source.value === 'tape') return
  try {
    const found = await ask('lessonLosses', logits)
    if (found) rows.value = found
    source.value = found ? 'tape' : 'paper'
  } catch (error) {
    fault.value = messageOf(error)
    source.value = 'failed'
  }
}

let looking = false
let again = false

/** Fetches the scores of the run's last batch. */
export async function look(): Promise<void> {
  again = looking
  if (looking) return
  looking = true
  try {
    live.value = await ask('lessonScores')
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY))
  } catch {
    live.value = undefined
  }
  looking = false
  if (again) await look()
}
