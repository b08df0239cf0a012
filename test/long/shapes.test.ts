// Kernels on random shapes: a few of those that `npm run fuzz -- shapes` tries, in Node.

import { afterAll, expect, it } from 'vitest'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import { tryShapes } from '../fuzz/trial'

const gpu = await openNodeGpu()
afterAll(() => gpu.close())

it('convolutions and batch norms of random shapes stay within their bounds', async () => {
  const { bug, shapes, kernels } = await tryShapes(gpu, { seed: 8, runs: 16 })
  expect(bug).toBeUndefined()
  expect(shapes).toBe(16)
  expect(kernels.size).toBeGreaterThan(5)
})
