import { computed, signal } from '@preact/signals'
import type { OpName } from '../../catalogue/index'
import type { Judgement } from '../../catalogue/own'
import type { LineNote } from './editor'
import type { Exercise } from './exercises'
import type { KernelsOf, Raced } from './jobs'

export type Phase = 'idle' | 'opening' | 'checking' | 'racing'

export const phase = signal<Phase>('opening')
export const isBusy = computed(() => phase.value === 'checking' || phase.value === 'racing')
export const status = signal('')
export const failed = signal(false)

export const ops = signal<readonly OpName[]>([])

/** An op with its kernels, and the file whose place the user's text takes. */
export interface Opened extends KernelsOf {
  /** Part of the address. */
  place: string
  op: OpName
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
export const raced = signal<Found<Raced> | undefined>(undefined)
/** Lines that do not compile, or that the check names. */
export const notes = signal<readonly LineNote[]>([])
