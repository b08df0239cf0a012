// NaN stays NaN, as in PyTorch, so that a diverging run is visible. On both adapters.

import { expect, test } from 'vitest'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import { whereNaN } from '../scenarios/nan'
import { inPage } from '../support/browser'

const element = [false, true, false, false]
const expected = {
  relu: element,
  leakyRelu: element,
  elu: element,
  tanh: element,
  sigmoid: element,
  softplus: element,
  hinge: [true],
  'bceWithLogits of real': [true],
  'bceWithLogits of fake': [true],
  mse: [true],
  l1: [true],
  'a clipped step': element,
}

test('in Chrome', async () => {
  expect(await inPage('whereNaN')).toEqual(expected)
})

test('in Node', async () => {
  const gpu = await openNodeGpu()
  expect(await whereNaN(gpu)).toEqual(expected)
  gpu.close()
})
