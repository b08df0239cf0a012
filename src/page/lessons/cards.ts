// What the cards of the ops say of real layers. Cards come with all ops, so the worker looks them up.

import { ask } from '../client'
import type { Plan, PlannedRow } from '../worker/benchJobs'

let plan: Promise<Plan> | undefined

/** A row of the benchmark, with its shapes and its work; none where no card has it. */
export async function rowOf(wanted: Pick<PlannedRow, 'op' | 'size' | 'what'>) {
  plan ??= ask('benchPlan')
  plan.catch(() => {
    plan = undefined
  })
  const { op, size, what } = wanted
  const { rows } = await plan
  return rows.find((row) => row.op === op && row.size === size && row.what === what)
}
