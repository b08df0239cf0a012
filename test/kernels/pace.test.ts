// Waiting for the GPU in Node, where a CPU plays it.

import { expect, test } from 'vitest'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import { Pace } from '../../src/gpu/pace'

/** Milliseconds that the process stands still, as one does whose computer sleeps. */
const ASLEEP = 1500

test('a computer that was asleep is not waited for as long again', async () => {
  const gpu = await openNodeGpu()
  const pace = new Pace(gpu, 1)
  const waited = async (asleep = 0) => {
    const start = performance.now()
    pace.submitted()
    if (asleep > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, asleep)
    await pace.idle()
    return performance.now() - start
  }
  for (let iteration = 0; iteration < 3; iteration++) await waited()
  expect(await waited(ASLEEP)).toBeGreaterThan(ASLEEP - 1)
  expect(await waited()).toBeLessThan(ASLEEP / 2)
  expect(await waited()).toBeLessThan(ASLEEP / 2)
  gpu.close()
})
