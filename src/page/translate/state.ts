// State of Translate, kept while another view is shown: the choice, the run, and its results.

import { computed, signal } from '@preact/signals'
import type { LossLine } from '../../gan/translate/training'
import { History } from '../core/history'
import { keptTranslations, presentTranslation, refused, registerLoss } from '../core/kept'
import { Line } from '../core/line'
import type { Names, OwnAbout, Place, SetName, Wanted } from '../core/translation'
import type { RunPhase } from '../parts/RunBar'
import type { TranslationOpened } from './jobs'
import type { Resumed } from './keepJobs'
import type { Direction } from './names'
import type { Rows } from './run'
import { text } from './text'
import { ownPlacesOf, pointOf } from './wanted'

export const phase = signal<RunPhase>('idle')
export const status = new Line()
/** Device that trains, once it is known. */
export const place = signal<{ adapter: string; software: boolean } | undefined>(undefined)

// ---- the choice ----

const LARGE = { width: 16, batchSize: 8, steps: 700 }
/** On a CPU an iteration should take a fraction of a second. */
const SMALL = { width: 6, batchSize: 4, steps: 400 }

export const chosen = signal<Partial<Wanted>>({})

/** With the defaults of this device; undefined until it is known. */
export const wanted = computed((): Wanted | undefined => {
  const { software } = place.value ?? {}
  if (software === undefined) return undefined
  return {
    ...{ paired: false, from: 'mnist', to: 'inverted', pairs: 'coloured', imageSize: 32, seed: 1 },
    ...(software ? SMALL : LARGE),
    ...chosen.value,
  }
})

export function choose(changes: Partial<Wanted>): void {
  chosen.value = { ...chosen.value, ...changes }
}

/** The user's images, and whether this browser keeps them. */
export const own = signal<Partial<Record<Place, OwnAbout>>>({})
export const ownKept = signal<Partial<Record<Place, boolean>>>({})

/** Names of the user's present images. */
export const namesNow = (): Names =>
  Object.fromEntries(
    Object.entries(own.value).flatMap(([place, { name }]) => (name ? [[place, name]] : [])),
  )

// ---- the run ----

export const opened = signal<TranslationOpened | undefined>(undefined)
/** The choice that the run began with. */
export const began = signal<Wanted | undefined>(undefined)
export const step = signal(0)
/** Step that was saved last as a file. */
export const savedStep = signal(0)
/** Step of the state that a lost device left: the run can be saved, and goes on from it. */
export const stranded = signal<number | undefined>(undefined)
export const losses = signal<LossLine | undefined>(undefined)
export const rows = signal<{ step: number; rows: Rows } | undefined>(undefined)

/** Losses of D and of the translators, and what the way back or the true partner misses, by step. */
export const curves = { history: new History(3), grown: signal(0) }

export function clearRun(): void {
  opened.value = undefined
  began.value = undefined
  step.value = 0
  savedStep.value = 0
  stranded.value = undefined
  losses.value = undefined
  rows.value = undefined
  curves.history = new History(3)
  curves.grown.value++
}

/** Shows a run that goes on. */
export function resume({ opened: open, wanted: by, curves: past }: Resumed): void {
  clearRun()
  began.value = by
  const { names: _, ...choice } = by
  chosen.value = choice
  opened.value = open
  step.value = open.step
  presentTranslation.value = open.id
  curves.history = History.from(past)
}

/** The run to go on with, where none is open. */
export const offered = computed(() =>
  opened.value || (phase.value !== 'idle' && phase.value !== 'fault')
    ? undefined
    : keptTranslations.value[0],
)

/** Would steps be lost with the page, because the browser does not keep the run, or not its images? */
registerLoss(() => {
  if (!began.value || step.value === 0 || step.value === savedStep.value) return false
  const { images } = keptTranslations.value.find(({ id }) => id === presentTranslation.value) ?? {}
  const isKept = (place: Place) => ownKept.value[place] === true || images?.[place] !== undefined
  return refused.value !== '' || !ownPlacesOf(began.value).every(isKept)
})

export function takeLines(lines: readonly LossLine[]): void {
  const { weights } = opened.value ?? {}
  if (weights) for (const line of lines) curves.history.add(...pointOf(line, weights))
  losses.value = lines.at(-1) ?? losses.value
  if (lines.length > 0) curves.grown.value++
}

/** Names of the sets of the run, in the order in which they are translated. */
export const directionTitle = (
  { paired, from, to, pairs, names = {} }: Wanted,
  direction: Direction,
): string => {
  const { sets } = text.value
  const hasNoNames = from === to && !names.a && !names.b
  const titleOfSet = (set: SetName, name: string | undefined, place: string) => {
    if (set !== 'own') return sets[set]
    return name ?? (hasNoNames ? `${sets.own} ${place}` : sets.own)
  }
  const [a, b] = paired
    ? pairs === 'own'
      ? ['A', 'B']
      : [sets[pairs], sets.mnist]
    : [titleOfSet(from, names.a, 'A'), titleOfSet(to, names.b, 'B')]
  return direction === 'toB' ? `${a} → ${b}` : `${b} → ${a}`
}

/** `Digits → inverted digits, 32 × 32, seed 1` */
export function titleOf(wanted: Wanted): string {
  const { imageSize, seed } = wanted
  return text.value.titleOf(directionTitle(wanted, 'toB'), imageSize, seed)
}
