// The other layers of a style-based GAN: mapping network, minibatch standard deviation, D's residual block.

import { check, show } from '../autograd/check'
import type { Tensor } from '../autograd/tensor'
import {
  add,
  avgPool2d,
  expand,
  leakyRelu,
  mean,
  minibatchStddev,
  mul,
  rsqrt,
  square,
  upfirdn2d,
} from '../ops'
import type { UpfirdnOptions } from '../ops/resample'
import { EqualConv2d, EqualLinear } from './equal'
import { type Mode, Module, type Variable, variablesOf } from './module'

/** Added to the mean square of a code. */
export const PIXEL_NORM_EPS = 1e-8

/** gain · LeakyReLU: with a gain of √2 numbers keep their size from layer to layer. */
export class ScaledLeakyReLU extends Module {
  readonly options: { negativeSlope: number; gain: number }

  constructor(negativeSlope = 0.2, gain = Math.SQRT2) {
    super()
    this.options = { negativeSlope, gain }
  }

  override forward(x: Tensor): Tensor {
    return leakyRelu(x, this.options)
  }
}

/**
 * Divides the last dimension by its size, √(mean x² + eps): a code of a sample, or the channels of a pixel.
 *
 * @see Karras et al.: Progressive Growing of GANs, section 4.2, https://arxiv.org/abs/1710.10196
 */
export class PixelNorm extends Module {
  readonly eps: number

  constructor(eps = PIXEL_NORM_EPS) {
    super()
    this.eps = eps
  }

  override forward(x: Tensor): Tensor {
    const inverse = rsqrt(mean(square(x), { dim: -1, keepdim: true }), { eps: this.eps })
    return mul(x, expand(inverse, x.shape))
  }
}

/**
 * Noise z [N, latent] to styles w [N, width]: its size is normalised, then layers `fc0`, `fc1`, …
 *
 * @see Karras et al.: A Style-Based Generator Architecture, https://arxiv.org/abs/1812.04948
 */
export class MappingNetwork extends Module {
  readonly layers: readonly EqualLinear[]
  readonly #norm = new PixelNorm()
  readonly #activation = new ScaledLeakyReLU()

  constructor(
    latent: number,
    width: number,
    {
      depth = 2,
      lrMul = 0.1,
      equalized = true,
    }: { depth?: number; lrMul?: number; equalized?: boolean } = {},
  ) {
    super()
    this.layers = Array.from({ length: depth }, (_, i) => {
      return new EqualLinear(i === 0 ? latent : width, width, { lrMul, equalized })
    })
  }

  override forward(z: Tensor): Tensor {
    const normal = this.#norm.forward(z)
    return this.layers.reduce((w, layer) => this.#activation.forward(layer.forward(w)), normal)
  }

  override variables(): [string, Variable][] {
    return variablesOf(Object.fromEntries(this.layers.map((layer, i) => [`fc${i}`, layer])))
  }
}

/**
 * One channel more: how much the images of a group differ. Groups hold neighbours, so real and generated images that go
 * through D together (`parts` of the mode) are never in one group.
 *
 * @see Karras et al.: Progressive Growing of GANs, section 3, https://arxiv.org/abs/1710.10196
 */
export class MinibatchStddev extends Module {
  readonly groupSize: number
  readonly spread: boolean

  /** @param options  spread: groups hold images all over the batch, as in NVIDIA's code; false by default */
  constructor(groupSize = 4, { spread = false }: { spread?: boolean } = {}) {
    super()
    this.groupSize = groupSize
    this.spread = spread
  }

  override forward(x: Tensor, { parts = 1 }: Mode): Tensor {
    const [N = 1] = x.shape
    const batch = N / parts
    const groupSize = Math.min(this.groupSize, batch)
    check(batch % groupSize === 0, 'MinibatchStddev', () => {
      const of = parts > 1 ? `, ${parts} batches` : ''
      return `x is ${show(x.shape)}${of}. Take a batch that is a multiple of ${groupSize}.`
    })
    return minibatchStddev(x, { groupSize, apart: this.spread ? batch / groupSize : 1 })
  }
}

/** `upfirdn2d` as a layer. */
export class Upfirdn2d extends Module {
  readonly options: UpfirdnOptions

  constructor(options: UpfirdnOptions) {
    super()
    this.options = options
  }

  override forward(x: Tensor): Tensor {
    return upfirdn2d(x, this.options)
  }
}

/**
 * D's block, to half the size: (a 4 × 4 convolution of stride 2 with a leaky ReLU + a 1 × 1 convolution of means over
 * 2 × 2) / √2. Layers `conv1` and `skip`.
 */
export class ResidualDown extends Module {
  readonly conv1: EqualConv2d
  readonly skip: EqualConv2d | undefined

  /** @param options  skip: whether there is a path past the convolution; at the image there is none */
  constructor(
    inChannels: number,
    outChannels: number,
    { skip = true, equalized = true }: { skip?: boolean; equalized?: boolean } = {},
  ) {
    super()
    this.conv1 = new EqualConv2d(inChannels, outChannels, 4, { stride: 2, padding: 1, equalized })
    // The sum's 1 / √2 is taken before it: of this path by the weight, of the other by the activation.
    const options = { bias: false, gain: Math.SQRT1_2, equalized }
    this.skip = skip ? new EqualConv2d(inChannels, outChannels, 1, options) : undefined
  }

  override forward(x: Tensor): Tensor {
    const gain = this.skip ? 1 : Math.SQRT2
    const y = leakyRelu(this.conv1.forward(x), { negativeSlope: 0.2, gain })
    return this.skip ? add(y, this.skip.forward(avgPool2d(x, { kernelSize: 2 }))) : y
  }

  override variables(): [string, Variable][] {
    const { conv1, skip } = this
    return variablesOf({ conv1, ...(skip && { skip }) })
  }
}
