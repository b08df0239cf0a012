// Golden cases of whole training runs: the networks, batches and noise of the file go through the same
// steps as real training (src/gan/steps.ts), and everything that the file expects is read on the way.

import { type Tensor, tensor } from '../autograd/tensor'
import type { RawTensor } from '../data/safetensors'
import { Clock, figuresOf } from '../gan/clock'
import { type ObjectiveName, objectives } from '../gan/objectives'
import { ganSteps } from '../gan/steps'
import type { Gpu } from '../gpu/device'
import { type Captured, capture, download, submit, upload } from '../gpu/program'
import type { Network, StateTensor } from '../nn/network'
import { fromFile, type GoldenCase, Skip, toFile } from './goldenCase'
import { expectedNames, type GoldenTensors } from './goldenIndex'
import { networkOf } from './goldenLayers'
import { readOptimiser } from './goldenOptimisers'

/** Names of the file → rows of `objectives`. */
const OBJECTIVES: Readonly<Record<string, ObjectiveName>> = {
  vanilla: 'non-saturating',
  minimax: 'minimax',
}

type TrainSteps = ReturnType<typeof ganSteps>
type Steps = TrainSteps & { trainMode: () => Tensor; evalMode: () => Tensor }

export async function runTraining(gpu: Gpu, golden: GoldenCase): Promise<GoldenTensors> {
  const run = prepare(golden)
  const { G, D } = run
  const place = ({ data, shape }: ReturnType<typeof fromFile>) => tensor(gpu, data, shape)
  const fixed = place(run.fixedNoise)
  // One standing tensor each: a new batch is written over the last one, and the programs stay.
  const [real, noise] = [place(run.batch(1).real), place(run.batch(1).noise)]
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
      sources: { real: () => real, noise: () => noise },
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
      upload(gpu, real, run.batch(iteration).real.data)
      upload(gpu, noise, run.batch(iteration).noise.data)
      submit(gpu, [captured.programs.critic, captured.programs.generator])
      await trace.note(gpu, captured, { clock, iteration })
      if (iteration === 1) await probe(gpu, captured, keep)
      for (const [letter, network] of [['G', G] as const, ['D', D] as const]) {
        if (iteration === 1) {
          // G's step leaves D's gradients alone, so both are still what their own step used.
          for (const [name, value] of await network.gradientState(gpu)) {
            keep(`grad1.${letter}.${name}`, asFile(value))
          }
        }
        for (const [name, value] of await network.state(gpu)) {
          keep(`iter${iteration}.${letter}.${name}`, asFile(value))
        }
      }
    }
    for (const [name, value] of trace.tensors()) keep(name, value)
    await sample(gpu, captured, G, keep)
    return computed
  } finally {
    captured.destroy()
    const flat = [G, D].flatMap(({ parameters, gradients, buffers }) => [
      parameters.slice.memory,
      gradients.slice.memory,
      buffers.slice.memory,
    ])
    for (const memory of [...captured.plan.standing, ...flat]) memory?.destroy()
  }
}

/** Reads everything that a case says, before anything is computed. */
function prepare(golden: GoldenCase) {
  const { attributes, entry } = golden
  const name = attributes.text('objective')
  const row = OBJECTIVES[name]
  if (row === undefined) throw new Skip(`objective ${name} is not supported yet`)
  attributes.only('n_critic', 1)
  attributes.only('g_step_noise', 'reuse')
  attributes.describe('batch', 'image', 'nz', 'z_shape')
  const iterations = attributes.number('iterations')
  const shapeOf = (input: string) => () => fromFile(golden.input(input), 'image').shape
  const G = networkOf('G', attributes.list('generator'), shapeOf('fixed_noise'))
  const D = networkOf('D', attributes.list('discriminator'), shapeOf('real.1.1'))
  const makeG = readOptimiser(attributes.group('opt_g'))
  const makeD = readOptimiser(attributes.group('opt_d'))

  const initial = (letter: string) => {
    const prefix = `init.${letter}.`
    const names = entry.inputs.filter((input) => input.startsWith(prefix))
    return new Map(names.map((input) => [input.slice(prefix.length), golden.input(input)]))
  }
  const states = { G: initial('G'), D: initial('D') }
  const batches = Array.from({ length: iterations }, (_, index) => ({
    real: fromFile(golden.input(`real.${index + 1}.1`), 'image'),
    noise: fromFile(golden.input(`noise_d.${index + 1}.1`), 'image'),
  }))
  const fixedNoise = fromFile(golden.input('fixed_noise'), 'image')
  golden.done()
  return {
    objective: objectives[row],
    iterations,
    G,
    D,
    makeG,
    makeD,
    fixedNoise,
    initial: (letter: 'G' | 'D') => states[letter],
    batch(iteration: number) {
      const batch = batches[iteration - 1]
      if (!batch) throw new Error(`there is no batch for iteration ${iteration}`)
      return batch
    },
  }
}

type Keep = (name: string, value: RawTensor) => void

/** Forward results of the first critic step; D's scores are one number a sample, whatever their shape. */
async function probe(gpu: Gpu, { results }: Captured<Steps>, keep: Keep): Promise<void> {
  const { images, real, fake } = results.critic
  keep('probe.fake', toFile(await images.read(gpu), images.shape, 'image'))
  for (const [name, scores] of Object.entries({ D_real: real, D_fake: fake })) {
    keep(`probe.${name}`, toFile(await scores.read(gpu), [scores.size], 'plain'))
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

/** The figures of every iteration. Those that the ring holds come from there, as in training. */
class Trace {
  readonly #columns = new Map<string, number[]>()

  async note(
    gpu: Gpu,
    { results: { critic, generator } }: Captured<Steps>,
    { clock, iteration }: { clock: Clock; iteration: number },
  ): Promise<void> {
    const figures = figuresOf(await clock.ring.read(gpu), iteration)
    const scores = await generator.scores.read(gpu)
    const [real, fake] = [await critic.lossReal.read(gpu), await critic.lossFake.read(gpu)]
    const row = {
      d_loss: figures.lossD,
      d_loss_real: real[0],
      d_loss_fake: fake[0],
      D_x: figures.dReal,
      D_G_z1: figures.dFake,
      g_loss: figures.lossG,
      // The ring has no column for it: D(G(z)) after D's step.
      D_G_z2: scores.reduce((sum, score) => sum + 1 / (1 + Math.exp(-score)), 0) / scores.length,
    }
    for (const [name, value = Number.NaN] of Object.entries(row)) {
      const column = this.#columns.get(name) ?? []
      column.push(value)
      this.#columns.set(name, column)
    }
  }

  /** [iterations] for the generator's step, [iterations, critic steps] for the others. */
  tensors(): [string, RawTensor][] {
    return [...this.#columns].map(([name, values]) => {
      const shape = ['g_loss', 'D_G_z2'].includes(name) ? [values.length] : [values.length, 1]
      return [`trace.${name}`, { dtype: 'F32', shape, data: Float32Array.from(values) }]
    })
  }
}

/** A file of cases holds the count of batches as I32 [1]. */
function asFile({ dtype, shape, data }: StateTensor): RawTensor {
  if (data instanceof Float32Array) return { dtype, shape, data }
  return { dtype: 'I32', shape: [1], data: Int32Array.from(data, Number) }
}
