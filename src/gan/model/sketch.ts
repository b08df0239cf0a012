// Description of a network, to draw it: an entry for each layer with weights, the layers that follow it, and
// the shape of the output.

import { empty } from '../../autograd/tensor'
import { trace } from '../../gpu/trace'
import { EqualConv2d, EqualLinear } from '../../nn/equal'
import { Conv2d, ConvTranspose2d, Linear } from '../../nn/layers'
import { ModulatedConv2d } from '../../nn/modulated'
import type { Module } from '../../nn/module'
import type { Network } from '../../nn/network'
import { BatchNorm2d, LayerNorm } from '../../nn/norms'
import { Dropout, Flatten, LeakyReLU, ReLU, Tanh, Unflatten } from '../../nn/plain'
import { SpectralNorm } from '../../nn/spectral'
import { MinibatchStddev, ResidualDown, ScaledLeakyReLU } from '../../nn/style'
import { StyleGenerator } from './style'

export interface LayerSketch {
  /** `ConvTranspose2d` */
  title: string
  /** Layers after it without weights, or norms: `BatchNorm2d`, `ReLU`. */
  followers: string[]
  /** Shape of their output, without the batch: [height, width, channels], or [features]. */
  shape: number[]
  /** Ways beside that from layer to layer. */
  links?: Link[]
}

/**
 * `w`: the layer reads the style; `from w` where the style is made. `image`: its drawing is added to the image; `to image`:
 * the sum of these drawings is the output. `skip`: a second way goes past it.
 */
export type Link = 'from w' | 'w' | 'image' | 'to image' | 'skip'

/** By class: a bundler may rename classes. */
const titles: readonly (readonly [new (...args: never[]) => Module, string])[] = [
  [ConvTranspose2d, 'ConvTranspose2d'],
  [Conv2d, 'Conv2d'],
  [Linear, 'Linear'],
  [EqualConv2d, 'Conv2d'],
  [EqualLinear, 'Linear'],
  [ResidualDown, 'Conv2d, LeakyReLU'],
  [MinibatchStddev, 'minibatch stddev'],
  [ScaledLeakyReLU, 'LeakyReLU'],
  [BatchNorm2d, 'BatchNorm2d'],
  [LayerNorm, 'LayerNorm'],
  [LeakyReLU, 'LeakyReLU'],
  [ReLU, 'ReLU'],
  [Tanh, 'tanh'],
  [Dropout, 'Dropout'],
  [Flatten, 'Flatten'],
  [Unflatten, 'Unflatten'],
]

function titleOf(layer: Module): string {
  if (layer instanceof SpectralNorm) return `${titleOf(layer.layer)}, spectral norm`
  return titles.find(([kind]) => layer instanceof kind)?.[1] ?? 'Module'
}

/** @param shape  shape of one input, without the batch */
export function sketch(network: Network, shape: readonly number[]): LayerSketch[] {
  const [first] = network.layers
  if (first instanceof StyleGenerator) return sketchStyle(first)
  const sketches: LayerSketch[] = []
  trace({
    forward() {
      let x = empty('input', [1, ...shape])
      for (const layer of network.layers) {
        x = layer.forward(x, { training: false })
        const [, ...out] = x.shape
        const last = sketches.at(-1)
        const title = titleOf(layer)
        if (layer.variables().length > 0 && !isNorm(layer)) {
          const links: Link[] = layer instanceof ResidualDown && layer.skip ? ['skip'] : []
          sketches.push({ title, followers: [], shape: out, ...(links.length > 0 && { links }) })
        } else if (last) {
          if (!(layer instanceof Flatten)) last.shape = out
          if (!isReshape(layer)) last.followers.push(title)
        }
      }
    },
  })
  return sketches
}

/** The mapping, a row for each resolution, and the sum of what they draw. */
function sketchStyle({ mapping, synthesis }: StyleGenerator): LayerSketch[] {
  const { blocks, imageSize, imageChannels } = synthesis
  const [, styleSize = 1] = mapping.layers.at(-1)?.weight.tensor.shape ?? []
  const activation = 'LeakyReLU'
  const times = `${mapping.layers.length} × Linear`
  return [
    { title: times, followers: [activation], shape: [styleSize], links: ['from w'] },
    ...blocks.map(({ conv, size }): LayerSketch => {
      const isFirst = conv instanceof ModulatedConv2d
      return {
        title: isFirst ? 'constant, modulated Conv2d' : 'modulated ConvTranspose2d',
        followers: ['noise', activation],
        shape: [size, size, conv.bias.tensor.size],
        links: ['w', 'image'],
      }
    }),
    {
      title: 'sum of the images, each enlarged',
      followers: ['tanh'],
      shape: [imageSize, imageSize, imageChannels],
      links: ['to image'],
    },
  ]
}

const isNorm = (layer: Module): boolean =>
  layer instanceof BatchNorm2d || layer instanceof LayerNorm

const isReshape = (layer: Module): boolean => layer instanceof Flatten || layer instanceof Unflatten
