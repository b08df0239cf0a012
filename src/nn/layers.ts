// Layers, by PyTorch's names. Each owns its variables and calls one op.

import type { Tensor } from '../autograd/tensor'
import {
  batchNorm,
  bias,
  conv2d,
  convTranspose2d,
  leakyRelu,
  linear,
  relu,
  sigmoid,
  tanh,
} from '../ops'
import { fanInUniform, type Initial } from './init'
import { buffer, type Mode, Module, parameter, type Variable } from './module'

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
  readonly #options: { stride: number; padding: number }

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
    this.#options = { stride, padding }
  }

  override forward(x: Tensor): Tensor {
    const y = conv2d(x, this.weight.tensor, this.#options)
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
  readonly #options: { stride: number; padding: number; outputPadding: number }

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
    this.#options = { stride, padding, outputPadding }
  }

  override forward(x: Tensor): Tensor {
    const y = convTranspose2d(x, this.weight.tensor, this.#options)
    return this.bias ? bias(y, this.bias.tensor) : y
  }

  override variables(): [string, Variable][] {
    return weightAndBias(this)
  }
}

/** Weight [inFeatures, outFeatures]; x [N, inFeatures]. */
export class Linear extends Module {
  readonly weight: Variable
  readonly bias: Variable | undefined

  constructor(
    inFeatures: number,
    outFeatures: number,
    { bias: hasBias = true, initial }: { bias?: boolean; initial?: Initial } = {},
  ) {
    super()
    const draw = initial ?? fanInUniform(inFeatures)
    this.weight = parameter([inFeatures, outFeatures], draw, 'linear')
    this.bias = hasBias ? parameter([outFeatures], draw) : undefined
  }

  override forward(x: Tensor): Tensor {
    const y = linear(x, this.weight.tensor)
    return this.bias ? bias(y, this.bias.tensor) : y
  }

  override variables(): [string, Variable][] {
    return weightAndBias(this)
  }
}

/** Normalises each channel over the batch (train) or by running statistics (eval). */
export class BatchNorm2d extends Module {
  readonly weight: Variable
  readonly bias: Variable
  readonly runningMean: Variable
  readonly runningVar: Variable
  readonly batchesTracked: Variable
  readonly #options: { eps: number; momentum: number }

  constructor(
    features: number,
    {
      eps = 1e-5,
      momentum = 0.1,
      initial = () => 1,
    }: { eps?: number; momentum?: number; initial?: Initial } = {},
  ) {
    super()
    this.weight = parameter([features], initial)
    this.bias = parameter([features], () => 0)
    this.runningMean = buffer([features], 0)
    this.runningVar = buffer([features], 1)
    this.batchesTracked = buffer([1], 0, 'counter')
    this.#options = { eps, momentum }
  }

  override forward(x: Tensor, { training }: Mode): Tensor {
    return batchNorm(x, this.weight.tensor, this.bias.tensor, {
      training,
      running: {
        mean: this.runningMean.tensor,
        variance: this.runningVar.tensor,
        batches: this.batchesTracked.tensor,
      },
      ...this.#options,
    })
  }

  override variables(): [string, Variable][] {
    return [
      ['weight', this.weight],
      ['bias', this.bias],
      ['running_mean', this.runningMean],
      ['running_var', this.runningVar],
      ['num_batches_tracked', this.batchesTracked],
    ]
  }
}

export class ReLU extends Module {
  override forward(x: Tensor): Tensor {
    return relu(x)
  }
}

export class LeakyReLU extends Module {
  readonly negativeSlope: number

  constructor(negativeSlope = 0.01) {
    super()
    this.negativeSlope = negativeSlope
  }

  override forward(x: Tensor): Tensor {
    return leakyRelu(x, { negativeSlope: this.negativeSlope })
  }
}

export class Tanh extends Module {
  override forward(x: Tensor): Tensor {
    return tanh(x)
  }
}

export class Sigmoid extends Module {
  override forward(x: Tensor): Tensor {
    return sigmoid(x)
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
    return this.layers.reduce((y, layer) => layer.forward(y, mode), x)
  }

  override variables(): [string, Variable][] {
    return this.layers.flatMap((layer, index) =>
      layer
        .variables()
        .map(([name, variable]): [string, Variable] => [`${index}.${name}`, variable]),
    )
  }
}

function weightAndBias({ weight, bias }: { weight: Variable; bias: Variable | undefined }) {
  const entries: [string, Variable][] = [['weight', weight]]
  if (bias) entries.push(['bias', bias])
  return entries
}
