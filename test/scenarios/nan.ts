// For test/kernels/nan.test.ts, on any adapter: NaN stays visible.

import { type Tensor, tensor } from '../../src/autograd/tensor'
import { pageGpu } from '../../src/cli/gpu/page/pageGpu'
import type { Gpu } from '../../src/gpu/device'
import { run } from '../../src/gpu/program'
import {
  bceWithLogits,
  elu,
  hinge,
  l1,
  leakyRelu,
  mse,
  relu,
  sigmoid,
  softplus,
  tanh,
} from '../../src/ops'
import { rmsprop } from '../../src/optim/optimizer'

/** Is it NaN, by its bits? A compiler may assume that there is none. */
const isNaNBits = (bits: number): boolean => (bits & 0x7fffffff) > 0x7f800000

/** NaN elements of each result, if the second of four inputs (or gradients) is NaN; for a loss, its only input. */
export async function whereNaN(gpu: Gpu): Promise<Record<string, boolean[]>> {
  const x = tensor(
    gpu,
    new Float32Array(Uint32Array.of(0, 0x7fc00000, 0x40000000, 0xc0000000).buffer),
    [4],
  )
  const parameters = tensor(gpu, [0, 0, 0, 0], [4])
  const network = { name: 'clipped', parameters, gradients: x, overwritten() {} }
  const optimiser = rmsprop(network, { lr: 1, clip: 0.01 })
  optimiser.initialise(gpu)
  const stepped = () => {
    optimiser.step()
    return parameters
  }
  const results = await run(
    gpu,
    (): Record<string, Tensor> => ({
      relu: relu(x),
      leakyRelu: leakyRelu(x),
      elu: elu(x),
      tanh: tanh(x),
      sigmoid: sigmoid(x),
      softplus: softplus(x),
      hinge: hinge(x, { sign: 1 }),
      'bceWithLogits of real': bceWithLogits(x, 1),
      'bceWithLogits of fake': bceWithLogits(x, 0),
      mse: mse(x, 1),
      l1: l1(x, 1),
      'a clipped step': stepped(),
    }),
  )
  const found: Record<string, boolean[]> = {}
  for (const [name, result] of Object.entries(results)) {
    const values = await result.read(gpu)
    found[name] = Array.from(new Uint32Array(values.buffer), isNaNBits)
  }
  return found
}

export const nanScenarios = { whereNaN: async () => whereNaN(await pageGpu()) }
