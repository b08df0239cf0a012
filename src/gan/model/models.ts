// Pairs of networks. A DCGAN's layers stand in the order, and under the names, of PyTorch's example
// (https://github.com/pytorch/examples/tree/main/dcgan), so that its checkpoints and ours are alike.

import { check } from '../../autograd/check'
import { normalInitial } from '../../nn/init'
import { Conv2d, type ConvLayerOptions, ConvTranspose2d, Linear } from '../../nn/layers'
import type { ImageShape, Module } from '../../nn/module'
import { Network } from '../../nn/network'
import { BatchNorm2d, LayerNorm } from '../../nn/norms'
import { Dropout, Flatten, LeakyReLU, ReLU, Tanh, Unflatten } from '../../nn/plain'
import { SpectralNorm } from '../../nn/spectral'
import { imageSizes, type ModelName } from './recipes'
import { style, styleGenerator } from './style'

export interface Models {
  /** [N, 1, 1, latent] → [N, imageSize, imageSize, channels] in [-1, 1] */
  generator: Network
  /** [N, imageSize, imageSize, channels] → one logit a sample: [N, 1, 1, 1] or [N, 1] */
  discriminator: Network
  /** With `ema`: another generator with the same layers, for the moving average of the first. */
  average?: Network | undefined
}

export interface ModelOptions {
  /** 16, 32, 64 or 128. */
  imageSize: number
  /** 1 or 3. */
  channels: number
  /**
   * Channels of a DCGAN's layer nearest the image (ngf and ndf), and of a style-based G's; an MLP's layers have 16 times as
   * many units.
   */
  width: number
  latent: number
  /** Above 0, D is differentiated twice, and has layer norms instead of batch norms. */
  lambda?: number
  /** Weight of R1, with the same effect. */
  r1?: number
  /** Classes, which add numbers to G's noise and planes to D's image (conditional.ts). */
  classes?: number
  /** D's weights have spectral norm 1; it then has no other norm. */
  spectralNorm?: boolean
  /** Limit of D's weights, which those of a style-based GAN cannot have. */
  clip?: number
}

/**
 * The networks of Radford, Metz, Chintala: strided convolutions instead of pooling, no hidden fully
 * connected layer, batch norm everywhere but at D's input and G's output, ReLU and tanh in G, LeakyReLU
 * in D, weights N(0, 0.02²). https://arxiv.org/abs/1511.06434. Under a gradient penalty D has layer norms,
 * under spectral norms none, as in SNGAN (https://arxiv.org/abs/1802.05957).
 */
export function dcgan(options: ModelOptions): Models {
  return { generator: generatorOf.dcgan(options), discriminator: dcganD(options) }
}

/**
 * Fully connected networks, as in the paper that began it all: two hidden layers each, ReLU and tanh in
 * G, dropout in D, with LeakyReLU where the paper had maxout. Goodfellow et al.,
 * https://arxiv.org/abs/1406.2661
 */
export function mlp(options: ModelOptions): Models {
  return { generator: generatorOf.mlp(options), discriminator: mlpD(options) }
}

/** Shape shared by a DCGAN's networks. */
const weight = { bias: false, initial: normalInitial(0, 0.02) }
const halving = { stride: 2, padding: 1, ...weight }
const norm = (features: number) => new BatchNorm2d(features, { initial: normalInitial(1, 0.02) })

/** Number of blocks between 4 × 4 and the full image; each doubles or halves the image. */
const blocksOf = ({ imageSize }: ModelOptions): number => Math.log2(imageSize) - 2

