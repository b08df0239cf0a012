// Networks that turn an image into an image, and the discriminator that looks at patches. Weights are N(0, 0.02²); a
// convolution before a norm has no bias.

import { Residual, SkipConnection } from '../../nn/blocks'
import { normalInitial } from '../../nn/init'
import { Conv2d, ConvTranspose2d } from '../../nn/layers'
import type { Module } from '../../nn/module'
import { InstanceNorm2d } from '../../nn/norms'
import { LeakyReLU, ReflectionPad2d, ReLU, Tanh } from '../../nn/plain'

const initial = normalInitial(0, 0.02)
const plain = { bias: false, initial }
const halving = { stride: 2, padding: 1, initial }

/** Number of times that a ResNet halves an image before its blocks: twice would leave 8 × 8 of 32 × 32. */
export const halvingsOf = (imageSize: number): number => (imageSize > 32 ? 2 : 1)

export interface TranslatorShape {
  imageSize: number
  /** 1 or 3. */
  channels: number
  /** Channels of the layer nearest the image. */
  width: number
  /** Residual blocks of a ResNet. */
  blocks: number
}

/**
 * [N, H, W, C] → the same in [-1, 1]: halved, through residual blocks, doubled again. H and W are of any size that can
 * be halved as often.
 *
 * @see Johnson et al.: Perceptual Losses, https://arxiv.org/abs/1603.08155, and its use in
 * https://arxiv.org/abs/1703.10593
 */
export function resnet({ imageSize, channels, width, blocks }: TranslatorShape): Module[] {
  const halvings = halvingsOf(imageSize)
  const layers: Module[] = [
    new ReflectionPad2d(1),
    new Conv2d(channels, width, 3, plain),
    new InstanceNorm2d(width),
    new ReLU(),
  ]
  let at = width
  for (let i = 0; i < halvings; i++, at *= 2) {
    layers.push(new Conv2d(at, 2 * at, 4, { ...halving, bias: false }))
    layers.push(new InstanceNorm2d(2 * at), new ReLU())
  }
  for (let i = 0; i < blocks; i++) layers.push(residual(at))
  for (let i = 0; i < halvings; i++, at /= 2) {
    layers.push(new ConvTranspose2d(at, at / 2, 4, { ...halving, bias: false }))
    layers.push(new InstanceNorm2d(at / 2), new ReLU())
  }
  layers.push(new ReflectionPad2d(1), new Conv2d(width, channels, 3, { initial }), new Tanh())
  return layers
}

function residual(features: number): Residual {
  return new Residual([
    new ReflectionPad2d(1),
    new Conv2d(features, features, 3, plain),
    new InstanceNorm2d(features),
    new ReLU(),
    new ReflectionPad2d(1),
    new Conv2d(features, features, 3, plain),
    new InstanceNorm2d(features),
  ])
}

/**
 * [N, S, S, C] → the same in [-1, 1]: halved down to 4 × 4 and doubled again, with each size also handed across. At
 * 1 × 1 an instance norm would leave nothing.
 *
 * @see Ronneberger et al.: U-Net, https://arxiv.org/abs/1505.04597, and its use in https://arxiv.org/abs/1611.07004
 */
export function unet({ imageSize, channels, width }: TranslatorShape): Module[] {
  const levels = Math.log2(imageSize) - 2
  const block: Module[] = [
    new Conv2d(channels, width, 4, halving),
    ...(levels > 1 ? [level(1, levels, width)] : []),
    new ReLU(),
    new ConvTranspose2d(levels > 1 ? 2 * width : width, width, 4, halving),
    new ReLU(),
  ]
  const last = new Conv2d(channels + width, channels, 3, { padding: 1, initial })
  return [new SkipConnection(block), last, new Tanh()]
}

/** Features of a level: they double, up to eight times the width. */
const featuresAt = (level: number, width: number) => width * 2 ** Math.min(level, 3)

function level(at: number, levels: number, width: number): SkipConnection {
  const [outer, inner] = [featuresAt(at - 1, width), featuresAt(at, width)]
  const isLast = at === levels - 1
  return new SkipConnection([
    new LeakyReLU(0.2),
    new Conv2d(outer, inner, 4, { ...halving, bias: false }),
    new InstanceNorm2d(inner),
    ...(isLast ? [] : [level(at + 1, levels, width)]),
    new ReLU(),
    new ConvTranspose2d(isLast ? inner : 2 * inner, outer, 4, { ...halving, bias: false }),
    new InstanceNorm2d(outer),
  ])
}

/**
 * [N, H, W, C] → a map of scores, one for each patch of the image: how real it looks.
 *
 * @param options  halvings: layers that halve the image; with two a score sees 22 × 22 pixels, with three 46 × 46
 * @see Isola et al.: Image-to-Image Translation, section 3.2.2, https://arxiv.org/abs/1611.07004
 */
export function patchCritic({
  channels,
  width,
  halvings,
}: {
  channels: number
  width: number
  halvings: number
}): Module[] {
  const layers: Module[] = [new Conv2d(channels, width, 4, halving), new LeakyReLU(0.2)]
  let at = width
  for (let i = 1; i < halvings; i++, at *= 2) {
    layers.push(new Conv2d(at, 2 * at, 4, { ...halving, bias: false }))
    layers.push(new InstanceNorm2d(2 * at), new LeakyReLU(0.2))
  }
  layers.push(new Conv2d(at, 1, 4, { padding: 1, initial }))
  return layers
}
