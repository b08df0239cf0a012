// Ganvas, by the same interface as the others:
//   open()      → { name, version, device, flush(), kernel(task), gan(setup) }
//   kernel(…)   → { run(), read() → the results, as Float32Arrays, destroy() }
//   gan(…)      → { ways: [{ name, run() one iteration }], losses() → [D's, G's], gradients() → after the first
//                   iteration, G's and D's in PyTorch's layouts }
// `run` asks the GPU and does not wait. Of several ways to run an iteration the fastest is measured. What a
// library cannot do it throws.

import { gradients } from '../../src/autograd/gradients'
import { record } from '../../src/autograd/tape'
import { empty, tensor } from '../../src/autograd/tensor'
import { Clock } from '../../src/gan/model/clock'
import { buildModels } from '../../src/gan/model/models'
import { objectives } from '../../src/gan/model/objectives'
import { configOf } from '../../src/gan/model/presets'
import { ganSteps } from '../../src/gan/model/steps'
import { openGpu } from '../../src/gpu/open'
import { free } from '../../src/gpu/owning'
import { capture, submit } from '../../src/gpu/program'
import { batchNorm, conv2d, convTranspose2d, convWeightGradient, leakyRelu } from '../../src/ops'
import { adam } from '../../src/optim/optimizer'
import { BETAS, EPS, LR, SLOPE } from './setups'

export async function open() {
  const gpu = await openGpu(navigator.gpu)
  return {
    name: 'Ganvas',
    adapter: gpu.name,
    software: gpu.software,
    device: gpu.device,
    flush() {},
    kernel: (task) => kernel(gpu, task),
    gan: (setup) => gan(gpu, setup),
  }
}

/** y, and what the tape makes of the gradient u of it. */
function withGradients(make, u, inputs) {
  const y = make()
  const loss = record('cotangent', { y }, empty('loss', [1]), () => ({ y: () => u }))
  return [y, ...gradients(loss, inputs)]
}

const kinds = {
  convolve: ({ large, weight }, { options }) => [conv2d(large, weight, options)],
  adjoint: ({ small, weight }, { options }) => [convTranspose2d(small, weight, options)],
  'weight gradient': ({ large, small }, { options }) => [convWeightGradient(large, small, options)],
  batchNorm: ({ x, weight, bias, u }) =>
    withGradients(() => batchNorm(x, weight, bias), u, [x, weight, bias]),
  leakyRelu: ({ x, u }) => withGradients(() => leakyRelu(x, { negativeSlope: SLOPE }), u, [x]),
}

async function kernel(gpu, task) {
  const inputs = Object.fromEntries(
    Object.entries(task.inputs).map(([name, { shape, data }]) => [name, tensor(gpu, data, shape)]),
  )
  const { step, state = [] } =
    task.kind === 'adam'
      ? adamStep(gpu, inputs, task)
      : { step: () => kinds[task.kind](inputs, task) }
  const { programs, results, destroy } = await capture(gpu, { step })
  return {
    run: () => submit(gpu, [programs.step]),
    read: () => Promise.all(results.step.map((result) => result.read(gpu))),
    destroy() {
      destroy()
      free(inputs, [...state])
    },
  }
}

function adamStep(gpu, { parameters, gradients }, { lr }) {
  const network = { name: 'flat', parameters, gradients, overwritten() {} }
  const optimiser = adam(network, { lr, betas: BETAS, eps: EPS })
  optimiser.initialise(gpu)
  return {
    step() {
      optimiser.step()
      return [parameters]
    },
    state: [optimiser.state, ...optimiser.moments.values()],
  }
}

async function gan(gpu, setup) {
  const { channels, real, noise } = setup
  const config = configOf({ ...setup, lr: LR, beta1: BETAS[0] }, { software: false, channels })
  const { generator, discriminator } = buildModels(config)
  const [images, latent] = [real, noise].map(({ shape, data }) => tensor(gpu, data, shape))
  const [optimiserG, optimiserD] = [generator, discriminator].map((network) =>
    adam(network, { lr: LR, betas: BETAS, eps: EPS }),
  )
  const clock = new Clock()
  const { programs, results } = await capture(
    gpu,
    ganSteps({
      generator,
      discriminator,
      optimiserG,
      optimiserD,
      objective: objectives['non-saturating'],
      sources: { real: () => images, noise: () => latent },
      clock,
    }),
  )
  await load(gpu, generator, setup.G)
  await load(gpu, discriminator, setup.D)
  optimiserG.initialise(gpu)
  optimiserD.initialise(gpu)
  clock.initialise(gpu, config.seed)
  return {
    ways: [{ run: () => submit(gpu, [programs.critic, programs.generator]) }],
    async losses() {
      const both = [results.critic.loss, results.generator.loss]
      return Promise.all(both.map(async (loss) => (await loss.read(gpu))[0]))
    },
    async gradients() {
      const states = [generator, discriminator].map((network) => network.gradientState(gpu))
      const found = (await Promise.all(states)).flatMap((state) => [...state])
      return found.filter(isParameter).map(([, { data }]) => data)
    },
  }
}

const isParameter = ([name]) => /\.(weight|bias)$/.test(name)

/** Gives a network its initial weights; what else it holds, running statistics, stays. */
async function load(gpu, network, weights) {
  network.initialise(gpu, 0)
  const state = await network.state(gpu)
  const names = [...state].filter(isParameter).map(([name]) => name)
  for (const [i, name] of names.entries()) {
    const { shape, data } = weights[i]
    state.set(name, { ...state.get(name), shape, data })
  }
  network.load(gpu, state)
}
