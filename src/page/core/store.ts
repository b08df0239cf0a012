// What the page knows: signals that components read. Only the studio (studio.ts, reports.ts) and the
// components of a view's own state write them.

import { computed, signal } from '@preact/signals'
import type { Figures } from '../../gan/model/clock'
import type { GanConfig } from '../../gan/model/config'
import type { Finding } from '../../gan/run/diagnosis'
import type { OwnSummary } from '../train/ownJobs'
import { writeSettings } from './address'
import { History } from './history'
import type { Opened, Picture, Settings, Slow } from './protocol'

/** What a run is doing. `loading` until it is ready; `empty` without one; `fault` when it has come to grief. */
export type Phase = 'empty' | 'loading' | 'ready' | 'training' | 'paused' | 'fault'

export const phase = signal<Phase>('loading')
export const status = signal('Loading…')
export const adapter = signal<{ name: string; software: boolean } | undefined>(undefined)

/** What somebody chose for the next run; all else is taken from recipes and presets. */
export const chosen = signal<Settings>({ seed: 1, data: 'mnist' })

/** What the run was asked to begin with, and what was changed in it since. */
export const began = signal<Settings | undefined>(undefined)

/** The images that somebody brought, in short; and did a run begin with them? */
export const own = signal<OwnSummary | undefined>(undefined)
export const ownTaken = signal(false)

/** Would a reset begin another run than the one there is? */
export const isAnother = computed(
  () =>
    began.value === undefined ||
    writeSettings(began.value) !== writeSettings(chosen.value) ||
    (chosen.value.data === 'own' && !ownTaken.value),
)

/** The run, from when it is ready. */
export const opened = signal<Opened | undefined>(undefined)
/** Its settings as they are now; a run of points has none. */
export const config = signal<GanConfig | undefined>(undefined)
export const step = signal(0)
export const figures = signal<Figures | undefined>(undefined)
export const imagesPerSecond = signal(0)
export const seconds = signal(0)

/** What the run fared ill of, in order, and the last of it. */
export const findings = signal<readonly { step: number; finding: Finding }[]>([])
export const health = computed(() => findings.value.at(-1))

/** Did the run pause because another view needs the GPU? Until it goes on. */
export const gaveWay = signal(false)

/** Is what the page shows a run that was recorded, for want of a GPU? */
export const recorded = signal(false)

export const real = signal<Picture | undefined>(undefined)

/** The iteration in slow motion, while it goes on so. */
export const slow = signal<Slow | undefined>(undefined)

/** Loss of D and of G, D(x) and D(G(z)), by step. The signal says that the history has grown. */
export const curves = { history: new History(4), grown: signal(0) }

export function clearCurves(): void {
  curves.history = new History(4)
  curves.grown.value++
}

/** The run went back to a step. */
export function rewindCurves(to: number): void {
  curves.history.rewind(to)
  curves.grown.value++
}

export function addToCurves(at: number, { lossD, lossG, dReal, dFake }: Figures): void {
  curves.history.add(at, [lossD, lossG, dReal, dFake])
  curves.grown.value++
}
