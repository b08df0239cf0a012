// What the bench knows: signals that outlive the view.

import { computed, signal } from '@preact/signals'
import { choose, isSelected, type Pass, type RowName } from '../../../bench/choose'
import { compare, nameOf } from '../../../bench/compare'
import type { KernelRow } from '../../../bench/kernels'
import type { Probes } from '../../../bench/probes'
import type { Rates, Report } from '../../../bench/report'
import { messageOf } from '../core/words'
import { limitsTake, planned, rowTakes } from './estimate'
import type { Plan, PlannedRow } from './jobs'

export type Phase = 'idle' | 'waiting' | 'limits' | 'kernels' | 'stopping'

export const phase = signal<Phase>('idle')
export const isBusy = computed(() => phase.value !== 'idle')
export const status = signal('')
/** Does the status say that something went wrong? */
export const failed = signal(false)

export const plan = signal<Plan | undefined>(undefined)

export interface Wanted {
  /** One op, all of them, or a row or a few of each kind; the adapter decides where nobody has chosen. */
  kernels: string | undefined
  pass: Pass | undefined
  size: string
  quick: boolean
}

export const SELECTION = 'a selection'
export const ALL = 'all'

export const wanted = signal<Wanted>({
  kernels: undefined,
  pass: undefined,
  size: '',
  quick: false,
})

/** Who has a GPU waits for all of them less than others for a few. */
export const kernels = computed(() => {
  return wanted.value.kernels ?? (plan.value?.software === false ? ALL : SELECTION)
})

/** The rows that are wanted, or why there are none. */
export const chosen = computed((): { rows: readonly PlannedRow[]; problem: string } => {
  const all = plan.value?.rows ?? []
  const { pass, size } = wanted.value
  const rows = all.filter(
    (row) =>
      kernels.value === ALL ||
      row.op === kernels.value ||
      (kernels.value === SELECTION && isSelected(row)),
  )
  try {
    return { rows: choose(rows, { pass, size }), problem: '' }
  } catch (error) {
    return { rows: [], problem: messageOf(error) }
  }
})

/** How much longer than expected things have taken here. */
export const pace = signal(1)

/** Seconds that all of it will take. */
export const expected = computed((): number => {
  const { software = true } = plan.value ?? {}
  const conditions = { software, quick: wanted.value.quick }
  const rows = planned(chosen.value.rows).map(({ row, control }) =>
    rowTakes(row, control, conditions),
  )
  return pace.value * rows.reduce((sum, each) => sum + each, limitsTake(conditions))
})

export const report = signal<Report | undefined>(undefined)
/** What is known of the limits while they are measured. */
export const limits = signal<Partial<Probes>>({})
/** Which row is being measured. */
export const current = signal<RowName | undefined>(undefined)
export const progress = signal<{ done: number; total: number; left: number } | undefined>(undefined)

export type MeasuredRow = KernelRow & Rates

/** What was measured, by the name of the row. */
export const measured = computed(
  (): ReadonlyMap<string, MeasuredRow> =>
    new Map(report.value?.kernels.map((row) => [nameOf(row), row])),
)

/** A report of earlier, to compare with. */
export const earlier = signal<{ name: string; report: Report } | undefined>(undefined)
/** Why a file is no such report. */
export const unreadable = signal('')

export const ratios = computed(() =>
  earlier.value && report.value ? compare(earlier.value.report, report.value) : undefined,
)

/** Earlier time / time, by the name of the row. */
export const ratioOf = computed(
  (): ReadonlyMap<string, number> => new Map(ratios.value?.map(({ row, ratio }) => [row, ratio])),
)

/** The row that somebody points at, in the table or in the plot. */
export const pointed = signal<string | undefined>(undefined)
