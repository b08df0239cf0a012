// Worker jobs of Bench. Each measures one row or one part of the limits, so that the table
// grows and Stop works soon.

import type { RowName } from '../../../bench/choose'
import type { ProbeOptions } from '../../../bench/effort'
import type { OpTimes } from '../../../bench/kernels'
import type { Probes, ProbesSoFar } from '../../../bench/probes'
import type { Report } from '../../../bench/report'
import type { Work } from '../../catalogue/card'
import type { Gpu } from '../../gpu/device'
import type { Lab } from '../lab/lab'

const tools = () => import('./benchTools')

export interface PlannedRow extends RowName {
  /** Shapes of its inputs, by name. */
  shapes: Readonly<Record<string, readonly number[]>>
  work: Work
}

export interface Plan {
  software: boolean
  rows: PlannedRow[]
}

/** Measurements of an adapter's limits, on its device; lost with it. */
const probings = new WeakMap<Gpu, AsyncGenerator<ProbesSoFar, Probes>>()

async function benchPlan(lab: Lab): Promise<Plan> {
  const { software } = await lab.gpu()
  return { software, rows: await benchRows() }
}

/** The same without a GPU, from the cards. */
async function benchRows(): Promise<PlannedRow[]> {
  const { benchNames, casesOf } = await tools()
  return benchNames.flatMap(casesOf).map(({ op, size, what, shapes, work }) => {
    return { op, size, what, shapes, work }
  })
}

/** Describes the adapter, after all its earlier work is done. */
async function benchDescribe(lab: Lab): Promise<Pick<Report, 'adapter' | 'timing'>> {
  const gpu = await lab.gpu()
  const { describe } = await tools()
  await gpu.device.queue.onSubmittedWorkDone()
  return describe(gpu)
}

/** Measures the first or next part of the adapter's limits; the last returns `probes`. */
async function benchProbe(
  lab: Lab,
  { begin, ...options }: ProbeOptions & { begin: boolean },
): Promise<ProbesSoFar & { probes?: Probes }> {
  if (begin) {
    await benchClose(lab)
    const { probing } = await tools()
    const gpu = await lab.gpu()
    probings.set(gpu, probing(gpu, options))
  }
  const limits = lab.device && probings.get(lab.device)
  if (!limits) throw new Error('the GPU was lost. Measure again')
  const { done, value } = await limits.next()
  return done ? { share: 1, found: value, probes: value } : value
}

/** @param control  measure the row twice? */
async function benchRow(
  lab: Lab,
  row: RowName,
  options: { quick: boolean; control: boolean },
): Promise<OpTimes> {
  const { timeOp } = await tools()
  return timeOp(await lab.gpu(), row.op, { row, ...options })
}

/** Frees the GPU memory of limits that were not measured to the end. */
async function benchClose(lab: Lab): Promise<void> {
  if (!lab.device) return
  await probings.get(lab.device)?.return(undefined as never)
  probings.delete(lab.device)
}

export const benchJobs = { benchPlan, benchRows, benchDescribe, benchProbe, benchRow, benchClose }
