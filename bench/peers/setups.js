// Layers, optimisers and whole networks that are measured, and the numbers they compute on. Images are
// [N, H, W, C], kernels' weights [R, S, C, K]; networks' weights have PyTorch's layouts. reference.py builds the same.

import { fill } from '../fill'

/**
 * Adam divides by the gradient's own size, so a gradient near 0 moves its weight by the whole rate, by rounding up or down. A
 * small rate keeps that out of what is judged; it does not change what is computed.
 */
export const LR = 1e-5
export const BETAS = [0.5, 0.999]
export const EPS = 1e-8
export const SLOPE = 0.2
export const NORM_EPS = 1e-5
export const LATENT = 100

const drawn = (seed, shape, range = {}) => ({ shape, data: fill({ shape, ...range }, seed) })

/** Networks on software adapters, of which TensorFlow.js takes half a minute an iteration, and on GPUs. */
export const gansFor = ({ software }) => [
  { name: 'DCGAN-32', imageSize: 32, channels: 1, width: 32, batchSize: 64 },
  { name: 'DCGAN-64', imageSize: 64, channels: 3, width: 64, batchSize: software ? 4 : 64 },
]

/** Name of a network's entry in reference.json. */
export const referenceName = ({ name, batchSize }) => `${name}, batch ${batchSize}`

/** Images that halve, from the image to 4 × 4, and their channels. */
function halvings({ imageSize, channels, width }) {
  const blocks = Math.log2(imageSize) - 2
  return Array.from({ length: blocks }, (_, level) => ({
    side: imageSize / 2 ** level,
    C: level === 0 ? channels : width * 2 ** (level - 1),
    K: width * 2 ** level,
  }))
}

const inner = { stride: 2, padding: 1, kernelSize: 4 }
const outer = { stride: 1, padding: 0, kernelSize: 4 }

/** Layers of a network; `large` is the image with more pixels, [side, side, C], `small` the other. */
function layersOf(gan) {
  const blocks = halvings(gan)
  const { K } = blocks.at(-1)
  return [
    ...blocks.map((block, i) => ({ ...block, layer: `block ${i + 1}`, options: inner })),
    { side: 4, C: K, K: 1, layer: "D's last", options: outer },
    { side: 4, C: K, K: LATENT, layer: "G's first", options: outer },
  ]
}

/** G's layers compute the same three sums as D's: the adjoint is forward there, and the convolution backward. */
function convTasks(gan) {
  const { name, batchSize: N } = gan
  return layersOf(gan).flatMap(({ layer, side, C, K, options }) => {
    const end = options.stride === 2 ? side / 2 : 1
    const large = drawn(1, [N, side, side, C])
    const small = drawn(2, [N, end, end, K])
    const weight = drawn(3, [4, 4, C, K])
    const kinds = {
      convolve: { large, weight },
      adjoint: { small, weight },
      'weight gradient': { large, small },
    }
    const shapes = { large: large.shape, small: small.shape, weight: weight.shape }
    const size = `${side}²×${C}, ${end}²×${K}, batch ${N}`
    return Object.entries(kinds).map(([kind, inputs]) => {
      return { name: `${name} ${layer} (${size}): ${kind}`, kind, options, shapes, inputs }
    })
  })
}

function normTask([N, side, , C]) {
  const inputs = {
    x: drawn(1, [N, side, side, C]),
    weight: drawn(2, [C], { low: 0.5, high: 1.5 }),
    bias: drawn(3, [C]),
    u: drawn(4, [N, side, side, C]),
  }
  const name = `batch norm (${side}²×${C}, batch ${N}): forward and backward`
  return { name, kind: 'batchNorm', inputs }
}

/** Single kernels; `u` is the gradient of y. */
export function tasksFor(adapter) {
  const block = [64, 16, 16, 32]
  return [
    ...gansFor(adapter).flatMap(convTasks),
    normTask([64, 8, 8, 64]),
    normTask(block),
    {
      name: 'LeakyReLU (16²×32, batch 64): forward and backward',
      kind: 'leakyRelu',
      inputs: { x: drawn(1, block), u: drawn(2, block) },
    },
    {
      name: 'Adam (1 M parameters)',
      kind: 'adam',
      // A step as large as the parameters, since these are judged.
      lr: 0.5,
      inputs: { parameters: drawn(1, [2 ** 20]), gradients: drawn(2, [2 ** 20]) },
    },
  ]
}

// As wide as N(0, 0.02²).
const WIDE = 0.02 * Math.sqrt(3)

/** Weights of a convolution, then, where a norm follows, the norm's. */
const group = (name, shape, features) => [
  { name: `${name} weight`, shape, low: -WIDE, high: WIDE },
  ...(features
    ? [
        { name: `${name} norm weight`, shape: [features], low: 1 - WIDE, high: 1 + WIDE },
        { name: `${name} norm bias`, shape: [features], low: -WIDE, high: WIDE },
      ]
    : []),
]

/** Parameters of both networks by name, in the order and the layouts of PyTorch. */
export function parametersOf(gan) {
  const blocks = halvings(gan)
  const last = blocks.at(-1).K
  return {
    G: [
      ...group('layer 1', [LATENT, last, 4, 4], last),
      ...blocks
        .toReversed()
        .flatMap(({ C, K }, i) =>
          group(`layer ${i + 2}`, [K, C, 4, 4], i < blocks.length - 1 && C),
        ),
    ],
    D: [
      ...blocks.flatMap(({ C, K }, i) => group(`layer ${i + 1}`, [K, C, 4, 4], i > 0 && K)),
      ...group(`layer ${blocks.length + 1}`, [1, last, 4, 4]),
    ],
  }
}

/** Initial state: one batch of images and one of noise, which every iteration takes, and the weights. */
export function setupOf(gan) {
  const { imageSize, channels, batchSize } = gan
  const { G, D } = parametersOf(gan)
  const draw = (parameter, i) => ({ ...parameter, ...drawn(100 + i, parameter.shape, parameter) })
  return {
    ...gan,
    real: drawn(1, [batchSize, imageSize, imageSize, channels]),
    noise: drawn(2, [batchSize, 1, 1, LATENT]),
    G: G.map(draw),
    D: D.map((parameter, i) => draw(parameter, G.length + i)),
  }
}
