// Golden cases of whole training runs: the networks, batches and noise of the file go through the same
// steps as real training (src/gan/model/steps.ts), and everything that the file expects is read on the way.

import { type Tensor, tensor } from '../../autograd/tensor'
import type { RawTensor } from '../../data/safetensors'
import { Clock } from '../../gan/model/clock'
import { type Objective, objectives } from '../../gan/model/objectives'
import type { ObjectiveName } from '../../gan/model/recipes'
import { ganSteps } from '../../gan/model/steps'
import type { Gpu } from '../../gpu/device'
import { free } from '../../gpu/owning'
import { type Captured, capture, download, submit, upload } from '../../gpu/program'
import type { Network, StateTensor } from '../../nn/network'
import { fromFile, type GoldenCase, Skip, toFile } from './case'
import { expectedNames, type GoldenTensors } from './entries'
import { networkOf } from './layers'
import { readOptimiser } from './optimisers'
import { Trace } from './trainingTrace'

/** Names of the file → rows of `objectives`. */
const OBJECTIVES: Readonly<Record<string, ObjectiveName>> = {
  vanilla: 'non-saturating',
  minimax: 'minimax',
  lsgan: 'lsgan',
  wgan: 'wgan',
  wgan_gp: 'wgan-gp',
  hinge: 'hinge',
}

type Steps = ReturnType<typeof ganSteps> & { trainMode: () => Tensor; evalMode: () => Tensor }

export async function runTraining(gpu: Gpu, golden: GoldenCase): Promise<GoldenTensors> {
  const run = prepare(golden)
  const { G, D } = run
  const place = ({ data, shape }: ReturnType<typeof fromFile>) => tensor(gpu, data, shape)
  const fixed = place(run.fixedNoise)
  // One standing tensor each: a new batch is written over the last one, and the programs stay.
  const first = run.critic(1, 1)
  const [real, noise, mix] = [place(first.real), place(first.noise), place(first.mix)]
  const [optimiserG, optimiserD] = [run.makeG(G), run.makeD(D)]
  const clock = new Clock()
  const captured = await capture<Steps>(gpu, {
    ...ganSteps({
      generator: G,
      discriminator: D,
      optimiserG,
      optimiserD,
      objective: run.objective,
      clock,
      freshNoise: run.freshNoise,
      sources: { real: () => real, noise: () => noise, mix: () => mix },
    }),
    trainMode: () => G.forward(fixed, { training: true }),
    evalMode: () => G.forward(fixed, { training: false }),
  })
  const computed: GoldenTensors = new Map()
  const wanted = new Set(expectedNames(golden.entry))
  const keep = (name: string, value: RawTensor) => {
    if (wanted.has(name)) computed.set(name, value)
  }
  try {
    G.load(gpu, run.initial('G'))
    D.load(gpu, run.initial('D'))
    clock.initialise(gpu, 0)
    for (const optimiser of [optimiserG, optimiserD]) optimiser.initialise(gpu)
    const trace = new Trace()
    for (let iteration = 1; iteration <= run.iterations; iteration++) {
      for (let step = 1; step <= run.criticSteps; step++) {
        const batch = run.critic(iteration, step)
        upload(gpu, real, batch.real.data)
        upload(gpu, noise, batch.noise.data)
        upload(gpu, mix, batch.mix.data)
        submit(gpu, [captured.programs.critic])
        await trace.critic(gpu, captured, run.objective)
        if (iteration > 1 || step > 1) continue
        await probe(gpu, captured, keep)
        await keepState('grad1.D', D.gradientState(gpu), keep)
      }
      const fresh = run.generatorNoise(iteration)
      if (fresh) upload(gpu, noise, fresh.data)
      submit(gpu, [captured.programs.generator])
      await trace.generator(gpu, captured, { clock, iteration, objective: run.objective })
      if (iteration === 1) await keepState('grad1.G', G.gradientState(gpu), keep)
      await keepState(`iter${iteration}.G`, G.state(gpu), keep)
      await keepState(`iter${iteration}.D`, D.state(gpu), keep)
    }
    for (const [name, value] of trace.tensors()) keep(name, value)
    await sample(gpu, captured, G, keep)
    return computed
  } finally {
    free(captured, captured.plan.standing, G, D)
  }
}

