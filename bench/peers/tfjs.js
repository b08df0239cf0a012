// TensorFlow.js on its WebGPU backend, by the interface that ours.js explains. Its layout is ours.

import { BETAS, EPS, LR, NORM_EPS, SLOPE } from './setups'

export async function open() {
  // Not before: it looks for navigator.gpu when it is imported.
  const tf = await import('@tensorflow/tfjs-core')
  // Named, or the bundler leaves the gradients out.
  await import('@tensorflow/tfjs-core/dist/register_all_gradients.js')
  await import('@tensorflow/tfjs-backend-webgpu')
  if (!(await tf.setBackend('webgpu'))) throw new Error('its webgpu backend did not start')
  await tf.ready()
  const backend = tf.backend()
  return {
    name: 'TensorFlow.js',
    version: tf.version_core,
    device: backend.device,
    flush() {
      if (!backend.commandEncoder) return
      backend.endComputePassEncoder()
      backend.submitQueue()
    },
    kernel: async (task) => kernel(tf, task),
    gan: async (setup) => gan(tf, setup),
  }
}

const tensorOf = (tf, { shape, data }) => tf.tensor(data, shape)

/** 4 × 4 taps: padding of 1 at stride 2 is what `same` means, none at stride 1 is `valid`. */
const padOf = (stride) => (stride === 2 ? 'same' : 'valid')

function normalise(tf, x, weight, bias) {
  const { mean, variance } = tf.moments(x, [0, 1, 2])
  return tf.batchNorm(x, mean, variance, bias, weight, NORM_EPS)
}

const kinds = {
  convolve: (tf, { large, weight }, { options: { stride } }) => [
    tf.conv2d(large, weight, stride, padOf(stride)),
  ],
  adjoint: (tf, { small, weight }, { options: { stride }, shapes }) => [
    tf.conv2dTranspose(small, weight, shapes.large, stride, padOf(stride)),
  ],
  // The kernel itself, so that a forward is not timed with it.
  'weight gradient': (tf, { large, small }, { options: { stride }, shapes }) => [
    tf.engine().runKernel(
      'Conv2DBackpropFilter',
      { x: large, dy: small },
      {
        strides: [stride, stride],
        pad: padOf(stride),
        dataFormat: 'NHWC',
        filterShape: shapes.weight,
      },
    ),
  ],
  batchNorm: (tf, { x, weight, bias, u }) =>
    withGradients(tf, (...inputs) => normalise(tf, ...inputs), u, [x, weight, bias]),
  leakyRelu: (tf, { x, u }) => withGradients(tf, (x) => tf.leakyRelu(x, SLOPE), u, [x]),
}

function withGradients(tf, make, u, inputs) {
  let y
  const found = tf.grads((...args) => {
    y = tf.keep(make(...args))
    return y
  })(inputs, u)
  return [y, ...found]
}

function kernel(tf, task) {
  const inputs = Object.fromEntries(
    Object.entries(task.inputs).map(([name, input]) => [name, tensorOf(tf, input)]),
  )
  const compute =
    task.kind === 'adam' ? adamStep(tf, inputs, task) : () => kinds[task.kind](tf, inputs, task)
  let results = []
  return {
    run() {
      for (const each of results) each.dispose()
      results = tf.tidy(compute)
    },
    read: () => Promise.all(results.map((result) => result.data())),
    destroy() {
      for (const each of [...results, ...Object.values(inputs)]) each.dispose()
    },
  }
}

function adamStep(tf, { parameters, gradients }, { lr }) {
  const variable = tf.variable(parameters, true, 'parameters')
  const optimiser = tf.train.adam(lr, ...BETAS, EPS)
  return () => {
    optimiser.applyGradients({ parameters: gradients })
    return [variable.clone()]
  }
}

function gan(tf, { real, noise, G, D }) {
  const images = tensorOf(tf, real)
  const latent = tensorOf(tf, noise)
  const [varsG, varsD] = [G, D].map((weights) => weights.map((weight) => variableOf(tf, weight)))
  const [optimiserG, optimiserD] = [0, 1].map(() => tf.train.adam(LR, ...BETAS, EPS))

  const generate = () => {
    let x = latent
    let side = 4
    for (let i = 0; i < varsG.length; i += 3, side *= 2) {
      const [weight, scale, shift] = varsG.slice(i, i + 3)
      const shape = [x.shape[0], side, side, weight.shape[2]]
      const stride = i === 0 ? 1 : 2
      x = tf.conv2dTranspose(x, weight, shape, stride, padOf(stride))
      x = scale ? tf.relu(normalise(tf, x, scale, shift)) : tf.tanh(x)
    }
    return x
  }
  const judge = (x) => {
    x = tf.leakyRelu(tf.conv2d(x, varsD[0], 2, 'same'), SLOPE)
    for (let i = 1; i < varsD.length - 1; i += 3) {
      x = tf.conv2d(x, varsD[i], 2, 'same')
      x = tf.leakyRelu(normalise(tf, x, varsD[i + 1], varsD[i + 2]), SLOPE)
    }
    return tf.conv2d(x, varsD.at(-1), 1, 'valid')
  }
  const real1 = (scores) => tf.mean(tf.softplus(tf.neg(scores)))
  const fake0 = (scores) => tf.mean(tf.softplus(scores))
  const step = (optimiser, loss, variables) => {
    const { value, grads } = tf.variableGrads(loss, variables)
    optimiser.applyGradients(grads)
    return value
  }
  const stepD = (fake) =>
    step(optimiserD, () => tf.add(real1(judge(images)), fake0(judge(fake))), varsD)
  let losses = []
  const iteration = (both) => () => {
    for (const loss of losses) loss.dispose()
    losses = tf.tidy(both)
  }
  return {
    ways: [
      {
        // A tape ends with its step, so G's forward runs a second time for G's gradient.
        name: 'a tape each step',
        run: iteration(() => [
          stepD(generate()),
          step(optimiserG, () => real1(judge(generate())), varsG),
        ]),
      },
      {
        // D's step lies on G's tape, which keeps what the forward made.
        name: 'one tape for both steps',
        run: iteration(() => {
          let lossD
          const lossG = step(
            optimiserG,
            () => {
              const fake = generate()
              lossD = tf.keep(stepD(fake))
              return real1(judge(fake))
            },
            varsG,
          )
          return [lossD, lossG]
        }),
      },
    ],
    losses: () => Promise.all(losses.map(async (loss) => (await loss.data())[0])),
    // Adam's first moment after one step is 1 - β₁ of the gradient.
    gradients: () =>
      Promise.all(
        [optimiserG, optimiserD].flatMap(({ accumulatedFirstMoment }) =>
          accumulatedFirstMoment.map(({ variable }) => gradientOf(tf, variable)),
        ),
      ),
  }
}

async function gradientOf(tf, moment) {
  const gradient = tf.tidy(() => {
    const scaled = tf.div(moment, 1 - BETAS[0])
    return scaled.shape.length === 4 ? tf.transpose(scaled, [3, 2, 0, 1]) : scaled
  })
  const data = await gradient.data()
  gradient.dispose()
  return data
}

/** PyTorch's [K, C, R, S] to [R, S, C, K]. */
function variableOf(tf, weight) {
  return tf.tidy(() => {
    const loaded = tensorOf(tf, weight)
    return tf.variable(weight.shape.length === 4 ? tf.transpose(loaded, [2, 3, 1, 0]) : loaded)
  })
}
