// What the cards of the ops say of real layers. Cards come with all ops, so the worker looks them up.

import type { PlannedRow } from '../bench/jobs'
import { ask } from '../core/client'

let known: Promise<PlannedRow[]> | undefined

/** A row of the benchmark, with its shapes and its work; none where no card has it. */
export async function rowOf(wanted: Pick<PlannedRow, 'op' | 'size' | 'what'>) {
  known ??= ask('benchRows')
  known.catch(() => {
    known = undefined
  })
  const { op, size, what } = wanted
  return (await known).find((row) => row.op === op && row.size === size && row.what === what)
}
