// jax-js on its WebGPU backend, by the interface that ours.js explains. Its layout is PyTorch's, so what
// it is given is transposed once, before anything is timed. An array is used up by what takes it; `.ref`
// is one use more.
//
// Version 0.1.25 gets one gradient wrong on WebGPU, at some shapes: that of convTranspose at stride 2 for its
// weight, as in block 3 of a G of 32². The kernel rows take the weight gradient of conv, which is the same
// sum, and right.

import lock from './package-lock.json'
import { BETAS, EPS, LR, NORM_EPS, SLOPE } from './setups'

const { version: VERSION } = lock.packages['node_modules/@jax-js/jax']

export async function open() {
  const jax = await import('@jax-js/jax')
  if (!(await jax.init('webgpu')).includes('webgpu')) throw new Error('no webgpu backend')
  jax.defaultDevice('webgpu')
  return {
    name: 'jax-js',
    version: VERSION,
    device: jax.getWebGPUDevice(),
    flush() {},
    kernel: async (task) => kernel(jax, task),
    gan: async (setup) => gan(jax, setup),
  }
}

/** Its arrays are computed when they are read: this asks the GPU for them, and waits for nothing. */
function ask({ tree }, arrays) {
  for (const array of tree.leaves(arrays)) array.ref.gpuBufferSync()
}

const IMAGE = [0, 3, 1, 2]
const WEIGHT = [3, 2, 0, 1]
const inverse = (order) => order.map((_, i) => order.indexOf(i))

/** Four-dimensional numbers in another order of dimensions. */
function permute(data, shape, order) {
  const strides = shape.map((_, i) => shape.slice(i + 1).reduce((a, b) => a * b, 1))
  const [A, B, C, D] = order.map((from) => shape[from])
  const [a, b, c, d] = order.map((from) => strides[from])
  const result = new Float32Array(data.length)
  let at = 0
  for (let i = 0; i < A; i++)
    for (let j = 0; j < B; j++)
      for (let k = 0; k < C; k++)
        for (let l = 0; l < D; l++) result[at++] = data[i * a + j * b + k * c + l * d]
  return result
}

const orderOf = (name, shape) => (shape.length < 4 ? null : name === 'weight' ? WEIGHT : IMAGE)

function arrayOf({ numpy }, { shape, data }, order) {
  if (!order) return numpy.array(data).reshape(shape)
  return numpy.array(permute(data, shape, order)).reshape(order.map((from) => shape[from]))
}

async function backFrom(array, order) {
  const data = await array.ref.data()
  return order ? permute(data, array.shape, inverse(order)) : data
}

/** The functions of a network, as jax-js traces them. */
function layersOf({ lax, nn, numpy }) {
  const pad = (p) => [
    [p, p],
    [p, p],
  ]
  const channels = (x) => x.reshape([1, x.shape[0], 1, 1])
  const moments = [[0, 2, 3], { keepdims: true }]
  return {
    conv: (x, w, stride, p) => lax.conv(x, w, [stride, stride], pad(p)),
    adjoint: (x, w, stride, p) =>
      lax.convTranspose(x, w, [stride, stride], pad(p), { transposeKernel: true }),
    norm(x, weight, bias) {
      const centred = x.ref.sub(numpy.mean(x, ...moments))
      const variance = numpy.mean(numpy.square(centred.ref), ...moments)
      const normal = centred.div(numpy.sqrt(variance.add(NORM_EPS)))
      return normal.mul(channels(weight)).add(channels(bias))
    },
    leaky: (x) => nn.leakyRelu(x, SLOPE),
    real1: (scores) => numpy.mean(nn.softplus(scores.mul(-1))),
    fake0: (scores) => numpy.mean(nn.softplus(scores)),
  }
}

/** One tensor's step; c are the bias corrections. */
function adamStep({ numpy }, lr, p, g, m, v, c) {
  const [b1, b2] = BETAS
  m = m.mul(b1).add(g.ref.mul(1 - b1))
  v = v.mul(b2).add(numpy.square(g).mul(1 - b2))
  const scale = numpy.sqrt(v.ref.div(c[1])).add(EPS)
  return [p.sub(m.ref.div(c[0]).mul(lr).div(scale)), m, v]
}

const corrections = ({ numpy }, t) => BETAS.map((beta) => numpy.array(1 - beta ** t))

