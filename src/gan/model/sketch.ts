// Description of a network, to draw it: an entry for each layer with weights, the layers that follow it, and
// the shape of the output.

import { empty } from '../../autograd/tensor'
import { trace } from '../../gpu/trace'
import { Conv2d, ConvTranspose2d, Linear } from '../../nn/layers'
import type { Module } from '../../nn/module'
import type { Network } from '../../nn/network'
import { BatchNorm2d, LayerNorm } from '../../nn/norms'
import { Dropout, Flatten, LeakyReLU, ReLU, Tanh, Unflatten } from '../../nn/plain'
import { SpectralNorm } from '../../nn/spectral'

export interface LayerSketch {
  /** `ConvTranspose2d` */
  title: string
  /** Layers after it without weights, or norms: `BatchNorm2d`, `ReLU`. */
  followers: string[]
  /** Shape of their output, without the batch: [height, width, channels], or [features]. */
  shape: number[]
}

/** By class: a bundler may rename classes. */
const titles: readonly (readonly [new (...args: never[]) => Module, string])[] = [
  [ConvTranspose2d, 'ConvTranspose2d'],
  [Conv2d, 'Conv2d'],
  [Linear, 'Linear'],
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
          sketches.push({ title, followers: [], shape: out })
        } else if (last) {
          last.shape = out
          if (!isReshape(layer)) last.followers.push(title)
        }
      }
    },
  })
  return sketches
}

const isNorm = (layer: Module): boolean =>
  layer instanceof BatchNorm2d || layer instanceof LayerNorm

const isReshape = (layer: Module): boolean => layer instanceof Flatten || layer instanceof Unflatten
