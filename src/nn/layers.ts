// Layers with weights, by PyTorch's names, and their sequence. Each owns its variables and calls one op.

import type { Tensor } from '../autograd/tensor'
import { bias, conv2d, convTranspose2d, linear } from '../ops'
import { fanInUniform, type Initial } from './init'
import {
  type ImageShape,
  type Mode,
  Module,
  parameter,
  type Variable,
  weightAndBias,
} from './module'
import { BatchNorm2d } from './norms'
import { LeakyReLU, ReLU } from './plain'

export interface ConvLayerOptions {
  stride?: number
  padding?: number
  bias?: boolean
  initial?: Initial
}

/** Weight [R, S, inChannels, outChannels]; images [N, H, W, inChannels]. */
export class Conv2d extends Module {
  readonly weight: Variable
  readonly bias: Variable | undefined
  readonly options: { stride: number; padding: number }

  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: number,
    { stride = 1, padding = 0, bias: hasBias = true, initial }: ConvLayerOptions = {},
  ) {
    super()
    const draw = initial ?? fanInUniform(inChannels * kernelSize ** 2)
    this.weight = parameter([kernelSize, kernelSize, inChannels, outChannels], draw, 'convolution')
    this.bias = hasBias ? parameter([outChannels], draw) : undefined
    this.options = { stride, padding }
  }

  /** @param weight  to be used in the place of the layer's own */
  override forward(x: Tensor, _mode?: Mode, weight = this.weight.tensor): Tensor {
    const y = conv2d(x, weight, this.options)
    return this.bias ? bias(y, this.bias.tensor) : y
  }

  override variables(): [string, Variable][] {
    return weightAndBias(this)
  }
}

/** Weight [R, S, outChannels, inChannels]: that of the convolution whose adjoint this is. */
export class ConvTranspose2d extends Module {
  readonly weight: Variable
  readonly bias: Variable | undefined
  readonly options: { stride: number; padding: number; outputPadding: number }

  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: number,
    {
      stride = 1,
      padding = 0,
      outputPadding = 0,
      bias: hasBias = true,
      initial,
    }: ConvLayerOptions & { outputPadding?: number } = {},
  ) {
    super()
    const draw = initial ?? fanInUniform(outChannels * kernelSize ** 2)
    this.weight = parameter([kernelSize, kernelSize, outChannels, inChannels], draw, 'convolution')
    this.bias = hasBias ? parameter([outChannels], draw) : undefined
    this.options = { stride, padding, outputPadding }
  }

  override forward(x: Tensor): Tensor {
    const y = convTranspose2d(x, this.weight.tensor, this.options)
    return this.bias ? bias(y, this.bias.tensor) : y
  }

  override variables(): [string, Variable][] {
    return weightAndBias(this)
  }
}

export interface LinearOptions {
  bias?: boolean
  initial?: Initial
  /** The image that `Flatten` made the inputs from: PyTorch's files count its elements channels first. */
  from?: ImageShape
  /** The image that `Unflatten` makes of the outputs. */
  to?: ImageShape
}

/** Weight [inFeatures, outFeatures]; x [N, inFeatures]. */
export class Linear extends Module {
  readonly weight: Variable
  readonly bias: Variable | undefined

  constructor(
    inFeatures: number,
    outFeatures: number,
    { bias: hasBias = true, initial, from, to }: LinearOptions = {},
  ) {
    super()
    const draw = initial ?? fanInUniform(inFeatures)
    this.weight = parameter([inFeatures, outFeatures], draw, { from, to })
    this.bias = hasBias ? parameter([outFeatures], draw, { to }) : undefined
  }

  /** @param weight  to be used in the place of the layer's own */
  override forward(x: Tensor, _mode?: Mode, weight = this.weight.tensor): Tensor {
    const y = linear(x, weight)
    return this.bias ? bias(y, this.bias.tensor) : y
  }

  override variables(): [string, Variable][] {
    return weightAndBias(this)
  }
}

/** Modules one after the other; a variable of the third is called `2.weight`. */
export class Sequential extends Module {
  readonly layers: readonly Module[]

  constructor(layers: readonly Module[]) {
    super()
    this.layers = layers
  }

  override forward(x: Tensor, mode: Mode): Tensor {
    let y = x
    for (const [index, layer] of this.layers.entries()) {
      const [before, after] = [this.layers[index - 1], this.layers[index + 1]]
      // A batch norm takes the activation after it along: one pass over the images less.
      if (before instanceof BatchNorm2d && isLeaky(layer)) continue
      y =
        layer instanceof BatchNorm2d && isLeaky(after)
          ? layer.forward(y, mode, after)
          : layer.forward(y, mode)
    }
    return y
  }

  override variables(): [string, Variable][] {
    return this.layers.flatMap((layer, index) =>
      layer
        .variables()
        .map(([name, variable]): [string, Variable] => [`${index}.${name}`, variable]),
    )
  }
}

const isLeaky = (layer: Module | undefined): layer is ReLU | LeakyReLU =>
  layer instanceof ReLU || layer instanceof LeakyReLU
