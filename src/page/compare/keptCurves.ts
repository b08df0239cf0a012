// Curves of kept runs, and of records that JSON saved, as lines of one chart.

import { computed, signal } from '@preact/signals'
import { keptGans } from '../core/kept'
import type { Settings } from '../core/protocol'
import type { Columns } from '../parts/Chart'
import { titleOfRun } from '../parts/titles'
import type { Quantity } from './en'
import { text } from './text'

export const names: readonly Quantity[] = ['lossD', 'lossG', 'dReal', 'dFake']

export interface Line {
  id: string
  title: string
  /** Steps, then the quantities in their order. */
  columns: Columns
}

/** Runs whose curves are read from files. */
export const added = signal<readonly Line[]>([])

/** Ids of the lines that are shown, in the order of choosing. */
export const shown = signal<readonly string[]>([])

export const quantity = signal<Quantity>('lossG')

export const lines = computed((): Line[] => [
  ...keptGans.value.map(({ id, settings, curves, states }) => ({
    id,
    title: text.value.kept.line(titleOfRun(settings), states[0]?.step ?? 0),
    columns: curves.columns,
  })),
  ...added.value,
])

export const shownLines = computed(() =>
  shown.value.flatMap((id) => lines.value.find((line) => line.id === id) ?? []),
)

/** All steps of the lines, then a column for each; null where only others have a value. */
export function joined(all: readonly Line[], which: Quantity): Columns {
  const at = 1 + names.indexOf(which)
  const values = all.map(
    ({ columns }) => new Map(columns[0]?.map((step, i) => [step ?? 0, columns[at]?.[i] ?? null])),
  )
  const steps = [...new Set([0, ...values.flatMap((line) => [...line.keys()])])]
  steps.sort((a, b) => a - b)
  return [steps, ...values.map((line) => steps.map((step) => line.get(step) ?? null))]
}

/**
 * Line of a record that JSON saved.
 *
 * @throws Error where the text is no such record
 */
export function lineOf(written: string, name: string): Line {
  const wrong = new Error(`${name} is no record of a run: choose a file that JSON saved in Train`)
  let record: Partial<{ format: string; settings: Settings; history: Record<string, unknown> }>
  try {
    record = JSON.parse(written) ?? {}
  } catch {
    throw wrong
  }
  const { format, settings, history } = record
  if (format !== 'ganvas-run' || !settings || !history) throw wrong
  const columns = ['step', ...names].map((key): number[] => {
    const column = history[key]
    if (!Array.isArray(column) || !column.every(Number.isFinite)) throw wrong
    return column
  })
  return { id: name, title: text.value.kept.file(titleOfRun(settings), name), columns }
}
