// Worker jobs of Lab: what an op runs, and what is right and fast about a kernel in its place. They run in a worker of
// their own, since a kernel may never end.

import type { Case } from '../../../bench/case'
import type { RowName } from '../../../bench/choose'
import type { Probes } from '../../../bench/probes'
import type { RaceRow } from '../../../bench/race'
import type { KernelName } from '../../catalogue/index'
import type { Judgement, KernelFile } from '../../catalogue/own'
import type { Verdict } from '../../catalogue/verify'
import type { OwnShader } from '../../gpu/own'
import type { Lab } from '../lab/lab'
import type { Contest, Trained } from './contest'
import type { At, Dispatched, Text, Typed } from './types'

const tools = () => import('./kernelTools')

/** Name of the user's text in messages. */
const NAME = 'mine.wgsl'

export interface KernelsOf {
  files: KernelFile[]
  /** Rows that can be raced, by the size of the layer and the pass. */
  rows: (RowName & { sample: Typed })[]
}

/** Names of all ops, and of the optimisers' steps. */
async function kernelOps(_: Lab): Promise<readonly KernelName[]> {
  const { kernelNames } = await tools()
  return kernelNames
}

/** Files of an op's kernels; needs no GPU. */
async function kernelFiles(_: Lab, op: KernelName): Promise<KernelsOf> {
  const { filesOf, fastFilesOf, casesOf, cardOf } = await tools()
  return {
    files: [...filesOf(op), ...fastFilesOf(op)],
    rows: casesOf(op).map(({ size, what, shapes }) => {
      const { options = {} } = cardOf(op).sizes[size] ?? {}
      return { op, size, what, sample: { shapes, options } }
    }),
  }
}

async function kernelCheck(lab: Lab, text: Text): Promise<Judgement> {
  const { judgeOwn } = await tools()
  const own = await placed(text)
  return judgeOwn(await lab.gpu(), text.op, own, text.scope)
}

async function placed({ op, file, source, entry }: Text): Promise<OwnShader> {
  const { placeOwn } = await tools()
  return placeOwn(op, { name: NAME, source, as: file, ...(entry !== undefined && { entry }) })
}

export interface Raced {
  adapter: string
  /** None where this row does not run the file. */
  row: RaceRow | undefined
  wrong: Verdict[]
}

/** Multiply-adds of a float64 reference that a user would wait for. */
const PATIENT = 2e8

/** Checks values and gradients at a size that was typed. */
async function kernelCheckAt(lab: Lab, text: Text, typed: Typed): Promise<Judgement> {
  const { judgeOwn, cardOf, sampleAt } = await tools()
  const own = await placed(text)
  const card = cardOf(text.op)
  const sample = sampleAt(text.op, typed)
  const { flop } = card.work(sample.inputs, sample.options)
  // Each of 128 elements of a gradient is two references.
  if (flop * (card.gradient ? 256 : 1) > PATIENT * 16) {
    throw new Error(
      'the reference would take minutes at this size. Check a smaller one; Race takes any',
    )
  }
  const subject = { name: text.op, card: { ...card, samples: [sample] } }
  return judgeOwn(await lab.gpu(), subject, own)
}

/** Constants at a size; needs no GPU. */
async function kernelConstants(_: Lab, text: Text, at: At): Promise<Dispatched[]> {
  const { constantsOf } = await tools()
  const own = await placed(text)
  const [found] = await casesFor(text.op, at)
  return found ? constantsOf(found, own) : []
}

async function casesFor(op: KernelName, { row, typed }: At): Promise<Case[]> {
  const { casesAt, casesOf, isOp, sampleAt } = await tools()
  const all = typed && isOp(op) ? casesAt(op, sampleAt(op, typed)) : casesOf(op)
  return all.filter(({ size, what }) => what === row.what && (typed || size === row.size))
}

/** Measures one row, shortly. */
async function kernelRace(lab: Lab, text: Text, at: At): Promise<Raced> {
  const { raceOp } = await tools()
  const own = await placed(text)
  const gpu = await lab.gpu()
  const { op, scope } = text
  const cases = await casesFor(op, at)
  const { rows, wrong } = await raceOp(gpu, op, own, {
    cases,
    quick: true,
    ...(scope && { scope }),
  })
  return { adapter: gpu.name, row: rows[0], wrong }
}

const contests = new WeakMap<Lab, Contest>()

/** Opens a training with the user's kernel, and the same one with ours. Returns their iterations. */
async function kernelTrain(lab: Lab, text: Text): Promise<Pick<Contest, 'total' | 'portion'>> {
  const { openContest } = await tools()
  endContest(lab)
  const own = await placed(text)
  const digits = () => lab.digits()
  const contest = await openContest(await lab.gpu(), { op: text.op, own, digits })
  contests.set(lab, contest)
  return { total: contest.total, portion: contest.portion }
}

/** Trains both for a portion. */
async function kernelTrainOn(lab: Lab): Promise<{ own: Trained; ours: Trained }> {
  const contest = contests.get(lab)
  if (!contest) throw new Error('nothing trains. Press Train')
  const { own, ours, portion } = contest
  return { own: await own.run(portion), ours: await ours.run(portion) }
}

async function kernelTrainEnd(lab: Lab): Promise<void> {
  endContest(lab)
}

function endContest(lab: Lab): void {
  const contest = contests.get(lab)
  contest?.own.destroy()
  contest?.ours.destroy()
  contests.delete(lab)
}

/** Measures the limits of the adapter. */
async function kernelLimits(lab: Lab): Promise<Probes> {
  const { probe } = await tools()
  return probe(await lab.gpu(), { quick: true })
}

export const kernelJobs = {
  kernelOps,
  kernelFiles,
  kernelCheck,
  kernelCheckAt,
  kernelConstants,
  kernelRace,
  kernelTrain,
  kernelTrainOn,
  kernelTrainEnd,
  kernelLimits,
}
