import { computed, signal } from '@preact/signals'
import type { Probes } from '../../../bench/probes'
import type { KernelName } from '../../catalogue/index'
import type { Judgement } from '../../catalogue/own'
import { Line } from '../core/line'
import type { Trained } from './contest'
import type { LineNote } from './editor'
import type { Exercise } from './exercise'
import type { KernelsOf, Raced } from './jobs'
import type { Dispatched, Work } from './types'

export type Phase = 'idle' | 'opening' | Work

export const phase = signal<Phase>('opening')
export const isBusy = computed(() => phase.value !== 'idle' && phase.value !== 'opening')
export const status = new Line()
export const failed = signal(false)

export const ops = signal<readonly KernelName[]>([])

/** An op with its kernels, and the file whose place the user's text takes. */
export interface Opened extends KernelsOf {
  /** Part of the address. */
  place: string
  op: KernelName
  file: string
  /** Text that is there before the user changes it: our file, or the start of an exercise. */
  given: string
  exercise?: { of: Exercise; solution: string }
}

export const opened = signal<Opened | undefined>(undefined)
export const text = signal('')
export const isGiven = computed(() => text.value === opened.value?.given)

/** Row that is raced, by its place. */
export const row = signal(0)

/** Findings, and the text that they belong to. */
export interface Found<Value> {
  of: string
  value: Value
}

export const judged = signal<Found<Judgement> | undefined>(undefined)
/** Did the check find faults in the present text? */
export const isWrong = computed(() => {
  const { of, value } = judged.value ?? {}
  if (phase.value !== 'idle' || of !== text.value || !value) return false
  const { verdicts, suspects, unsteady } = value
  return suspects.length + unsteady.length > 0 || verdicts.some(({ ok }) => !ok)
})

export const raced = signal<Found<Raced> | undefined>(undefined)
/** Size that was typed in place of the row's, and what its text is. */
export const typed = signal<
  { shapes: Readonly<Record<string, string>>; options: string } | undefined
>(undefined)

/** Constants at the chosen size. */
export const constants = signal<readonly Dispatched[]>([])

/** A training with the user's kernel beside one with ours, portion by portion. */
export interface Training {
  total: number
  rows: readonly { step: number; own: Trained; ours: Trained }[]
}

export const training = signal<Found<Training> | undefined>(undefined)

/** Limits of the adapter, once they are measured. */
export const limits = signal<Probes | undefined>(undefined)
/** Notes on lines that do not compile, or that the check names, in the language of the page. */
export const notes = signal<() => readonly LineNote[]>(() => [])
