// A small style-based GAN: noise becomes a style, the style modulates each layer of G, and each resolution adds to the
// image. D is residual, and sees how much its images differ. Names are those of NVIDIA's stylegan2-ada-pytorch, as far
// as it has the layer (https://github.com/NVlabs/stylegan2-ada-pytorch).

import type { Tensor } from '../../autograd/tensor'
import { EqualConv2d, EqualLinear } from '../../nn/equal'
import { normalInitial } from '../../nn/init'
import { Sequential } from '../../nn/layers'
import {
  ModulatedConv2d,
  ModulatedConvTranspose2d,
  type NoiseOf,
  noiseOf,
} from '../../nn/modulated'
import { type Mode, Module, parameter, type Variable, variablesOf } from '../../nn/module'
import { Network } from '../../nn/network'
import { Flatten } from '../../nn/plain'
import { MappingNetwork, MinibatchStddev, ResidualDown, ScaledLeakyReLU } from '../../nn/style'
import { add, expand, reshape, split, tanh, upsampleBilinear2d } from '../../ops'

export interface StyleOptions {
  /** A power of two, from 8 on. */
  imageSize: number
  /** 1 or 3. */
  channels: number
  latent: number
  /** Channels of G at the size of the image; at most eight times as many at smaller sizes. Default: 8. */
  width?: number
  /** Numbers of a style; as many as `latent` by default. */
  styleSize?: number
  /** Classes, which add numbers to G's noise and planes to D's image. */
  classes?: number
}

/** Size of the images that G begins with, and D ends with. */
const SMALLEST = 4

/** From 4 × 4 on, each twice the one before. */
const sizesTo = (imageSize: number): number[] =>
  Array.from({ length: Math.log2(imageSize / SMALLEST) + 1 }, (_, i) => SMALLEST * 2 ** i)

/** Channels of G's layers, by resolution: 64, 32, 16, 8 for 32 pixels. */
const channelsOfG = ({ imageSize, width = 8 }: StyleOptions): number[] =>
  sizesTo(imageSize).map((size) => width * Math.min(imageSize / size, 8))

/** Channels of D's blocks, from the image on: 16, 32, 64 for 32 pixels. */
const channelsOfD = ({ imageSize, width = 8 }: StyleOptions): number[] =>
  sizesTo(imageSize / 2).map((_, i) => width * Math.min((imageSize > 32 ? 1 : 2) * 2 ** i, 8))

interface Block {
  name: string
  /** Height and width of what it gives. */
  size: number
  /** `conv1` of the first block, `conv0` of the others, which double the image. */
  conv: ModulatedConv2d | ModulatedConvTranspose2d
  torgb: ModulatedConv2d
}

/** Styles [N, styleSize] to images. */
export class Synthesis extends Module {
  /** [4, 4, C, 1]; in files [1, C, 4, 4]. */
  readonly constant: Variable
  readonly blocks: readonly Block[]
  readonly imageSize: number
  readonly imageChannels: number

  constructor(options: StyleOptions) {
    super()
    const { imageSize, channels: imageChannels, latent, styleSize = latent } = options
    const channels = channelsOfG(options)
    this.imageSize = imageSize
    this.imageChannels = imageChannels
    const [first = 1] = channels
    this.constant = parameter([SMALLEST, SMALLEST, first, 1], normalInitial(0, 1), 'convolution')
    this.blocks = channels.map((outChannels, i) => {
      const sizes = { inChannels: channels[i - 1] ?? first, outChannels, latent: styleSize }
      const size = SMALLEST * 2 ** i
      return {
        name: `b${size}`,
        size,
        conv:
          i === 0
            ? new ModulatedConv2d({ ...sizes, kernelSize: 3 })
            : new ModulatedConvTranspose2d(sizes),
        torgb: new ModulatedConv2d(
          { ...sizes, inChannels: outChannels, outChannels: imageChannels, kernelSize: 1 },
          { demodulate: false, activation: false },
        ),
      }
    })
  }

  /** @param noise  that of each layer; by default what the mode's random numbers give */
  override forward(w: Tensor, mode: Mode, noise: NoiseOf = noiseOf(mode)): Tensor {
    const [N = 1] = w.shape
    const flat = reshape(w, [N, w.size / N])
    return this.mixed(() => flat, noise)
  }

  /** @param styleOf  w [N, styleSize] of a block, by its place */
  mixed(styleOf: (block: number) => Tensor, noise: NoiseOf = () => undefined): Tensor {
    const { tensor } = this.constant
    const image = tensor.shape.slice(0, 3)
    let x = expand(reshape(tensor, image), [styleOf(0).shape[0] ?? 1, ...image])
    let drawn: Tensor | undefined
    for (const [i, { conv, torgb }] of this.blocks.entries()) {
      const w = styleOf(i)
      x = conv.forward(x, w, noise)
      const detail = torgb.forward(x, w)
      drawn = drawn ? add(upsampleBilinear2d(drawn), detail) : detail
    }
    return tanh(drawn ?? x)
  }