const generatorOf: Record<ModelName, (options: ModelOptions) => Network> = {
  dcgan(options: ModelOptions): Network {
    const { channels, width, latent, classes = 0 } = options
    const blocks = blocksOf(options)
    const at = (level: number) => width * 2 ** level
    const layers: Module[] = [
      new ConvTranspose2d(latent + classes, at(blocks - 1), 4, weight),
      norm(at(blocks - 1)),
      new ReLU(),
    ]
    for (let level = blocks - 1; level > 0; level--) {
      layers.push(
        new ConvTranspose2d(at(level), at(level - 1), 4, halving),
        norm(at(level - 1)),
        new ReLU(),
      )
    }
    layers.push(new ConvTranspose2d(width, channels, 4, halving), new Tanh())
    return network('generator', layers)
  },

  mlp({ imageSize, channels, width, latent, classes = 0 }: ModelOptions): Network {
    const image: ImageShape = [imageSize, imageSize, channels]
    const units = 16 * width
    return network('generator', [
      new Flatten(),
      new Linear(latent + classes, units),
      new ReLU(),
      new Linear(units, units),
      new ReLU(),
      new Linear(units, imageSize ** 2 * channels, { to: image }),
      new Tanh(),
      new Unflatten(image),
    ])
  },

  style: styleGenerator,
}

function dcganD(options: ModelOptions): Network {
  const { imageSize, channels, width, classes = 0, spectralNorm = false } = options
  const { lambda = 0, r1 = 0 } = options
  const blocks = blocksOf(options)
  const at = (level: number) => width * 2 ** level
  const conv = (inChannels: number, outChannels: number, how: ConvLayerOptions): Module =>
    spectralNorm
      ? new SpectralNorm(new Conv2d(inChannels, outChannels, 4, { ...how, bias: true }))
      : new Conv2d(inChannels, outChannels, 4, how)
  const normOfD = (level: number): Module[] => {
    if (spectralNorm) return []
    const side = imageSize / 2 ** (level + 1)
    return [lambda > 0 || r1 > 0 ? new LayerNorm([side, side, at(level)]) : norm(at(level))]
  }
  const layers: Module[] = [conv(channels + classes, width, halving), new LeakyReLU(0.2)]
  for (let level = 1; level < blocks; level++) {
    layers.push(conv(at(level - 1), at(level), halving), ...normOfD(level), new LeakyReLU(0.2))
  }
  layers.push(conv(at(blocks - 1), 1, weight))
  return network('discriminator', layers)
}

function mlpD(options: ModelOptions): Network {
  const { imageSize, channels, width, classes = 0, spectralNorm = false } = options
  const seen: ImageShape = [imageSize, imageSize, channels + classes]
  const units = 16 * width
  const ofD = (layer: Linear): Module => (spectralNorm ? new SpectralNorm(layer) : layer)
  return network('discriminator', [
    new Flatten(),
    ofD(new Linear(imageSize ** 2 * (channels + classes), units, { from: seen })),
    new LeakyReLU(0.2),
    new Dropout(0.3),
    ofD(new Linear(units, units)),
    new LeakyReLU(0.2),
    new Dropout(0.3),
    ofD(new Linear(units, 1)),
  ])
}

const builders: Record<ModelName, (options: ModelOptions) => Models> = { dcgan, mlp, style }

/** @throws TensorError when an option is out of range */
export function buildModels({ model, ...options }: ModelOptions & { model: ModelName }): Models {
  checkOptions(model, options)
  return builders[model](options)
}

/** The generator alone, to draw without training. Throws TensorError when an option is out of range. */
export function buildGenerator({
  model,
  ...options
}: ModelOptions & { model: ModelName }): Network {
  checkOptions(model, options)
  return generatorOf[model](options)
}

function checkOptions(model: ModelName, options: ModelOptions): void {
  const { imageSize, channels, spectralNorm = false, clip = 0 } = options
  check(
    imageSizes.some((size) => size === imageSize),
    model,
    () => {
      return `image size must be one of ${imageSizes.join(', ')}, but is ${imageSize}.`
    },
  )
  check(
    channels === 1 || channels === 3,
    model,
    () => `images need 1 or 3 channels, got ${channels}.`,
  )
  if (model !== 'style') return
  check(!spectralNorm, model, () => 'D is restrained by R1. Leave the spectral norm out.')
  check(clip === 0, model, () => {
    return "D's weights are as large as N(0, 1) and cannot be clipped. Choose another objective than wgan."
  })
}

function network(name: string, layers: Module[]): Network {
  return new Network(name, layers, { prefix: 'main' })
}
