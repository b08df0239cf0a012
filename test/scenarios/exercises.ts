// For test/kernels/exercises.test.ts and test/naga/exercises.test.ts, on any adapter: an exercise's start and its solution
// before their judge.

import { casesAt, casesOf } from '../../bench/cases'
import { raceOp } from '../../bench/race'
import { filesOf, judgeOwn, placeOwn } from '../../src/catalogue/own'
import { pageGpu } from '../../src/cli/gpu/page/pageGpu'
import type { Gpu } from '../../src/gpu/device'
import { type Exercise, startOf } from '../../src/page/kernels/exercise'
import { exercises } from '../../src/page/kernels/exercises'
import { isOp, sampleAt } from '../../src/page/kernels/kernelTools'

/** Findings: tensors that are wrong, kinds of suspects, samples whose bits change, kernels that cannot be followed. */
async function findings(gpu: Gpu, exercise: Exercise, source: string): Promise<string[]> {
  const { op, file: as, entry, scope } = exercise
  const own = placeOwn(op, { name: 'mine.wgsl', source, as, entry })
  const { verdicts, unsteady, suspects, unfollowed } = await judgeOwn(gpu, op, own, scope)
  const wrong = verdicts.filter(({ ok }) => !ok).map(({ input }) => input)
  return [...new Set([...wrong, ...suspects.map(({ kind }) => kind), ...unsteady, ...unfollowed])]
}

/** Multiple of the plain kernel's time. */
async function paceOf(gpu: Gpu, { op, file: as, pace, scope }: Exercise, source: string) {
  if (!pace) return Number.NaN
  const own = placeOwn(op, { name: 'mine.wgsl', source, as })
  const { size, what, typed } = pace
  const all = typed && isOp(op) ? casesAt(op, sampleAt(op, typed)) : casesOf(op)
  const cases = all.filter((each) => each.what === what && (typed || each.size === size))
  const { rows } = await raceOp(gpu, op, own, { cases, scope, quick: true })
  const { own: mine, plain } = rows[0]?.ms ?? { own: Number.NaN, plain: Number.NaN }
  return mine / plain
}

/** @param races  measures those whose speed decides, too */
export async function judgeExercise(gpu: Gpu, name: string, { races }: { races: boolean }) {
  const exercise = exercises.find((each) => each.name === name)
  if (!exercise) throw new RangeError(`no exercise is named ${name}`)
  const { op, file, solution } = exercise
  const ours = filesOf(op).find((each) => each.file === file)?.text ?? ''
  const [start, solved] = [startOf(exercise, ours), solution(ours)]
  return {
    start: await findings(gpu, exercise, start),
    solution: await findings(gpu, exercise, solved),
    pace: races &&
      exercise.pace && {
        start: await paceOf(gpu, exercise, start),
        solution: await paceOf(gpu, exercise, solved),
      },
  }
}

export const exerciseScenarios = {
  exercise: async (name: string, options: { races: boolean }) =>
    judgeExercise(await pageGpu(), name, options),
}
