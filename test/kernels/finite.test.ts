// What helps when something breaks: labels on the GPU's objects, and the first tensor that is not finite.

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { gradients } from '../../src/autograd/gradients'
import { tensor } from '../../src/autograd/tensor'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import type { GanConfig } from '../../src/gan/model/config'
import { makeBlueprint } from '../../src/gan/run/blueprint'
import { watchFinite } from '../../src/gan/run/finite'
import { Trainer } from '../../src/gan/run/trainer'
import type { Gpu } from '../../src/gpu/device'
import { FiniteWatch, showNonFinite } from '../../src/gpu/explain/finite'
import { capture, submit, upload } from '../../src/gpu/program'
import { stage, trace } from '../../src/gpu/trace'
import { conv2d, exp, log, mul, relu, square, sum } from '../../src/ops'
import { noisy, smallest } from '../scenarios/parts'

// A device of its own, on which no pipeline has a label yet (support/nodeGpu.ts).
vi.unmock('../../src/cli/runtime/nodeRuntime')

let gpu: Gpu
beforeAll(async () => {
  gpu = await openNodeGpu()
})
afterAll(() => gpu.close())

async function open(changes: Partial<GanConfig> = {}): Promise<Trainer> {
  const { pixels, labels, ...set } = noisy()
  return Trainer.open(
    gpu,
    makeBlueprint(smallest(changes), set, { traits: gpu.traits }),
    pixels,
    labels,
  )
}

describe('labels', () => {
  test('say stage, op, file and entry point on pipelines and bind groups', async () => {
    const image = tensor(gpu, new Float32Array(16), [1, 4, 4, 1])
    const weight = tensor(gpu, new Float32Array(18), [3, 3, 1, 2])
    const { programs, destroy } = await capture(gpu, {
      step: () => {
        stage('D on real and fake')
        const y = conv2d(image, weight)
        return gradients(sum(square(y)), [weight])
      },
    })
    const { commands } = programs.step
    const labels = [
      'D on real and fake / conv2d / convTiled.wgsl convolve',
      'D on real and fake / square / elementary.wgsl square',
      'D on real and fake / sumTo / sums.wgsl sum_axis',
      'D on real and fake / gradient of square for x / arithmetic.wgsl scale',
      'D on real and fake / gradient of conv2d for weight / convTiled.wgsl weight_gradient',
    ]
    expect(commands.map(({ bindGroup }) => bindGroup.label)).toEqual(labels)
    expect(commands.map(({ pipeline }) => pipeline.label)).toEqual(labels)
    destroy()
  })

  test('say the program, or its part, on encoders and passes', async () => {
    const trainer = await open()
    const labels: (string | undefined)[] = []
    const create = gpu.device.createCommandEncoder.bind(gpu.device)
    gpu.device.createCommandEncoder = (options) => {
      const encoder = create(options)
      const begin = encoder.beginComputePass.bind(encoder)
      encoder.beginComputePass = (pass) => {
        labels.push(`${encoder.label}: ${pass?.label}`)
        return begin(pass)
      }
      return encoder
    }
    trainer.iterate()
    await trainer.substep()
    gpu.device.createCommandEncoder = create
    expect(labels).toEqual([
      'critic: critic',
      'generator: generator',
      'critic / draw noise: critic / draw noise',
    ])
    trainer.destroy()
  })
})

/** The first tensor that is not finite when `step` runs, in words. */
async function firstOf(step: () => unknown): Promise<string | undefined> {
  const watch = await FiniteWatch.open(gpu, trace({ step }, gpu.traits))
  submit(gpu, [watch.programs.step, watch.programs.step])
  const found = await watch.first()
  watch.destroy()
  return found && showNonFinite(found)
}

describe('the first tensor that is not finite', () => {
  test('is named with its op, where the op overflows', async () => {
    const x = tensor(gpu, [1, 100, -100, 200], [2, 2], 'x')
    expect(await firstOf(() => sum(relu(mul(exp(x), x))))).toBe(
      'op exp wrote tensor result = exponential [2, 2]: 2 infinite of 4 values (elementary.wgsl exponential); ' +
        'inputs were finite: x [2, 2]',
    )
  })

  test('is named before a relu that may hide it', async () => {
    const x = tensor(gpu, [1, -1, 2], [3], 'x')
    expect(await firstOf(() => relu(log(x)))).toMatch(/^op log wrote tensor .* 1 NaN of 3 values/)
  })

  test('is nothing where all is finite', async () => {
    const x = tensor(gpu, [1, -1, 2], [3], 'x')
    expect(await firstOf(() => sum(relu(x)))).toBeUndefined()
  })

  test.each([
    {},
    { halfActivations: true },
    { objective: 'wgan-gp', criticSteps: 2, lambda: 10 },
  ] satisfies Partial<GanConfig>[])('does not change a run: %j', async (changes) => {
    const [plain, watched] = [await open(changes), await open(changes)]
    const watch = await watchFinite(watched)
    for (const trainer of [plain, watched]) await trainer.run(3)
    await watched.substep()
    plain.iterate()
    expect(await watched.save()).toEqual(await plain.save())
    expect(await watch.first()).toBeUndefined()
    for (const each of [plain, watched, watch]) each.destroy()
  })

  test('is a weight that was NaN before the step', async () => {
    const trainer = await open()
    const watch = await watchFinite(trainer)
    await trainer.run(1)
    const [, variable] = trainer.gan.discriminator.variables.at(-1) ?? []
    if (!variable) throw new Error('D has no variable')
    upload(gpu, variable.tensor, Float32Array.of(Number.NaN), { at: 8 })
    trainer.iterate()
    trainer.iterate()
    const found = await watch.first()
    expect(found && showNonFinite(found)).toMatch(
      'op conv2d (D on real and fake) reads tensor weight = discriminator.main.5.weight [4, 4, ',
    )
    for (const each of [trainer, watch]) each.destroy()
  })
})
