// The lab's exercises in Firefox: each start fails for the reason that it is about, and each solution is right. Which is
// faster is measured in Chrome (test/kernels/exercises.test.ts).

import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFirefoxRuntime } from '../../src/cli/runtime/firefoxRuntime'
import type { PageRuntime } from '../../src/cli/runtime/pageRuntime'
import { exercises } from '../../src/page/kernels/exercises'
import type { exerciseScenarios } from '../scenarios/exercises'
import { SCENARIOS } from '../support/shared'

type Judged = Awaited<ReturnType<(typeof exerciseScenarios)['exercise']>>

let firefox: PageRuntime

beforeAll(async () => {
  firefox = await openFirefoxRuntime({ entry: SCENARIOS })
})

afterAll(() => firefox?.close())

test.each(exercises.map((each) => [each.name, each] as const))('%s', async (name, { fails }) => {
  const { start, solution } = await firefox.call<Judged>('exercise', name, { races: false })
  expect(solution).toEqual([])
  expect(start).toEqual(fails.length > 0 ? expect.arrayContaining([...fails]) : [])
})
