// State of the lesson on the tape: the step, the chosen dispatch, and the worker's results.

import { batch, computed, signal } from '@preact/signals'
import { messageOf } from '../../core/words'
import { ask } from './ask'
import { startOf } from './say'
import { type Measured, type StepName, type Stepped, stepNames, type Tape } from './shapes'

export const tape = signal<Tape | undefined>(undefined)
export const name = signal<StepName>('D')
export const at = signal(0)
/** Index of the op that is pointed at. */
export const lit = signal<number | undefined>(undefined)
/** Outputs of the dispatches of each step, concatenated. */
export const runs = signal<Partial<Record<StepName, Float32Array>>>({})
/** Result of the last run up to a dispatch. */
export const stepped = signal<(Stepped & { step: StepName }) | undefined>(undefined)
export const measured = signal<Partial<Record<StepName, Measured>>>({})
export const measuring = signal(false)
/** Timestamps are rounded to 10 to this power, in nanoseconds. */
export const rounding = signal(5)
export const problem = signal('')

export const step = computed(() => tape.value?.[name.value])
export const values = computed(() => runs.value[name.value])

export async function open(): Promise<void> {
  try {
    if (!tape.value) {
      tape.value = await ask('tape')
      at.value = startIn(name.value)
    }
    await choose(name.value)
  } catch (error) {
    problem.value = messageOf(error)
  }
}

function startIn(wanted: StepName): number {
  const step = tape.value?.[wanted]
  return step ? startOf(step) : 0
}

export async function choose(wanted: StepName): Promise<void> {
  batch(() => {
    if (name.value !== wanted) at.value = startIn(wanted)
    name.value = wanted
    lit.value = undefined
  })
  for (const each of new Set([wanted, ...stepNames])) {
    if (runs.value[each]) continue
    try {
      const { values } = await ask('tapeRun', each)
      runs.value = { ...runs.value, [each]: values }
      problem.value = ''
    } catch (error) {
      problem.value = messageOf(error)
      return
    }
  }
}

export function pick(dispatch: number): void {
  const { value } = step
  if (!value) return
  batch(() => {
    at.value = Math.max(0, Math.min(value.dispatches.length - 1, dispatch))
    lit.value = value.dispatches[at.value]?.op
  })
}

export async function measure(): Promise<void> {
  const { value: wanted } = name
  measuring.value = true
  try {
    const found = await ask('tapeMeasure', wanted)
    measured.value = { ...measured.value, [wanted]: found }
    problem.value = ''
  } catch (error) {
    problem.value = messageOf(error)
  }
  measuring.value = false
}
