// Ganvas, by the same interface as the others:
//   open()      → { name, device, flush(), kernel(task), gan(setup) }
//   kernel(…)   → { run(), read() → the results, as Float32Arrays }
//   gan(…)      → { run() one iteration, losses() → [D's, G's] }
// `run` asks the GPU and does not wait. What a library cannot do it throws.

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
import { BETAS, batchOf, EPS, LR, SLOPE } from './layers'

export async function open() {
  const gpu = await openGpu(navigator.gpu)
  return {
    name: 'Ganvas',
    adapter: gpu.name,
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
  weightGradient: ({ large, small }, { options }) => [convWeightGradient(large, small, options)],
  batchNorm: ({ x, weight, bias, u }) =>
    withGradients(() => batchNorm(x, weight, bias), u, [x, weight, bias]),
  leakyRelu: ({ x, u }) => withGradients(() => leakyRelu(x, { negativeSlope: SLOPE }), u, [x]),
}

async function kernel(gpu, task) {
  const inputs = Object.fromEntries(
    Object.entries(task.inputs).map(([name, { shape, data }]) => [name, tensor(gpu, data, shape)]),
  )
  const { step, state = [] } =
    task.kind === 'adam' ? adamStep(gpu, inputs) : { step: () => kinds[task.kind](inputs, task) }
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

function adamStep(gpu, { parameters, gradients }) {
  const network = { name: 'flat', parameters, gradients, overwritten() {} }
  const optimiser = adam(network, { lr: LR, betas: BETAS, eps: EPS })
  optimiser.initialise(gpu)
  return {
    step() {
      optimiser.step()
      return [parameters]
    },
    state: [optimiser.state, ...optimiser.moments.values()],
  }
}

async function gan(gpu, size) {
  const { channels } = size
  const config = configOf({ ...size, lr: LR, beta1: BETAS[0] }, { software: false, channels })
  const { generator, discriminator } = buildModels(config)
  const batch = batchOf(config)
  const [real, noise] = [batch.real, batch.noise].map(({ shape, data }) => tensor(gpu, data, shape))
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
      sources: { real: () => real, noise: () => noise },
      clock,
    }),
  )
  generator.initialise(gpu, config.seed)
  discriminator.initialise(gpu, config.seed)
  optimiserG.initialise(gpu)
  optimiserD.initialise(gpu)
  clock.initialise(gpu, config.seed)
  const weightsOf = async (network) =>
    [...(await network.state(gpu))]
      .filter(([name]) => /\.(weight|bias)$/.test(name))
      .map(([, { shape, data }]) => ({ shape, data }))
  return {
    /** Initial state of the others: weights in the order and the layouts of PyTorch. */
    setup: {
      ...batch,
      imageSize: size.imageSize,
      G: await weightsOf(generator),
      D: await weightsOf(discriminator),
    },
    run: () => submit(gpu, [programs.critic, programs.generator]),
    async losses() {
      const both = [results.critic.loss, results.generator.loss]
      return Promise.all(both.map(async (loss) => (await loss.read(gpu))[0]))
    },
  }
}
