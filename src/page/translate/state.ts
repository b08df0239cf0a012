// State of Translate, kept while another view is shown: the choice, the run, and its results.

import { computed, signal } from '@preact/signals'
import type { LossLine } from '../../gan/translate/training'
import { History } from '../core/history'
import type { TranslationOpened } from './jobs'
import type { Direction, Place, Wanted } from './names'
import type { OwnAbout } from './ownJobs'
import type { Rows } from './run'

export type Phase = 'idle' | 'opening' | 'training' | 'pausing' | 'paused' | 'done' | 'fault'

export const phase = signal<Phase>('idle')
export const status = signal('')
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

/** Places of the user's images that the choice needs. */
export const ownPlaces = computed((): Place[] => {
  const { paired, from, to, pairs } = wanted.value ?? {}
  if (paired) return pairs === 'own' ? ['pairs'] : []
  return [...(from === 'own' ? (['a'] as const) : []), ...(to === 'own' ? (['b'] as const) : [])]
})

/** The user's images, and the size that they were read at. */
export const own = signal<Partial<Record<Place, OwnAbout & { size: number }>>>({})

// ---- the run ----

export const opened = signal<TranslationOpened | undefined>(undefined)
/** The choice that the run began with. */
export const began = signal<Wanted | undefined>(undefined)
export const step = signal(0)
export const losses = signal<LossLine | undefined>(undefined)
export const rows = signal<{ step: number; rows: Rows } | undefined>(undefined)

/** Losses of D and of the translators, and what the way back or the true partner misses, by step. */
export const curves = { history: new History(3), grown: signal(0) }

export function clearRun(): void {
  opened.value = undefined
  began.value = undefined
  step.value = 0
  losses.value = undefined
  rows.value = undefined
  curves.history = new History(3)
  curves.grown.value++
}

/** Mean absolute difference to the true partner, or of both ways back, without its weight. */
export function missed(line: LossLine): number {
  const { l1, cycleA = 0, cycleB = 0 } = line
  return l1 === undefined ? (cycleA + cycleB) / 2 / WEIGHT.cycle : l1 / WEIGHT.l1
}

/** Weights of the losses, which the view leaves at their defaults. */
const WEIGHT = { cycle: 10, l1: 100 }

export function takeLines(lines: readonly LossLine[]): void {
  for (const line of lines) {
    const { lossD = Number.NaN, lossG = Number.NaN } = line
    curves.history.add(line.step, [lossD, lossG, missed(line)])
  }
  losses.value = lines.at(-1) ?? losses.value
  if (lines.length > 0) curves.grown.value++
}

/** Names of the sets of the run, in the order in which they are translated. */
export const setTitles = {
  mnist: 'digits',
  inverted: 'inverted digits',
  coloured: 'coloured digits',
  uci: 'digits of UCI',
  own: 'your images',
} as const

export const directionTitle = (
  { paired, from, to, pairs }: Wanted,
  direction: Direction,
): string => {
  const [a, b] = paired
    ? pairs === 'own'
      ? ['A', 'B']
      : [setTitles[pairs], setTitles.mnist]
    : [setTitles[from], setTitles[to]]
  return direction === 'toB' ? `${a} → ${b}` : `${b} → ${a}`
}
