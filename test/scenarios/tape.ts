// For test/kernels/tape.test.ts: gradients whose values are obvious.

import { gradients } from '../../src/autograd/gradients'
import { empty, type Tensor, tensor } from '../../src/autograd/tensor'
import { pageGpu } from '../../src/cli/gpu/page/pageGpu'
import { gradientPenalty } from '../../src/gan/model/penalty'
import { makeBlueprint } from '../../src/gan/run/blueprint'
import { Trainer } from '../../src/gan/run/trainer'
import type { Gpu } from '../../src/gpu/device'
import { run } from '../../src/gpu/program'
import {
  abs,
  add,
  clamp,
  hinge,
  l1,
  linear,
  maximum,
  minimum,
  mul,
  relu,
  scale,
  sum,
} from '../../src/ops'
import { config } from '../../src/page/lessons/tape/record'
import { valuesAt } from '../../src/page/lessons/tape/say'
import type { Place, StepName } from '../../src/page/lessons/tape/shapes'
import { TapeStudy } from '../../src/page/lessons/tape/study'
import { digits } from './training'

/** The tensors' values, by their names. */
async function read(
  gpu: Gpu,
  tensors: Record<string, Tensor | undefined>,
): Promise<Record<string, number[]>> {
  const values: Record<string, number[]> = {}
  for (const [name, tensor] of Object.entries(tensors)) {
    values[name] = [...((await tensor?.read(gpu)) ?? [])]
  }
  return values
}

async function tapeValues(): Promise<Record<string, number[]>> {
  const gpu = await pageGpu()
  const x = tensor(gpu, [1, -2, 3], [3])
  const results = await run(gpu, () => {
    const squares = mul(x, x)
    const diamond = gradients(sum(add(squares, scale(squares, 3))), [x])
    const twice = gradients(sum(mul(mul(x, x), x)), [x, empty('unused', [2])])
    return { diamond: diamond[0], twice: twice[0], unused: twice[1] }
  })
  return read(gpu, results)
}

/** Gradients of a sum at points where the op has none, and differences mean nothing. */
async function kinks(): Promise<Record<string, number[]>> {
  const gpu = await pageGpu()
  const x = tensor(gpu, [-1, 0, 1, -2, 2], [5])
  const results = await run(gpu, () => {
    const of = (y: Tensor) => gradients(sum(y), [x])[0]
    return {
      abs: of(abs(x)),
      clamp: of(clamp(x, { min: -1, max: 1 })),
      maximum: of(maximum(x, 1)),
      minimum: of(minimum(x, 1)),
      l1: of(l1(x, 1, { reduction: 'sum' })),
      real: of(hinge(x, { sign: 1, reduction: 'sum' })),
      fake: of(hinge(x, { sign: -1, reduction: 'sum' })),
    }
  })
  return read(gpu, results)
}

/** A critic that is 0 everywhere, and its gradient penalty. */
async function flatCritic(): Promise<Record<string, number[]>> {
  const gpu = await pageGpu()
  const x = tensor(gpu, [1, 2, 3, 4], [2, 2])
  const w = tensor(gpu, [-1, -1], [2, 1])
  const results = await run(gpu, () => {
    const { loss } = gradientPenalty((images) => relu(linear(images, w)), x)
    return { loss, weight: gradients(loss, [w])[0] }
  })
  // JSON knows no -0.
  const { loss = [], weight = [] } = await read(gpu, results)
  return { loss, weight: weight.map((value) => value + 0) }
}

/** The lesson's steps, dispatch by dispatch, beside an iteration of a trainer with the same settings. */
async function tapeStepped() {
  const gpu = await pageGpu()
  const all = await digits()
  const images = { ...all, count: 64, pixels: all.pixels.slice(0, 64 * 28 * 28) }
  const study = await TapeStudy.open(gpu, images)
  const trainer = await Trainer.open(
    gpu,
    makeBlueprint(config, images, { traits: gpu.traits }),
    images.pixels,
  )
  trainer.iterate()
  await trainer.idle()
  const { generator, discriminator } = trainer.blueprint.models
  const truth = {
    D: await discriminator.gradients.read(gpu),
    G: await generator.gradients.read(gpu),
  }
  const bits = (of: Float32Array) => String(new Uint32Array(of.buffer))
  const found: Record<string, Float32Array> = {}
  const through = async (name: StepName, ks: readonly number[]) => {
    const { length } = study.tape[name].dispatches
    const [same, there]: [boolean[], number[]] = [[], []]
    for (const k of ks) {
      const step = await study.stepTo(name, k)
      same.push(step.same)
      there.push(step.there)
      if (k === length - 1) found[name] = await study.gradients(name)
    }
    const known = truth[name === 'G' ? 'G' : 'D']
    return { same, there, trainers: bits(found[name] ?? new Float32Array()) === bits(known) }
  }
  // Through D's step in strides, reading after each dispatch of G's, and then back. Every dispatch is a submit.
  const { dispatches, first } = study.tape.G
  const ks = [0, 19, 33, first - 1, ...[...dispatches.keys()].slice(first), 3]
  const gone = {
    G: await through('G', ks),
    apart: await through('apart', [study.tape.apart.dispatches.length - 1, 3]),
  }
  // D's step is where G's begins.
  await study.stepTo('D', study.tape.D.dispatches.length - 1)
  const sameD = bits(await study.gradients('D')) === bits(truth.D)
  const { values } = await study.run('apart')
  const read = (place: Place) => [...valuesAt(study.tape.apart, place, values)]
  const sums = study.tape.apart.sums.map(({ parts, sum }) => ({
    parts: parts.map(read),
    sum: read(sum),
  }))
  const most = Math.max(...truth.D.map(Math.abs))
  const away = Math.max(...truth.D.map((g, i) => Math.abs(g - (found['apart']?.[i] ?? 0)))) / most
  trainer.destroy()
  return { gone, ks, sameD, sums, away }
}

export const tapeScenarios = { tapeValues, kinks, flatCritic, tapeStepped }
