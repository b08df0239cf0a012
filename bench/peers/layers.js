// What is measured: kernels at layers of a DCGAN of 32², width 32, batch 64, and whole iterations.

import { fill } from '../fill'

const BATCH = 64

/** The four layers; `large` is the image with more pixels, [side, side, C], `small` the other. */
const convs = [
  { layer: 'D block 1', side: 32, C: 1, K: 32, forward: 'convolve' },
  { layer: 'D block 2', side: 16, C: 32, K: 64, forward: 'convolve' },
  { layer: 'G block 2', side: 8, C: 64, K: 128, forward: 'adjoint' },
  { layer: 'G image', side: 32, C: 1, K: 32, forward: 'adjoint' },
]

const drawn = (seed, shape, range = {}) => ({ shape, data: fill({ shape, ...range }, seed) })

function convTasks({ layer, side, C, K, forward }) {
  const large = drawn(1, [BATCH, side, side, C])
  const small = drawn(2, [BATCH, side / 2, side / 2, K])
  const weight = drawn(3, [4, 4, C, K])
  const inputs = {
    convolve: { large, weight },
    adjoint: { small, weight },
    weightGradient: { large, small },
  }
  const kinds = {
    forward,
    '∂x': forward === 'convolve' ? 'adjoint' : 'convolve',
    '∂weight': 'weightGradient',
  }
  const options = { stride: 2, padding: 1, kernelSize: 4 }
  const shapes = { large: large.shape, small: small.shape, weight: weight.shape }
  return Object.entries(kinds).map(([what, kind]) => {
    return { name: `${layer}, ${what}`, kind, options, shapes, inputs: inputs[kind] }
  })
}

function normTask(layer, shape) {
  const C = [shape.at(-1)]
  return {
    name: `batch norm, ${layer}, forward + backward`,
    kind: 'batchNorm',
    inputs: {
      x: drawn(1, shape),
      weight: drawn(2, C, { low: 0.5, high: 1.5 }),
      bias: drawn(3, C),
      u: drawn(4, shape),
    },
  }
}

const block = [BATCH, 16, 16, 32]

/** `u` is the gradient of y. Images are [N, H, W, C], weights [R, S, C, K]; so are results. */
export const tasks = [
  ...convs.flatMap(convTasks),
  normTask('D block 2', [BATCH, 8, 8, 64]),
  normTask('G block 3', block),
  {
    name: 'leakyRelu, D block 1, forward + backward',
    kind: 'leakyRelu',
    inputs: { x: drawn(1, block), u: drawn(2, block) },
  },
  {
    name: 'Adam, 1 M parameters',
    kind: 'adam',
    inputs: { parameters: drawn(1, [2 ** 20]), gradients: drawn(2, [2 ** 20]) },
  },
]

export const LR = 2e-4
export const BETAS = [0.5, 0.999]
export const EPS = 1e-8
export const SLOPE = 0.2

/** Iterations, by name. */
export const gans = {
  'DCGAN 32², width 32, batch 64': { imageSize: 32, channels: 1, width: 32, batchSize: 64 },
  'DCGAN 64², RGB, width 64, batch 16': { imageSize: 64, channels: 3, width: 64, batchSize: 16 },
}

/** One batch of images and one of noise: every iteration, and every library, takes the same. */
export function batchOf({ imageSize, channels, batchSize, latent }) {
  return {
    real: drawn(1, [batchSize, imageSize, imageSize, channels]),
    noise: drawn(2, [batchSize, 1, 1, latent]),
  }
}
