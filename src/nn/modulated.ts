// Convolutions that a style modulates: it scales the channels that they read, and what they write is scaled back to size 1.
// Both scalings are of images, so a batch of styles shares one weight and runs on the kernels of any convolution.

import type { Tensor } from '../autograd/tensor'
import {
  bias as addBias,
  conv2d,
  convTranspose2d,
  linear,
  normal,
  rsqrt,
  scale,
  scaleChannels,
  square,
  styleActivation,
  sumTo,
  transpose,
} from '../ops'
import { full } from '../ops/arithmetic'
import type { StyleActivationOptions } from '../ops/styleActivation'
import { EqualLinear, equalised } from './equal'
import { type Mode, parameter, type Variable, variablesOf, weightAndBias } from './module'

/** Added to the sum of squares that demodulation divides by. */
export const DEMODULATION_EPS = 1e-8

/**
 * Factors that give each output channel the size 1, for inputs of size 1: 1 / √(Σ over inputs and taps of (w s)²).
 *
 * @param s        [N, I], as the weight is used: with its factor
 * @param squares  [I, O]: Σ w² of the taps that meet in an output
 * @returns        [N, O]
 */
const demodulation = (s: Tensor, squares: Tensor, eps = DEMODULATION_EPS): Tensor =>
  rsqrt(linear(square(s), squares), { eps })

/**
 * A convolution of stride 1 whose weight is scaled by a style for each image.
 *
 * @param x        [N, H, W, C]
 * @param weight   [R, S, C, K]
 * @param s        [N, C]
 * @param options  weightScale: factor of the weight; eps: added to the sum of squares
 * @see Karras et al.: Analyzing and Improving the Image Quality of StyleGAN, section 2.2, https://arxiv.org/abs/1912.04958
 */
export function modulatedConv2d(
  x: Tensor,
  weight: Tensor,
  s: Tensor,
  {
    padding = 0,
    demodulate = true,
    weightScale = 1,
    eps = DEMODULATION_EPS,
  }: { padding?: number; demodulate?: boolean; weightScale?: number; eps?: number } = {},
): Tensor {
  const style = scale(s, weightScale)
  const y = conv2d(scaleChannels(x, style), weight, { padding })
  return demodulate ? scaleChannels(y, demodulation(style, squaresOf(weight), eps)) : y
}

/** Σ w² over the window: [R, S, C, K] → [C, K]. */
const squaresOf = (weight: Tensor): Tensor => sumTo(square(weight), weight.shape.slice(2))

/** Noise of a layer, for all channels: [N, H, W, 1] of that shape; undefined where it is off. */
export type NoiseOf = (shape: readonly number[]) => Tensor | undefined

/** Noise of a pass: drawn anew for each layer, where the pass has random numbers. */
export const noiseOf = ({ noise }: Pick<Mode, 'noise'>): NoiseOf =>
  noise
    ? (shape) => normal(shape, { clock: noise.clock, stream: noise.nextStream() })
    : () => undefined

export interface ModulatedOptions extends StyleActivationOptions {
  /** Whether outputs are scaled back to size 1; true by default. Colours must not be. */
  demodulate?: boolean
  /** Whether noise is added, and an activation follows; true by default. */
  activation?: boolean
  /** Whether weights are scaled where they are used: see `EqualOptions`. */
  equalized?: boolean
}

/** Sizes of a modulated layer. */
export interface ModulatedSizes {
  inChannels: number
  outChannels: number
  kernelSize: number
  /** Numbers of w, which the style is an affine function of. */
  latent: number
}

/** Base of both: the style, and what follows the convolution. No `Module`: it needs x, and w. */
abstract class Modulated {
  readonly weight: Variable
  readonly bias: Variable
  readonly affine: EqualLinear
  readonly noiseStrength: Variable | undefined
  readonly factor: number
  readonly options: ModulatedOptions

