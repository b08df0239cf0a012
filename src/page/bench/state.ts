import { computed, signal } from '@preact/signals'
import { choose, contains, isSelected, type Pass, type RowName } from '../../../bench/choose'
import { compare, nameOf } from '../../../bench/compare'
import type { KernelRow } from '../../../bench/kernels'
import type { Probes } from '../../../bench/probes'
import type { Rates, Report } from '../../../bench/report'
import { Line, type Said } from '../core/line'
import { messageOf } from '../core/words'
import { text as parts } from '../parts/text'
import { limitsTake, planned, rowTakes } from './estimate'
import type { Plan, PlannedRow } from './jobs'

export type Phase = 'idle' | 'waiting' | 'limits' | 'kernels' | 'stopping'

export const phase = signal<Phase>('idle')
export const isBusy = computed(() => phase.value !== 'idle')
export const status = new Line()
export const failed = signal(false)

export const plan = signal<Plan | undefined>(undefined)

export interface Wanted {
  /** One op, all of them, or a selection of each kind; undefined lets the adapter decide. */
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

/** Chosen kernels; by default all on a GPU, where that is fast, and a selection on a CPU. */
export const kernels = computed(() => {
  return wanted.value.kernels ?? (plan.value?.software === false ? ALL : SELECTION)
})

/** The chosen rows, or why there are none. */
export const chosen = computed((): { rows: readonly PlannedRow[]; problem: string } => {
  const all = plan.value?.rows ?? []
  const { pass, size } = wanted.value
  const rows = all.filter(
    (row) =>
      kernels.value === ALL ||
      row.op === kernels.value ||
      (kernels.value === SELECTION && isSelected(row)),
  )
  // A name may be typed as it is shown, or as the code has it.
  const isOriginal = rows.some((row) => contains(row.size, size))
  const named = rows.map((row) => ({
    ...{ row, op: row.op, what: row.what },
    size: isOriginal ? row.size : parts.value.layer(row.size),
  }))
  try {
    return { rows: choose(named, { pass, size }).map(({ row }) => row), problem: '' }
  } catch (error) {
    return { rows: [], problem: messageOf(error) }
  }
})

/** Measured time divided by expected time. */
export const pace = signal(1)

/** Expected seconds in total. */
export const expected = computed((): number => {
  const { software = true } = plan.value ?? {}
  const conditions = { software, quick: wanted.value.quick }
  const rows = planned(chosen.value.rows).map(({ row, control }) =>
    rowTakes(row, control, conditions),
  )
  return pace.value * rows.reduce((sum, each) => sum + each, limitsTake(conditions))
})

export const report = signal<Report | undefined>(undefined)
export const limits = signal<Partial<Probes>>({})
export const current = signal<RowName | undefined>(undefined)
export const progress = signal<{ done: number; total: number; left: number } | undefined>(undefined)

export type MeasuredRow = KernelRow & Rates

export const measured = computed(
  (): ReadonlyMap<string, MeasuredRow> =>
    new Map(report.value?.kernels.map((row) => [nameOf(row), row])),
)

export const earlier = signal<{ name: string; report: Report } | undefined>(undefined)
/** Why a file could not be read as a report. */
export const unreadable = signal<Said | undefined>(undefined)

export const ratios = computed(() =>
  earlier.value && report.value ? compare(earlier.value.report, report.value) : undefined,
)

/** Earlier time / time, by name of the row. */
export const ratioOf = computed(
  (): ReadonlyMap<string, number> => new Map(ratios.value?.map(({ row, ratio }) => [row, ratio])),
)

/** The row pointed at, in the table or in the plot. */
export const pointed = signal<string | undefined>(undefined)
