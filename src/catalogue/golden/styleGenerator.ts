// The generator of golden cases of style: 3 × 3 convolutions, images enlarged by a filter, a small image from each block.

import type { Tensor } from '../../autograd/tensor'
import { normalInitial } from '../../nn/init'
import { Sequential } from '../../nn/layers'
import { ModulatedConv2d } from '../../nn/modulated'
import { type Mode, Module, parameter, type Variable, variablesOf } from '../../nn/module'
import { add, expand, reshape, upfirdn2d } from '../../ops'
import type { UpfirdnOptions } from '../../ops/resample'
import { type Attributes, Skip } from './case'
import { layersOf } from './layers'

export interface Description {
  /** Layers of the mapping, made anew for each network. */
  mapping: () => Module[]
  latent: number
  blocks: readonly { name: string; inChannels: number; channels: number }[]
  imageChannels: number
  equalized: boolean
  activation: { negativeSlope: number; gain: number }
  filter: UpfirdnOptions
}

export function readGenerator(attributes: Attributes): Description {
  attributes.only('eps', 1e-8)
  const [z, latent] = [attributes.number('z'), attributes.number('w')]
  const mapping = attributes.list('mapping')
  const channels = attributes.sizes('channels')
  const [a = 0, b = 0, c = 0, d = 0, ...more] = attributes.sizes('taps')
  if (more.length > 0) throw new Skip('a filter of more than four taps')
  const description: Description = {
    mapping: () => layersOf(mapping, () => [1, z]),
    latent,
    blocks: channels.map((each, i) => {
      return { name: `b${4 * 2 ** i}`, inChannels: channels[i - 1] ?? each, channels: each }
    }),
    imageChannels: attributes.number('image_channels'),
    equalized: attributes.flag('equalized'),
    activation: { negativeSlope: attributes.number('slope'), gain: attributes.number('gain') },
    filter: { taps: [a, b, c, d], up: 2, padding: [2, 1, 2, 1], gain: 4 },
  }
  description.mapping()
  return description
}

export class StyleG extends Module {
  readonly mapping: Sequential
  readonly #about: Description
  readonly #noise: ReadonlyMap<string, Tensor>
  /** As PyTorch has it, [1, C, 4, 4]. */
  readonly #constant: Variable
  readonly #blocks: readonly { name: string; conv: ModulatedConv2d; rgb: ModulatedConv2d }[]

  /** @param noise  of each block, by its name */
  constructor(about: Description, noise: ReadonlyMap<string, Tensor>) {
    super()
    this.#about = about
    this.#noise = noise
    this.mapping = new Sequential(about.mapping())
    const C = about.blocks[0]?.channels ?? 1
    this.#constant = parameter([4, 4, C, 1], normalInitial(0, 1), 'convolution')
    const { latent, equalized } = about
    this.#blocks = about.blocks.map(({ name, inChannels, channels }) => ({
      name,
      conv: new ModulatedConv2d(
        { inChannels, outChannels: channels, kernelSize: 3, latent },
        { equalized, ...about.activation },
      ),
      rgb: new ModulatedConv2d(
        { inChannels: channels, outChannels: about.imageChannels, kernelSize: 1, latent },
        { equalized, demodulate: false, activation: false },
      ),
    }))
  }

  override forward(z: Tensor, mode: Mode): Tensor {
    const w = this.mapping.forward(z, mode)
    const { tensor } = this.#constant
    const [H = 4, W = 4, C = 1] = tensor.shape
    let x = expand(reshape(tensor, [H, W, C]), [z.shape[0] ?? 1, H, W, C])
    let image: Tensor | undefined
    const enlarged = (images: Tensor) => upfirdn2d(images, this.#about.filter)
    for (const { name, conv, rgb } of this.#blocks) {
      if (image) x = enlarged(x)
      x = conv.forward(x, w, () => this.#noise.get(name))
      const small = rgb.forward(x, w)
      image = image ? add(enlarged(image), small) : small
    }
    return image ?? x
  }

  override variables(): [string, Variable][] {
    const blocks = this.#blocks.map(({ name, conv, rgb }) => [name, { conv, rgb }] as const)
    return [
      ['const', this.#constant],
      ...variablesOf({ mapping: this.mapping }),
      ...blocks.flatMap(([name, parts]) =>
        variablesOf(parts).map(([key, variable]): [string, Variable] => [
          `${name}.${key.replace('noise_strength', 'strength')}`,
          variable,
        ]),
      ),
    ]
  }
}