  constructor(
    shape: readonly [number, number, number, number],
    { inChannels, outChannels, latent }: ModulatedSizes,
    fanIn: number,
    options: ModulatedOptions,
  ) {
    const { equalized = true, activation = true } = options
    const { weight, factors } = equalised(fanIn, { equalized })
    this.weight = parameter(shape, weight, 'convolution')
    this.bias = parameter([outChannels], () => 0)
    this.noiseStrength = activation ? parameter([1], () => 0) : undefined
    this.affine = new EqualLinear(latent, inChannels, { initialBias: 1, equalized })
    this.factor = factors.weight
    this.options = options
  }

  /** The convolution alone. */
  protected abstract convolve(x: Tensor): Tensor

  /** Σ w² of the taps that meet in an output: [I, O]. */
  protected abstract squares(): Tensor

  /**
   * @param x      [N, H, W, inChannels]
   * @param w      [N, latent]
   * @param noise  what the noise is; none by default
   */
  forward(x: Tensor, w: Tensor, noise: NoiseOf = () => undefined): Tensor {
    const s = scale(this.affine.forward(w), this.factor)
    const y = this.convolve(scaleChannels(x, s))
    const [N = 1, H = 1, W = 1, K = 1] = y.shape
    const d = (this.options.demodulate ?? true) ? demodulation(s, this.squares()) : undefined
    if (!this.noiseStrength) {
      return addBias(d ? scaleChannels(y, d) : y, this.bias.tensor)
    }
    const pixels = [N, H, W, 1]
    return styleActivation(
      y,
      {
        d: d ?? full([N, K], 1),
        strength: this.noiseStrength.tensor,
        noise: noise(pixels) ?? full(pixels, 0),
        bias: this.bias.tensor,
      },
      this.options,
    )
  }

  variables(): [string, Variable][] {
    const own = weightAndBias(this)
    if (this.noiseStrength) own.push(['noise_strength', this.noiseStrength])
    return [...own, ...variablesOf({ affine: this.affine })]
  }
}

/** Modulated convolution of stride 1, padded so that images keep their size; weight [R, S, inChannels, outChannels], R odd. */
export class ModulatedConv2d extends Modulated {
  readonly padding: number

  constructor(sizes: ModulatedSizes, options: ModulatedOptions = {}) {
    const { inChannels, outChannels, kernelSize } = sizes
    const fanIn = inChannels * kernelSize ** 2
    super([kernelSize, kernelSize, inChannels, outChannels], sizes, fanIn, options)
    this.padding = (kernelSize - 1) / 2
  }

  protected override convolve(x: Tensor): Tensor {
    return conv2d(x, this.weight.tensor, { padding: this.padding })
  }

  protected override squares(): Tensor {
    return squaresOf(this.weight.tensor)
  }
}

/** Window, stride and padding that double an image; a quarter of its taps meet in an output. */
const DOUBLING = { kernelSize: 4, stride: 2, padding: 1, share: 1 / 4 }

/** Transposed, 4 × 4 of stride 2: images of twice the size; weight [4, 4, outChannels, inChannels]. */
export class ModulatedConvTranspose2d extends Modulated {
  constructor(sizes: Omit<ModulatedSizes, 'kernelSize'>, options: ModulatedOptions = {}) {
    const { inChannels, outChannels } = sizes
    const { kernelSize, share } = DOUBLING
    const fanIn = inChannels * kernelSize ** 2 * share
    const shape = [kernelSize, kernelSize, outChannels, inChannels] as const
    super(shape, { ...sizes, kernelSize }, fanIn, options)
  }

  protected override convolve(x: Tensor): Tensor {
    const { stride, padding } = DOUBLING
    return convTranspose2d(x, this.weight.tensor, { stride, padding })
  }

  protected override squares(): Tensor {
    return scale(transpose(squaresOf(this.weight.tensor), [1, 0]), DOUBLING.share)
  }
}