/** Reads everything that a case says, before anything is computed. */
function prepare(golden: GoldenCase) {
  const { attributes, entry } = golden
  const name = attributes.text('objective')
  const row = OBJECTIVES[name]
  if (row === undefined) throw new Skip(`objective ${name} is not supported yet`)
  const criticSteps = attributes.number('n_critic')
  const noiseOfG = attributes.text('g_step_noise')
  if (noiseOfG !== 'reuse' && noiseOfG !== 'fresh') throw new Skip(`g_step_noise ${noiseOfG}`)
  const freshNoise = noiseOfG === 'fresh'
  attributes.describe('batch', 'image', 'nz', 'z_shape')
  // The row holds these numbers, and a configuration cannot change them.
  if (row === 'lsgan')
    for (const [key, value] of Object.entries({ a: 0, b: 1, c: 1 })) attributes.only(key, value)
  const recipe: Objective = objectives[row]
  const { lambda, clip } = recipe
  const objective: Objective = {
    ...recipe,
    ...(lambda === undefined ? {} : { lambda: attributes.number('lambda', lambda) }),
    ...(clip === undefined ? {} : { clip: attributes.number('clip', clip) }),
  }
  const iterations = attributes.number('iterations')
  const shapeOf = (input: string) => () => fromFile(golden.input(input), 'image').shape
  const G = networkOf('G', attributes.list('generator'), shapeOf('fixed_noise'))
  const D = networkOf('D', attributes.list('discriminator'), shapeOf('real.1.1'))
  const makeG = readOptimiser(attributes.group('opt_g'))
  const constraint = objective.clip === undefined ? {} : { clip: objective.clip }
  const makeD = readOptimiser(attributes.group('opt_d'), constraint)

  const initial = (letter: string) => {
    const prefix = `init.${letter}.`
    const names = entry.inputs.filter((input) => input.startsWith(prefix))
    return new Map(names.map((input) => [input.slice(prefix.length), golden.input(input)]))
  }
  const states = { G: initial('G'), D: initial('D') }
  const iteration = Array.from({ length: iterations }, (_, i) => ({
    steps: Array.from({ length: criticSteps }, (_, j) => {
      const at = `${i + 1}.${j + 1}`
      const real = fromFile(golden.input(`real.${at}`), 'image')
      const noMix = { shape: [real.shape[0] ?? 0], data: new Float32Array(real.shape[0] ?? 0) }
      return {
        real,
        noise: fromFile(golden.input(`noise_d.${at}`), 'image'),
        mix: objective.lambda === undefined ? noMix : fromFile(golden.input(`eps.${at}`), 'plain'),
      }
    }),
    noise: freshNoise ? fromFile(golden.input(`noise_g.${i + 1}`), 'image') : undefined,
  }))
  const fixedNoise = fromFile(golden.input('fixed_noise'), 'image')
  golden.done()
  return {
    objective,
    iterations,
    criticSteps,
    freshNoise,
    G,
    D,
    makeG,
    makeD,
    fixedNoise,
    initial: (letter: 'G' | 'D') => states[letter],
    /** The batch of one critic step of one iteration; both count from 1. */
    critic(i: number, j: number) {
      const batch = iteration[i - 1]?.steps[j - 1]
      if (!batch) throw new Error(`there is no batch for step ${j} of iteration ${i}`)
      return batch
    },
    generatorNoise: (i: number) => iteration[i - 1]?.noise,
  }
}

export type Keep = (name: string, value: RawTensor) => void

/** Keeps every variable of a network, under its name after a prefix. */
export async function keepState(
  prefix: string,
  state: Promise<Map<string, StateTensor>>,
  keep: Keep,
): Promise<void> {
  for (const [name, value] of await state) keep(`${prefix}.${name}`, asFile(value))
}

/** Forward results of the first critic step; D's scores are one number a sample, whatever their shape. */
async function probe(gpu: Gpu, { results }: Captured<Steps>, keep: Keep): Promise<void> {
  const { images, real, fake, penalty } = results.critic
  keep('probe.fake', toFile(await images.read(gpu), images.shape, 'image'))
  for (const [name, scores] of Object.entries({ D_real: real, D_fake: fake })) {
    keep(`probe.${name}`, toFile(await scores.read(gpu), [scores.size], 'plain'))
  }
  if (penalty) {
    const { norms } = penalty
    keep('probe.gp_norm', toFile(await norms.read(gpu), norms.shape, 'plain'))
  }
}

/** G's images of the fixed noise, in both modes; its running statistics are put back after. */
async function sample(gpu: Gpu, captured: Captured<Steps>, G: Network, keep: Keep): Promise<void> {
  const before = await download(gpu, G.buffers)
  for (const mode of ['trainMode', 'evalMode'] as const) {
    submit(gpu, [captured.programs[mode]])
    upload(gpu, G.buffers, new Uint8Array(before))
    const images = captured.results[mode]
    const name = mode === 'trainMode' ? 'sample.train_mode' : 'sample.eval_mode'
    keep(name, toFile(await images.read(gpu), images.shape, 'image'))
  }
}

/** A file of cases holds the count of batches as I32 [1]. */
function asFile({ dtype, shape, data }: StateTensor): RawTensor {
  if (data instanceof Float32Array) return { dtype, shape, data }
  return { dtype: 'I32', shape: [1], data: Int32Array.from(data, Number) }
}
