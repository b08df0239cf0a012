// State of the page: signals that components read. Only studio.ts, reports.ts, choice.ts and the views' own state
// write them.

import { computed, signal } from '@preact/signals'
import type { Figures } from '../../gan/model/clock'
import type { GanConfig } from '../../gan/model/config'
import type { Finding } from '../../gan/watch/diagnosis'
import { writeSettings } from './address'
import { type Curves, History } from './history'
import { Line, type Said } from './line'
import type { Opened, OwnSummary, Picture, Settings, Slow } from './protocol'
import { text } from './text'

/** State of the run: `loading` until it is ready, `empty` without data, `fault` when it has failed. */
export type Phase = 'empty' | 'loading' | 'ready' | 'training' | 'paused' | 'fault'

export const phase = signal<Phase>('loading')
export const status = new Line(() => text.value.status.loading)
export const adapter = signal<{ name: string; software: boolean } | undefined>(undefined)

/** Line about the address, to show with the next run, if there is one. */
export const notice = signal<Said | undefined>(undefined)

/** The user's choice for the next run; recipes and presets give all other settings. */
export const chosen = signal<Settings>({ seed: 1, data: 'mnist' })

/** Settings that the user typed on this page: no objective, network or preset changes them. */
export const typed = new Set<keyof Settings>()

/** Settings that the run began with, and the changes since. */
export const began = signal<Settings | undefined>(undefined)

/** The user's images, in short. `ownTaken`: has a run begun with them? */
export const own = signal<OwnSummary | undefined>(undefined)
export const ownTaken = signal(false)

/** Would a reset begin another run than the present one? */
export const isAnother = computed(
  () =>
    began.value === undefined ||
    writeSettings(began.value) !== writeSettings(chosen.value) ||
    (chosen.value.data === 'own' && !ownTaken.value),
)

/** Facts about the run, once it is ready. */
export const opened = signal<Opened | undefined>(undefined)
/** The same of a run whose kernels are being compiled. */
export const planned = signal<Opened | undefined>(undefined)
/** Names of its classes, in the order of labels; empty where they have none. */
export const classNames = computed((): readonly string[] => {
  const { about } = opened.value ?? {}
  return (about?.kind === 'images' && about.classNames) || []
})
/** Its present settings; a run of points has none. */
export const config = signal<GanConfig | undefined>(undefined)
export const step = signal(0)
/** Figures that the page draws. */
export type Drawn = Omit<Figures, 'dSign'>

export const figures = signal<Drawn | undefined>(undefined)
export const imagesPerSecond = signal(0)
export const seconds = signal(0)

/** Health warnings in order, and the last one. */
export const findings = signal<readonly { step: number; finding: Finding }[]>([])
export const health = computed(() => findings.value.at(-1))

/** Step of the state that a lost device left: the run can be saved, and goes on from it. */
export const stranded = signal<number | undefined>(undefined)

/** Is the run paused because another view needs the GPU? */
export const gaveWay = signal(false)

/** Does the page show a recorded run, for want of a GPU? */
export const recorded = signal(false)

export const real = signal<Picture | undefined>(undefined)

/** The iteration in slow motion, if one is under way. */
export const slow = signal<Slow | undefined>(undefined)

/** Loss of D, loss of G, D(x) and D(G(z)) by step. `grown` changes when the history does. */
export const curves = { history: new History(4), grown: signal(0) }

/** Begins with the past of a loaded run, if there is one. */
export function clearCurves(past?: Curves): void {
  curves.history = past ? History.from(past) : new History(4)
  curves.grown.value++
}

/** Forgets what followed a step: the run went back to it. */
export function rewindCurves(to: number): void {
  curves.history.rewind(to)
  curves.grown.value++
}

export function addToCurves(at: number, { lossD, lossG, dReal, dFake }: Drawn): void {
  curves.history.add(at, [lossD, lossG, dReal, dFake])
  curves.grown.value++
}
