// Worker jobs of Lab: what an op runs, and what is right and fast about a kernel in its place. They run in a worker of
// their own, since a kernel may never end.

import type { RowName } from '../../../bench/choose'
import type { RaceRow } from '../../../bench/race'
import type { OpName } from '../../catalogue/index'
import type { Judgement, KernelFile } from '../../catalogue/own'
import type { Verdict } from '../../catalogue/verify'
import type { Lab } from '../lab/lab'

const tools = () => import('./kernelTools')

/** Name of the user's text in messages. */
const NAME = 'mine.wgsl'

export interface KernelsOf {
  files: KernelFile[]
  /** Rows that can be raced, by the size of the layer and the pass. */
  rows: RowName[]
}

export interface Text {
  op: OpName
  /** File in whose place it runs. */
  file: string
  source: string
}

/** Names of all ops. */
async function kernelOps(_: Lab): Promise<OpName[]> {
  const { opNames } = await tools()
  return opNames
}

/** Files of an op's kernels; needs no GPU. */
async function kernelFiles(_: Lab, op: OpName): Promise<KernelsOf> {
  const { filesOf, casesOf } = await tools()
  return {
    files: filesOf(op),
    rows: casesOf(op).map(({ size, what }) => ({ op, size, what })),
  }
}

async function kernelCheck(lab: Lab, { op, file, source }: Text): Promise<Judgement> {
  const { judgeOwn, placeOwn } = await tools()
  const own = placeOwn(op, { name: NAME, source, as: file })
  return judgeOwn(await lab.gpu(), op, own)
}

export interface Raced {
  adapter: string
  /** None where this row does not run the file. */
  row: RaceRow | undefined
  wrong: Verdict[]
}

/** Measures one row, shortly. */
async function kernelRace(lab: Lab, { op, file, source }: Text, row: RowName): Promise<Raced> {
  const { placeOwn, raceOp } = await tools()
  const own = placeOwn(op, { name: NAME, source, as: file })
  const gpu = await lab.gpu()
  const { rows, wrong } = await raceOp(gpu, op, own, { row, quick: true })
  return { adapter: gpu.name, row: rows[0], wrong }
}

export const kernelJobs = { kernelOps, kernelFiles, kernelCheck, kernelRace }
