// The longest sums of the table that `npm run check -- --accuracy` prints: kernels/accuracy.test.ts has ops of each kind.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { accuracyCases } from '../../src/catalogue/accuracy/cases'
import { measureAccuracy } from '../../src/catalogue/accuracy/measure'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import type { Gpu } from '../../src/gpu/device'

let gpu: Gpu
beforeAll(async () => {
  gpu = await openNodeGpu()
})
afterAll(() => gpu.close())

it.each([
  ['conv2d', 'D 64², block 4, batch 2'],
  ['groupNorm', 'batch 8'],
])('%s: %s', async (op, name) => {
  const index = accuracyCases.findIndex((each) => each.op === op && each.name === name)
  const rows = await measureAccuracy(gpu, index)
  expect(rows.filter(({ ok }) => !ok)).toEqual([])
  expect(rows.length).toBeGreaterThan(0)
})
