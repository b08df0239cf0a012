// A generator in plain loops, for a browser without WebGPU: the layers of our generators, in eval mode, one image at a
// time. An image of 32 × 32 pixels takes some milliseconds.

import { DataError } from '../../data/imageSet'
import { ConvTranspose2d, Linear } from '../../nn/layers'
import type { Module, Variable } from '../../nn/module'
import type { GivenState, Network } from '../../nn/network'
import { BatchNorm2d } from '../../nn/norms'
import { Flatten, LeakyReLU, ReLU, Tanh, Unflatten } from '../../nn/plain'
import { StyleGenerator } from '../model/style'
import { type Image, readerOf, stamping } from './stamping'
import { styleInLoops } from './styleInLoops'

export class LoopGenerator {
  readonly #steps: readonly ((x: Image) => Image)[]

  /**
   * @param state  weights, in PyTorch's layout
   * @throws DataError when a weight is missing, or a layer has no form here
   */
  constructor({ layers, variables }: Network, state: GivenState) {
    const read = readerOf(variables, state)
    this.#steps = layers.map((layer) =>
      layer instanceof StyleGenerator ? styleInLoops(layer, read) : stepOf(layer, read),
    )
  }

  /**
   * G(noise).
   *
   * @param noise  [latent + classes] of one image
   * @returns      [H, W, C] in [-1, 1]
   */
  draw(noise: Float32Array): Float32Array {
    const start: Image = { height: 1, width: 1, channels: noise.length, data: noise }
    return this.#steps.reduce((x, step) => step(x), start).data
  }
}

function stepOf(layer: Module, read: (variable: Variable) => Float32Array): (x: Image) => Image {
  if (layer instanceof ConvTranspose2d) return transposed(layer, read)
  if (layer instanceof Linear) return linear(layer, read)
  if (layer instanceof BatchNorm2d) return normalised(layer, read)
  if (layer instanceof ReLU) return each((value) => Math.max(value, 0))
  if (layer instanceof LeakyReLU) {
    return each((value) => (value > 0 ? value : layer.negativeSlope * value))
  }
  if (layer instanceof Tanh) return each(Math.tanh)
  if (layer instanceof Flatten) {
    return ({ data }) => ({ height: 1, width: 1, channels: data.length, data })
  }
  if (layer instanceof Unflatten) {
    const [height, width, channels] = layer.image
    return ({ data }) => ({ height, width, channels, data })
  }
  throw new DataError(`${layer.constructor.name} has no form in loops here`)
}

const each = (f: (value: number) => number) => (x: Image) => ({ ...x, data: x.data.map(f) })

function transposed(layer: ConvTranspose2d, read: (variable: Variable) => Float32Array) {
  const { weight, bias, options } = layer
  return stamping(read(weight), weight.tensor.shape, { ...options, bias: bias && read(bias) })
}

function linear(layer: Linear, read: (variable: Variable) => Float32Array) {
  const [I = 1, O = 1] = layer.weight.tensor.shape
  const weight = read(layer.weight)
  const bias = layer.bias && read(layer.bias)
  return ({ data: x }: Image): Image => {
    const data = Float32Array.from({ length: O }, (_, o) => bias?.[o] ?? 0)
    for (let i = 0; i < I; i++) {
      for (let o = 0; o < O; o++) data[o] = (data[o] ?? 0) + (x[i] ?? 0) * (weight[i * O + o] ?? 0)
    }
    return { height: 1, width: 1, channels: O, data }
  }
}

function normalised(layer: BatchNorm2d, read: (variable: Variable) => Float32Array) {
  const [weight, bias, mean, variance] = [
    layer.weight,
    layer.bias,
    layer.runningMean,
    layer.runningVar,
  ].map(read)
  const scale = Float32Array.from(
    weight ?? [],
    (value, c) => value / Math.sqrt((variance?.[c] ?? 1) + layer.options.eps),
  )
  return (x: Image): Image => {
    const { channels: C } = x
    const of = (value: number, i: number) =>
      (value - (mean?.[i % C] ?? 0)) * (scale[i % C] ?? 1) + (bias?.[i % C] ?? 0)
    return { ...x, data: x.data.map(of) }
  }
}
