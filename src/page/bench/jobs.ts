// Bench: what the page asks for while it measures. A part of the limits or one row an ask, so that the table
// grows and Stop is soon heard.

import type { RowName } from '../../../bench/choose'
import type { ProbeOptions } from '../../../bench/effort'
import type { OpTimes } from '../../../bench/kernels'
import type { Probes, ProbesSoFar } from '../../../bench/probes'
import type { Report } from '../../../bench/report'
import type { Work } from '../../catalogue/card'
import type { Lab } from '../lab/lab'

const tools = () => import('./benchTools')

/** A row that can be measured. */
export interface PlannedRow extends RowName {
  /** Of what it is computed from, by name. */
  shapes: Readonly<Record<string, readonly number[]>>
  work: Work
}

export interface Plan {
  /** Does a CPU play the GPU? */
  software: boolean
  rows: PlannedRow[]
}

/** All rows that there are. */
async function benchPlan(lab: Lab): Promise<Plan> {
  const { software } = await lab.gpu()
  return { software, rows: await benchRows() }
}

/** The same without a GPU: what the cards say. */
async function benchRows(): Promise<PlannedRow[]> {
  const { benchNames, casesOf } = await tools()
  return benchNames.flatMap(casesOf).map(({ op, size, what, shapes, work }) => {
    return { op, size, what, shapes, work }
  })
}

/** The adapter, when all that it was given before is done. */
async function benchDescribe(lab: Lab): Promise<Pick<Report, 'adapter' | 'timing'>> {
  const gpu = await lab.gpu()
  const { describe } = await tools()
  await gpu.device.queue.onSubmittedWorkDone()
  return describe(gpu)
}

/** The first part of the adapter's limits, or the next; `probes` come with the last. */
async function benchProbe(
  lab: Lab,
  { begin, ...options }: ProbeOptions & { begin: boolean },
): Promise<ProbesSoFar & { probes?: Probes }> {
  if (begin) {
    await benchClose(lab)
    const { probing } = await tools()
    lab.probing = probing(await lab.gpu(), options)
  }
  if (!lab.probing) throw new Error('the GPU was lost meanwhile. Measure again')
  const { done, value } = await lab.probing.next()
  return done ? { share: 1, found: value, probes: value } : value
}

/** @param control  is the row to be there twice? */
async function benchRow(
  lab: Lab,
  row: RowName,
  options: { quick: boolean; control: boolean },
): Promise<OpTimes> {
  const { timeOp } = await tools()
  return timeOp(await lab.gpu(), row.op, { row, ...options })
}

/** Frees what the limits have on the GPU, where it was not all measured. */
async function benchClose(lab: Lab): Promise<void> {
  await lab.probing?.return(undefined as never)
  lab.probing = undefined
}

export const benchJobs = { benchPlan, benchRows, benchDescribe, benchProbe, benchRow, benchClose }
