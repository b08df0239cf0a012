// Activations kept as halves for the backward pass: off by default, without cost
// where no gradient needs them, and with bounded errors of the gradients against f32.

import { beforeAll, describe, expect, it } from 'vitest'
import type { Tensor } from '../../src/autograd/tensor'
import { empty, tensor } from '../../src/autograd/tensor'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import { gradientPenalty } from '../../src/gan/model/penalty'
import { configOf } from '../../src/gan/model/presets'
import { bytesOf, makeBlueprint } from '../../src/gan/run/blueprint'
import type { Gpu } from '../../src/gpu/device'
import { run } from '../../src/gpu/program'
import { trace } from '../../src/gpu/trace'
import { Conv2d } from '../../src/nn/layers'
import type { Module } from '../../src/nn/module'
import { Network } from '../../src/nn/network'
import { BatchNorm2d, LayerNorm } from '../../src/nn/norms'
import { Random } from '../../src/nn/philox'
import { LeakyReLU, ReLU, Tanh } from '../../src/nn/plain'
import { mul, roundToHalf, scale, sum } from '../../src/ops'

let gpu: Gpu
beforeAll(async () => {
  gpu = await openNodeGpu()
})

const numbers = (shape: readonly number[], seed: number): Tensor => {
  const random = new Random(seed, 1)
  const count = shape.reduce((a, b) => a * b)
  return tensor(
    gpu,
    Float32Array.from({ length: count }, () => random.normal(0, 1)),
    shape,
  )
}

/** ‖a - b‖ / ‖b‖ of all gradients of a network, a with halves and b in f32. */
async function distance(layers: () => Module[], loss: (y: Network, x: Tensor) => Tensor) {
  const x = numbers([4, 8, 8, 3], 1)
  const found = async (halfActivations: boolean) => {
    const network = new Network('network', layers())
    network.initialise(gpu, 5)
    // Scaled by a kernel, since tensors that stay in memory anyway are not packed.
    await run(gpu, () => network.backward(loss(network, scale(x, 1.5))), { halfActivations })
    const state = await network.gradientState(gpu)
    return [...state.values()].flatMap(({ data }) => Array.from(data, Number))
  }
  const [half, whole] = [await found(true), await found(false)]
  const norm = (values: readonly number[]) => Math.hypot(...values)
  return norm(half.map((value, i) => value - (whole[i] ?? 0))) / norm(whole)
}

const entries = (step: () => unknown, halfActivations: boolean) =>
  trace({ step }, { halfActivations }).dispatches.step.map(({ entry }) => entry.name)

describe('activations kept as halves', () => {
  const layers = () => [
    new Conv2d(3, 8, 3, { padding: 1 }),
    new BatchNorm2d(8),
    new LeakyReLU(0.2),
    new Conv2d(8, 6, 3, { padding: 1 }),
    new ReLU(),
    new Conv2d(6, 2, 3, { padding: 1 }),
    new Tanh(),
  ]
  const train = { training: true }

  it('are packed only where they are asked for, and a gradient asks', () => {
    const network = new Network('network', layers())
    const forward = () => network.forward(scale(empty('x', [4, 8, 8, 3]), 2), train)
    const step = () => network.backward(sum(forward()))
    expect(entries(step, false)).not.toContain('pack')
    expect(entries(forward, true)).not.toContain('pack')
    const packs = entries(step, true)
    // The input, three activations (the batch norm's among them), and the batch norm's input.
    expect(packs.filter((name) => name === 'pack')).toHaveLength(5)
    expect(packs.filter((name) => name === 'unpack')).toHaveLength(5)
  })

  it('change gradients by a rounding of 11 digits', async () => {
    const u = numbers([4, 8, 8, 2], 2)
    const off = await distance(layers, (y, x) => sum(mul(u, y.forward(x, train))))
    expect(off).toBeGreaterThan(1e-6)
    expect(off).toBeLessThan(2e-3)
  })

  it('let second gradients through', async () => {
    const critic = () => [
      new Conv2d(3, 8, 3, { padding: 1 }),
      new LayerNorm([8, 8, 8]),
      new LeakyReLU(0.2),
      new Conv2d(8, 1, 8),
    ]
    const off = await distance(
      critic,
      (y, x) => gradientPenalty((at) => y.forward(at, train), x).loss,
    )
    expect(off).toBeGreaterThan(1e-6)
    expect(off).toBeLessThan(5e-3)
  })

  it('take less memory in a DCGAN', () => {
    const bytes = (halfActivations: boolean) => {
      const config = configOf({ halfActivations }, { software: false, channels: 1 })
      return bytesOf(makeBlueprint(config, { count: 64, height: 28, width: 28, channels: 1 }))
    }
    expect(bytes(true)).toBeLessThan(0.95 * bytes(false))
  })
})

it('a number beyond the largest half is clamped', async () => {
  const x = tensor(gpu, [65_504, 65_520, 1e30, -1e30, 1, 0.1], [6])
  const y = await (await run(gpu, () => roundToHalf(x))).read(gpu)
  expect([...y.slice(0, 5)]).toEqual([65_504, 65_504, 65_504, -65_504, 1])
  expect(Math.abs((y[5] ?? 0) - 0.1)).toBeLessThan(0.1 * 2 ** -10)
})
