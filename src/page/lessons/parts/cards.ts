// Rows of the ops' cards for real layers. Cards come with all ops, so the worker looks them up.

import { ask } from '../../bench/ask'
import type { PlannedRow } from '../../bench/jobs'
import { remembered } from '../../core/remembered'

const rows = remembered(() => ask('benchRows'))

/** A row of the benchmark with its shapes and its work; undefined if no card has it. */
export async function rowOf(wanted: Pick<PlannedRow, 'op' | 'size' | 'what'>) {
  const { op, size, what } = wanted
  return (await rows.get()).find((row) => row.op === op && row.size === size && row.what === what)
}
