// Layers with an equalised learning rate: weights are drawn from N(0, 1), and scaled by 1 / √(inputs of an output) where
// they are used. An optimiser that moves each weight by the same amount then moves all layers alike.

import type { Tensor } from '../autograd/tensor'
import { bias as addBias, conv2d, linear, scale } from '../ops'
import { normalInitial } from './init'
import { type ImageShape, Module, parameter, type Variable, weightAndBias } from './module'

export interface EqualOptions {
  bias?: boolean
  /** Number that the bias begins with, as it is used; 0 by default. */
  initialBias?: number
  /** Factor of weights and bias where they are used, and of how fast they learn. 1 by default. */
  lrMul?: number
  /** Factor of the weights beyond that: 1 by default. */
  gain?: number
  /** Whether weights are scaled where they are used. If not, they are drawn as small. True by default. */
  equalized?: boolean
}

/** Weight and bias of a layer whose outputs have `fanIn` inputs each, and their factors. */
export function equalised(
  fanIn: number,
  { initialBias = 0, lrMul = 1, gain = 1, equalized = true }: EqualOptions,
) {
  const used = (gain * lrMul) / Math.sqrt(fanIn)
  return {
    weight: normalInitial(0, equalized ? 1 / lrMul : used),
    bias: () => (equalized ? initialBias / lrMul : initialBias),
    factors: equalized ? { weight: used, bias: lrMul } : { weight: 1, bias: 1 },
  }
}

/** Base of both: parameters, and the factors that they are used with. */
abstract class Equal extends Module {
  readonly weight: Variable
  readonly bias: Variable | undefined
  readonly factors: Readonly<Record<'weight' | 'bias', number>>

  constructor(
    shape: readonly number[],
    layout: Variable['layout'],
    { bias: hasBias = true, ...options }: EqualOptions,
  ) {
    super()
    const { weight, bias, factors } = equalised(
      shape.slice(0, -1).reduce((a, b) => a * b, 1),
      options,
    )
    this.weight = parameter(shape, weight, layout)
    this.bias = hasBias ? parameter(shape.slice(-1), bias) : undefined
    this.factors = factors
  }

  protected get scaledWeight(): Tensor {
    return scale(this.weight.tensor, this.factors.weight)
  }

  protected biased(y: Tensor): Tensor {
    return this.bias ? addBias(y, scale(this.bias.tensor, this.factors.bias)) : y
  }

  override variables(): [string, Variable][] {
    return weightAndBias(this)
  }
}

/**
 * Weight [inFeatures, outFeatures]; x [N, inFeatures].
 *
 * @see Karras et al.: Progressive Growing of GANs, section 4.1, https://arxiv.org/abs/1710.10196
 */
export class EqualLinear extends Equal {
  /** @param options  from: the image that `Flatten` made the inputs from */
  constructor(
    inFeatures: number,
    outFeatures: number,
    { from, ...options }: EqualOptions & { from?: ImageShape | undefined } = {},
  ) {
    super([inFeatures, outFeatures], { from }, options)
  }

  override forward(x: Tensor): Tensor {
    return this.biased(linear(x, this.scaledWeight))
  }
}

/**
 * Weight [R, S, inChannels, outChannels]; images [N, H, W, inChannels].
 *
 * @see Karras et al.: Progressive Growing of GANs, section 4.1, https://arxiv.org/abs/1710.10196
 */
export class EqualConv2d extends Equal {
  readonly options: { stride: number; padding: number }

  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: number,
    {
      stride = 1,
      padding = 0,
      ...options
    }: EqualOptions & { stride?: number; padding?: number } = {},
  ) {
    super([kernelSize, kernelSize, inChannels, outChannels], 'convolution', options)
    this.options = { stride, padding }
  }

  override forward(x: Tensor): Tensor {
    return this.biased(conv2d(x, this.scaledWeight, this.options))
  }
}
