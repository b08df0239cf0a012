// Waiting for the GPU where a CPU plays it, on a clock of the test's own.

import { afterEach, expect, test, vi } from 'vitest'
import type { Gpu } from '../../src/gpu/device'
import { Pace } from '../../src/gpu/pace'

/** Milliseconds that the process stands still, as if its computer slept. */
const ASLEEP = 1500

/** Milliseconds that an iteration takes. */
const WORK = 20

afterEach(() => vi.restoreAllMocks())

test('a computer that was asleep is not waited for as long again', async () => {
  let now = 0
  let done = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((then: () => void, after = 0) => {
    now += after
    then()
  }) as typeof setTimeout)
  const onSubmittedWorkDone = async () => {
    now = Math.max(now, done)
  }
  const gpu = { software: true, device: { queue: { onSubmittedWorkDone } } } as unknown as Gpu
  const pace = new Pace(gpu, 1)
  const waited = async (asleep = 0) => {
    const start = now
    done = start + WORK
    pace.submitted()
    now += asleep
    await pace.idle()
    return now - start
  }
  for (let iteration = 0; iteration < 3; iteration++) await waited()
  expect(await waited(ASLEEP)).toBeGreaterThan(ASLEEP - 1)
  expect(await waited()).toBeLessThan(2 * WORK)
  expect(await waited()).toBeLessThan(2 * WORK)
})
