// No op rounds more than PyTorch's float32 by half, or else its errors stay below one rounding: a few cases of the table
// that `npm run check -- --accuracy` prints, by each rule's kernels.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accuracyCases, errorOfPyTorch } from '../../src/catalogue/accuracy/cases'
import listed from '../../src/catalogue/accuracy/cases.json'
import { measureAccuracy } from '../../src/catalogue/accuracy/measure'
import { opNames } from '../../src/catalogue/index'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import type { Gpu } from '../../src/gpu/device'

let gpu: Gpu
beforeAll(async () => {
  gpu = await openNodeGpu()
})
afterAll(() => gpu.close())

/** A long sum, and an op of each kind; the longest are in test/long/accuracy.test.ts. */
const CASES = [
  'conv2d: D 64², head, batch 64',
  'linear: GAN 2014, D layer 1, batch 64',
  'batchNorm: D, batch 32',
  'elu: 4096 numbers',
  'tanh: 4096 numbers',
  'exp: 4096 numbers',
  'log: 4096 numbers',
  'mse: 1024 scores',
  'hinge: 64 scores',
  'bceWithLogits: 64 scores',
]

const titleOf = ({ op, name }: { op: string; name: string }) => `${op}: ${name}`

it.each(CASES)('%s', async (title) => {
  const index = accuracyCases.findIndex((each) => titleOf(each) === title)
  const rows = await measureAccuracy(gpu, index)
  expect(rows.filter(({ ok }) => !ok)).toEqual([])
  expect(rows.length).toBeGreaterThan(0)
})

describe('the table', () => {
  it('has every op', () => {
    expect(new Set(accuracyCases.map(({ op }) => op))).toEqual(new Set(opNames))
  })

  it("knows PyTorch's errors", () => {
    const unknown = accuracyCases
      .slice(0, listed.length)
      .filter((each) => errorOfPyTorch(each, 'y') === undefined)
    expect(unknown.map(titleOf)).toEqual([])
  })
})