function kernel(jax, task) {
  const { numpy, grad, jit, vjp } = jax
  const { conv, adjoint, norm, leaky } = layersOf(jax)
  const { stride, padding } = task.options ?? {}
  const withGradients = (make) => (u, inputs) => {
    const [y, pull] = vjp(make, inputs)
    return [y, ...pull(u)]
  }
  const weightShape = WEIGHT.map((from) => task.shapes?.weight[from])
  const kinds = {
    convolve: ({ large, weight }) => [conv(large, weight, stride, padding)],
    adjoint: ({ small, weight }) => [adjoint(small, weight, stride, padding)],
    // The gradient of ⟨conv(large, w), small⟩, which does not depend on w: its compiler drops the forward.
    'weight gradient': ({ large, small }) => [
      grad((w) => numpy.sum(conv(large, w, stride, padding).mul(small)))(numpy.zeros(weightShape)),
    ],
    batchNorm: ({ x, weight, bias, u }) => withGradients(norm)(u, [x, weight, bias]),
    leakyRelu: ({ x, u }) => withGradients(leaky)(u, [x]),
  }
  const inputs = Object.fromEntries(
    Object.entries(task.inputs).map(([name, input]) => {
      return [name, arrayOf(jax, input, orderOf(name, input.shape))]
    }),
  )
  const compute = task.kind === 'adam' ? adamTask(jax, inputs, task) : jit(kinds[task.kind])
  let results = []
  return {
    run() {
      for (const each of results) each.dispose()
      const used = Object.entries(inputs).map(([name, array]) => [name, array.ref])
      results = compute(Object.fromEntries(used))
      ask(jax, results)
    },
    read: () =>
      Promise.all(
        results.map((result) => {
          return backFrom(
            result,
            orderOf(task.kind === 'weight gradient' && 'weight', result.shape),
          )
        }),
      ),
    destroy() {
      for (const each of [...results, ...Object.values(inputs)]) each.dispose()
    },
  }
}

function adamTask(jax, { parameters }, { lr }) {
  const { numpy, jit } = jax
  const step = jit((p, g, m, v, c) => adamStep(jax, lr, p, g, m, v, c))
  let state = [parameters.ref, numpy.zeros(parameters.shape), numpy.zeros(parameters.shape)]
  let t = 0
  return ({ parameters, gradients }) => {
    parameters.dispose()
    const [p, m, v] = state
    state = step(p, gradients, m, v, corrections(jax, ++t))
    return [state[0].ref]
  }
}

function gan(jax, { real, noise, G, D }) {
  const { numpy, nn, jit, vjp, valueAndGrad, tree } = jax
  const { conv, adjoint, norm, leaky, real1, fake0 } = layersOf(jax)

  const generate = (weights, x) => {
    for (let i = 0; i < weights.length; i += 3) {
      const [weight, scale, shift] = weights.slice(i, i + 3)
      x = i === 0 ? adjoint(x, weight, 1, 0) : adjoint(x, weight, 2, 1)
      x = scale ? nn.relu(norm(x, scale, shift)) : numpy.tanh(x)
    }
    return x
  }
  const judge = (weights, x) => {
    x = leaky(conv(x, weights[0], 2, 1))
    for (let i = 1; i < weights.length - 1; i += 3) {
      x = leaky(norm(conv(x, weights[i], 2, 1), weights[i + 1], weights[i + 2]))
    }
    return conv(x, weights.at(-1), 1, 0)
  }
  const update = ({ p, m, v }, g, c) => {
    const each = p.map((_, i) => adamStep(jax, LR, p[i], g[i], m[i], v[i], tree.ref(c)))
    const [p1, m1, v1] = [0, 1, 2].map((part) => each.map((one) => one[part]))
    return { p: p1, m: m1, v: v1 }
  }
  const iterate = jit((g, d, images, latent, c) => {
    const [fake, pull] = vjp((weights) => generate(weights, latent), [tree.ref(g.p)])
    const [lossD, gradD] = valueAndGrad((weights) =>
      real1(judge(tree.ref(weights), images)).add(fake0(judge(weights, fake.ref))),
    )(tree.ref(d.p))
    const d1 = update(d, gradD, tree.ref(c))
    const [lossG, u] = valueAndGrad((x) => real1(judge(tree.ref(d1.p), x)))(fake)
    const [gradG] = pull(u)
    return { g: update(g, gradG, c), d: d1, losses: [lossD, lossG] }
  })

  const [images, latent] = [real, noise].map((batch) => arrayOf(jax, batch, IMAGE))
  const start = (weights) => {
    const p = weights.map((weight) => arrayOf(jax, weight))
    const zeros = () => weights.map(({ shape }) => numpy.zeros(shape))
    return { p, m: zeros(), v: zeros() }
  }
  let [g, d, losses] = [start(G), start(D), []]
  let t = 0
  const run = () => {
    for (const loss of losses) loss.dispose()
    const made = iterate(g, d, images.ref, latent.ref, corrections(jax, ++t))
    g = made.g
    d = made.d
    losses = made.losses
    ask(jax, made)
  }
  return {
    ways: [{ run }],
    losses: () => Promise.all(losses.map(async (loss) => (await loss.ref.data())[0])),
    // Adam's first moment after one step is 1 - β₁ of the gradient.
    gradients: () =>
      Promise.all(
        [...g.m, ...d.m].map(async (moment) => {
          return (await moment.ref.data()).map((number) => number / (1 - BETAS[0]))
        }),
      ),
  }
}