  override variables(): [string, Variable][] {
    return this.blocks.flatMap(({ name, conv, torgb }, i): [string, Variable][] => {
      const parts = variablesOf({ [i === 0 ? 'conv1' : 'conv0']: conv, torgb })
      const own: [string, Variable][] = i === 0 ? [['const', this.constant], ...parts] : parts
      return own.map(([key, variable]) => [`${name}.${key}`, variable])
    })
  }
}

/** Noise [N, 1, 1, latent], or [N, latent], to images [N, imageSize, imageSize, channels] in [-1, 1]. */
export class StyleGenerator extends Module {
  readonly mapping: MappingNetwork
  readonly synthesis: Synthesis

  constructor(options: StyleOptions) {
    super()
    const { latent, styleSize = latent, classes = 0 } = options
    this.mapping = new MappingNetwork(latent + classes, styleSize)
    this.synthesis = new Synthesis(options)
  }

  override forward(z: Tensor, mode: Mode): Tensor {
    const [N = 1] = z.shape
    return this.synthesis.forward(this.mapping.forward(reshape(z, [N, z.size / N])), mode)
  }

  override variables(): [string, Variable][] {
    return variablesOf({ mapping: this.mapping, synthesis: this.synthesis })
  }
}

/** Images to one logit a sample, [N, 1]. The batch is a multiple of 4, or smaller. */
export class StyleDiscriminator extends Sequential {
  readonly #named: readonly (readonly [name: string, layer: Module])[]

  constructor(options: StyleOptions) {
    const { imageSize, classes = 0 } = options
    const channels = channelsOfD(options)
    const last = channels.at(-1) ?? 1
    const blocks = channels.map((outChannels, i) => {
      const inChannels = channels[i - 1] ?? options.channels + classes
      const block = new ResidualDown(inChannels, outChannels, { skip: i > 0 })
      return [`b${imageSize / 2 ** i}`, block] as const
    })
    const from = [SMALLEST, SMALLEST, last] as const
    const named = [
      ...blocks,
      ['stddev', new MinibatchStddev()],
      ['b4.conv', new EqualConv2d(last + 1, last, 3, { padding: 1 })],
      ['activation', new ScaledLeakyReLU()],
      ['flatten', new Flatten()],
      ['b4.fc', new EqualLinear(SMALLEST * SMALLEST * last, last, { from })],
      ['activation', new ScaledLeakyReLU()],
      ['b4.out', new EqualLinear(last, 1)],
    ] as const
    super(named.map(([, layer]) => layer))
    this.#named = named
  }

  override variables(): [string, Variable][] {
    return this.#named.flatMap(([name, layer]) => variablesOf({ [name]: layer }))
  }
}

/** The second half of a generator alone: w [N, 1, 1, styleSize], or [N, styleSize], to images. */
export const synthesisOf = (options: StyleOptions): Network =>
  new Network('generator', new Synthesis(options), { prefix: SYNTHESIS })

/** Prefix of the synthesis among the variables of a generator. */
export const SYNTHESIS = 'synthesis'

/**
 * Style mixing: two styles [N, 1, 1, 2 · styleSize], the first up to a size of images, the second for larger ones.
 *
 * @param upTo  4 or a multiple: height of the last block that takes the first style
 * @see Karras et al.: A Style-Based Generator Architecture, section 3.1, https://arxiv.org/abs/1812.04948
 */
export function mixerOf(options: StyleOptions, { upTo }: { upTo: number }): Network {
  const synthesis = new Synthesis(options)
  return new Network('generator', new Mixer(synthesis, upTo), { prefix: SYNTHESIS })
}

class Mixer extends Module {
  readonly #synthesis: Synthesis
  readonly #upTo: number

  constructor(synthesis: Synthesis, upTo: number) {
    super()
    this.#synthesis = synthesis
    this.#upTo = upTo
  }

  override forward(styles: Tensor): Tensor {
    const [N = 1] = styles.shape
    const each = styles.size / N / 2
    const [first, second] = split(reshape(styles, [N, 2 * each]), { dim: 1, sizes: [each, each] })
    const { blocks } = this.#synthesis
    return this.#synthesis.mixed((block) => {
      const is = (blocks[block]?.size ?? 0) <= this.#upTo ? first : second
      return is ?? styles
    })
  }

  override variables(): [string, Variable][] {
    return this.#synthesis.variables()
  }
}

/** The generator alone. */
export const styleGenerator = (options: StyleOptions): Network =>
  new Network('generator', new StyleGenerator(options))

/** The networks, and with `average` another generator for the moving average of the first. */
export function style({ average = false, ...options }: StyleOptions & { average?: boolean }) {
  return {
    generator: styleGenerator(options),
    discriminator: new Network('discriminator', new StyleDiscriminator(options)),
    average: average ? new Network('average', new StyleGenerator(options)) : undefined,
  }
}
