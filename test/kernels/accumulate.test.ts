// Gradients of several batches, summed up before a step, on Node's adapter: networks without norms learn what they learn
// from one batch of as many images.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import type { GanConfig } from '../../src/gan/model/config'
import { Trainer } from '../../src/gan/run/trainer'
import type { Gpu } from '../../src/gpu/device'
import { Linear } from '../../src/nn/layers'
import { Network } from '../../src/nn/network'
import { Random } from '../../src/nn/philox'
import { Flatten, LeakyReLU, ReLU, Tanh, Unflatten } from '../../src/nn/plain'

let gpu: Gpu

beforeAll(async () => {
  gpu = await openNodeGpu()
})
afterAll(() => gpu.close())

const SIDE = 8

const random = new Random(1, 7)
const set = {
  ...{ count: 64, height: SIDE, width: SIDE, channels: 1 },
  pixels: Uint8Array.from({ length: 64 * SIDE * SIDE }, () => 128 + 40 * random.normal(0, 1)),
}

function open(chosen: Partial<GanConfig>): Promise<Trainer> {
  const layers = [new Linear(8, 32), new ReLU(), new Linear(32, SIDE * SIDE), new Tanh()]
  const generator = new Network('generator', [
    new Flatten(),
    ...layers,
    new Unflatten([SIDE, SIDE, 1]),
  ])
  const discriminator = new Network('discriminator', [
    ...[new Flatten(), new Linear(SIDE * SIDE, 32), new LeakyReLU(0.2), new Linear(32, 1)],
  ])
  const given = { models: { generator, discriminator }, imageSize: SIDE, latent: 8 }
  return Trainer.create(gpu, set, { ...given, objective: 'lsgan', r1: 1, ...chosen })
}

/** Figures and gradients after some iterations. */
async function learned(chosen: Partial<GanConfig>, iterations: number) {
  const trainer = await open(chosen)
  try {
    const { lossD, lossG, dReal, dFake, dSign } = await trainer.run(iterations)
    const { generator, discriminator } = trainer.blueprint.models
    const gradients = [generator, discriminator].map((each) => each.gradients.read(gpu))
    const clock = (await trainer.save()).get('clock') ?? []
    return {
      figures: [lossD, lossG, dReal, dFake, dSign],
      gradients: await Promise.all(gradients),
      clock: [...clock],
    }
  } finally {
    trainer.destroy()
  }
}

test.each([
  [{ batchSize: 4, accumulate: 4 }, 1],
  [{ batchSize: 8, accumulate: 2 }, 1],
  [{ batchSize: 4, accumulate: 4 }, 3],
])('%j is a batch of 16, to rounding, in step %i', async (parts, iterations) => {
  const [whole, summed] = [
    await learned({ batchSize: 16 }, iterations),
    await learned(parts, iterations),
  ]
  for (const [i, figure] of whole.figures.entries()) {
    expect(Math.abs((summed.figures[i] ?? 0) - figure)).toBeLessThan(2e-5)
  }
  for (const [i, gradient] of whole.gradients.entries()) {
    const other = summed.gradients[i] ?? new Float32Array(0)
    const [size, apart] = [gradient, gradient.map((value, k) => value - (other[k] ?? 0))].map(
      (values) => Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0)),
    )
    expect(size).toBeGreaterThan(1e-3)
    expect((apart ?? 1) / (size ?? 0)).toBeLessThan(1e-4)
  }
  expect(summed.clock[3]).toBe(iterations)
})

test('with several steps of D, each sums up batches of its own; a resumed run goes on to the same bits', async () => {
  const trainer = await open({ batchSize: 4, accumulate: 3, criticSteps: 2 })
  try {
    await trainer.run(1)
    const kept = await trainer.save()
    const [, draws, batches, iterations] = kept.get('clock') ?? []
    // Two steps of D and one of G draw noise.
    expect([draws, batches, iterations]).toEqual([3, 6, 1])
    await trainer.run(2)
    const whole = await trainer.save()
    trainer.restore(kept, 1)
    await trainer.run(2)
    expect(await trainer.save()).toEqual(whole)
  } finally {
    trainer.destroy()
  }
})
