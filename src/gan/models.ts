// Pairs of networks. Layers stand in the order, and under the names, of PyTorch's DCGAN example
// (https://github.com/pytorch/examples/tree/main/dcgan), so that its checkpoints and ours are alike.

import { check } from '../autograd/check'
import { normalInitial } from '../nn/init'
import {
  BatchNorm2d,
  Conv2d,
  ConvTranspose2d,
  LeakyReLU,
  ReLU,
  Sequential,
  Tanh,
} from '../nn/layers'
import type { Module } from '../nn/module'
import { Network } from '../nn/network'

export interface Models {
  /** [N, 1, 1, latent] → [N, imageSize, imageSize, channels] in [-1, 1] */
  generator: Network
  /** [N, imageSize, imageSize, channels] → [N, 1, 1, 1], a logit */
  discriminator: Network
}

export interface DcganOptions {
  /** 16, 32 or 64. */
  imageSize: number
  /** 1 or 3. */
  channels: number
  /** Channels of the layer nearest the image: ngf and ndf. */
  width: number
  /** Length of the noise vector. */
  latent: number
}

export const imageSizes = [16, 32, 64] as const

/**
 * The networks of Radford, Metz, Chintala: strided convolutions instead of pooling, no hidden fully
 * connected layer, batch norm everywhere but at D's input and G's output, ReLU and tanh in G, LeakyReLU
 * in D, weights N(0, 0.02²). https://arxiv.org/abs/1511.06434
 */
export function dcgan({ imageSize, channels, width, latent }: DcganOptions): Models {
  check(
    imageSizes.some((size) => size === imageSize),
    'dcgan',
    () => {
      return `image size must be one of ${imageSizes.join(', ')}, but is ${imageSize}.`
    },
  )
  check(
    channels === 1 || channels === 3,
    'dcgan',
    () => `images need 1 or 3 channels, got ${channels}.`,
  )
  // Each block doubles or halves the image; between 4 × 4 and the full image there are this many.
  const blocks = Math.log2(imageSize) - 2
  const weight = { bias: false, initial: normalInitial(0, 0.02) }
  const halving = { stride: 2, padding: 1, ...weight }
  const norm = (features: number) => new BatchNorm2d(features, { initial: normalInitial(1, 0.02) })
  const at = (level: number) => width * 2 ** level

  const generator: Module[] = [
    new ConvTranspose2d(latent, at(blocks - 1), 4, weight),
    norm(at(blocks - 1)),
    new ReLU(),
  ]
  for (let level = blocks - 1; level > 0; level--) {
    generator.push(
      new ConvTranspose2d(at(level), at(level - 1), 4, halving),
      norm(at(level - 1)),
      new ReLU(),
    )
  }
  generator.push(new ConvTranspose2d(width, channels, 4, halving), new Tanh())

  const discriminator: Module[] = [new Conv2d(channels, width, 4, halving), new LeakyReLU(0.2)]
  for (let level = 1; level < blocks; level++) {
    discriminator.push(
      new Conv2d(at(level - 1), at(level), 4, halving),
      norm(at(level)),
      new LeakyReLU(0.2),
    )
  }
  discriminator.push(new Conv2d(at(blocks - 1), 1, 4, weight))

  return {
    generator: new Network('generator', 'main', new Sequential(generator)),
    discriminator: new Network('discriminator', 'main', new Sequential(discriminator)),
  }
}
