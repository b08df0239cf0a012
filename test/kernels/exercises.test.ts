// The lab's exercises: each start fails for the reason that it is about, and each solution is right, and fast enough.

import { expect, test } from 'vitest'
import { exercises } from '../../src/page/kernels/exercises'
import { taskNames } from '../../src/page/kernels/tasks/names'
import type { exerciseScenarios } from '../scenarios/exercises'
import { inPage } from '../support/browser'

type Judged = Awaited<ReturnType<(typeof exerciseScenarios)['exercise']>>

test('their names are those of the texts', () => {
  expect(exercises.map(({ name }) => name)).toEqual(taskNames)
})

test.each(exercises.map((each) => [each.name, each] as const))('%s', async (name, exercise) => {
  const { start, solution, pace } = await inPage<Judged>('exercise', name, { races: true })
  expect(solution).toEqual([])
  for (const reason of exercise.fails) expect(start).toContain(reason)
  if (!exercise.pace || !pace) return expect(start).not.toEqual([])
  expect(start).toEqual([])
  expect(pace.start).toBeGreaterThan(exercise.pace.most)
  expect(pace.solution).toBeLessThan(exercise.pace.most)
})
