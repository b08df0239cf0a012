// The networks of a run as a Python file for PyTorch. Layers have the names of the weights in our files, so
// that `load_state_dict` accepts them.

import { DataError } from '../../data/imageSet'
import { Residual, SkipConnection } from '../../nn/blocks'
import { Conv2d, ConvTranspose2d, Linear } from '../../nn/layers'
import { torchShape } from '../../nn/layout'
import type { Module } from '../../nn/module'
import type { Network } from '../../nn/network'
import { BatchNorm2d, InstanceNorm2d, LayerNorm } from '../../nn/norms'
import * as plain from '../../nn/plain'
import { SpectralNorm } from '../../nn/spectral'
import type { GanConfig } from '../model/config'
import type { Models } from '../model/models'
import { StyleGenerator } from '../model/style'
import { STYLE_LAYERS, styleD, styleG } from './torchStyle'

/** Files of the weights, in the folder of the Python file. */
export interface TorchFiles {
  generator: string
  discriminator: string
}

/**
 * The text of a Python file with the classes `Generator` and `Discriminator`, and `load()`, which makes both
 * with the weights of the safetensors files beside it.
 *
 * @throws DataError when a layer has no PyTorch form here
 */
export function torchOf(
  { generator, discriminator }: Models,
  config: Pick<GanConfig, 'latent' | 'classes' | 'imageSize' | 'channels'>,
  files: TorchFiles,
): string {
  const { latent, classes, imageSize, channels } = config
  const told =
    classes > 0 ? `; the last ${classes} of the ${latent + classes} are 0, and 1 at the class` : ''
  const seen =
    classes > 0
      ? `; the last ${classes} of the ${channels + classes} planes are 0, and 1 at the class`
      : ''
  const size = `${imageSize}, ${imageSize}`
  const draws = `z [N, ${latent + classes}, 1, 1] -> [N, ${channels}, ${size}] in [-1, 1]${told}`
  const judges = `[N, ${channels + classes}, ${size}] -> a logit a sample${seen}`
  const [G] = generator.layers
  const isStyle = G instanceof StyleGenerator
  return `# The networks of a run of Ganvas, for PyTorch. Needs torch and safetensors.

${isStyle ? 'import math\n' : ''}from pathlib import Path

${isStyle ? 'import torch\n' : ''}from safetensors.torch import load_file
from torch import nn
${isStyle ? `from torch.nn import functional as F\n\n\n${STYLE_LAYERS}\n` : ''}
${isStyle ? styleG(G, draws) : classOf('Generator', generator, draws)}

${isStyle ? styleD(discriminator.layers, config, judges) : classOf('Discriminator', discriminator, judges)}

def load(folder=Path(__file__).parent):
    """Generator and discriminator with the weights of the run, both in training mode."""
    generator, discriminator = Generator(), Discriminator()
    generator.load_state_dict(load_file(Path(folder) / ${quoted(files.generator)}))
    discriminator.load_state_dict(load_file(Path(folder) / ${quoted(files.discriminator)}))
    return generator, discriminator
`
}

/** Python classes of modules that PyTorch does not have. */
export const BLOCKS = `class Residual(nn.Module):
    def __init__(self, *layers):
        super().__init__()
        self.block = nn.Sequential(*layers)

    def forward(self, x):
        return x + self.block(x)


class SkipConnection(nn.Module):
    def __init__(self, *layers):
        super().__init__()
        self.block = nn.Sequential(*layers)

    def forward(self, x):
        return torch.cat([x, self.block(x)], 1)
`

/** Lines of an `nn.Sequential`, for `__init__`. */
export const layerLines = (layers: readonly Module[]): string =>
  layers.map((layer) => `            ${nested(layer, 12)},\n`).join('')

/**
 * The text of a Python file with the class `Translator` and `load()`, which makes it with the weights of the
 * safetensors file beside it.
 *
 * @param file  name of that file
 * @throws DataError when a layer has no PyTorch form here
 */
export function torchOfTranslator(
  { layers }: Network,
  { channels, file }: { channels: number; file: string },
): string {
  return `# A translator of Ganvas, for PyTorch. Needs torch and safetensors.

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn


${BLOCKS}

class Translator(nn.Sequential):
    """[N, ${channels}, H, W] in [-1, 1] -> the same"""

    def __init__(self):
        super().__init__(
${layerLines(layers)}        )


def load(folder=Path(__file__).parent):
    """The translator with the weights of the run."""
    translator = Translator()
    translator.load_state_dict(load_file(Path(folder) / ${quoted(file)}))
    return translator.eval()
`
}

/** A layer, or one with layers inside, each on a line of its own. */
function nested(layer: Module, indent: number): string {
  if (!(layer instanceof Residual || layer instanceof SkipConnection)) return `nn.${textOf(layer)}`
  const space = ' '.repeat(indent)
  const inside = layer.block.layers.map((each) => `${space}    ${nested(each, indent + 4)},\n`)
  return `${layer instanceof Residual ? 'Residual' : 'SkipConnection'}(\n${inside.join('')}${space})`
}

/** JSON's escapes are Python's too. */
export const quoted = (text: string): string => JSON.stringify(text)

function classOf(name: string, { layers, variables }: Network, what: string): string {
  const [first = 'main'] = variables[0]?.[0].split('.') ?? []
  const lines = layers.map((layer) => `            nn.${textOf(layer)},\n`).join('')
  return `class ${name}(nn.Module):
    """${what}"""

    def __init__(self):
        super().__init__()
        self.${first} = nn.Sequential(
${lines}        )

    def forward(self, x):
        return self.${first}(x)
`
}

/** A layer as PyTorch makes it, such as `Linear(64, 10)`. */
export function textOf(layer: Module): string {
  if (layer instanceof ConvTranspose2d || layer instanceof Conv2d) return convolution(layer)
  if (layer instanceof Linear) {
    const [inputs, outputs] = layer.weight.tensor.shape
    return call('Linear', [inputs, outputs], layer.bias ? {} : { bias: false })
  }
  if (layer instanceof BatchNorm2d) {
    const { eps, momentum } = layer.options
    return call('BatchNorm2d', layer.weight.tensor.shape, {
      ...(eps === 1e-5 ? {} : { eps }),
      ...(momentum === 0.1 ? {} : { momentum }),
    })
  }
  if (layer instanceof LayerNorm) {
    const { normalizedShape, eps, weight } = layer
    const shape = torchShape(normalizedShape.length === 3 ? 'perPixel' : 'plain', normalizedShape)
    return call('LayerNorm', [shape], {
      ...(eps === 1e-5 ? {} : { eps }),
      ...(weight ? {} : { elementwise_affine: false }),
    })
  }
  if (layer instanceof InstanceNorm2d) {
    const { features, eps, weight } = layer
    return call('InstanceNorm2d', [features], {
      ...(eps === 1e-5 ? {} : { eps }),
      ...(weight ? { affine: true } : {}),
    })
  }
  if (layer instanceof plain.ReflectionPad2d) return call('ReflectionPad2d', [layer.padding])
  if (layer instanceof SpectralNorm) {
    return `utils.parametrizations.spectral_norm(nn.${textOf(layer.layer)})`
  }
  if (layer instanceof plain.ReLU) return 'ReLU()'
  if (layer instanceof plain.LeakyReLU) return call('LeakyReLU', [layer.negativeSlope])
  if (layer instanceof plain.ELU) return call('ELU', [layer.alpha])
  if (layer instanceof plain.Softplus) return 'Softplus()'
  if (layer instanceof plain.Tanh) return 'Tanh()'
  if (layer instanceof plain.Sigmoid) return 'Sigmoid()'
  if (layer instanceof plain.Dropout) return call('Dropout', [layer.p])
  if (layer instanceof plain.Flatten) return 'Flatten()'
  if (layer instanceof plain.Unflatten) {
    const [height, width, channels] = layer.image
    return call('Unflatten', [1, [channels, height, width]])
  }
  if (layer instanceof plain.Upsample)
    return call('Upsample', [], { scale_factor: layer.scaleFactor })
  throw new DataError(`${layer.constructor.name} has no form in PyTorch here`)
}

function convolution(layer: Conv2d | ConvTranspose2d): string {
  const [height = 1, width = 1, third = 1, fourth = 1] = layer.weight.tensor.shape
  const kernel = height === width ? height : [height, width]
  const { stride, padding } = layer.options
  const noBias = layer.bias ? {} : { bias: false }
  if (layer instanceof Conv2d)
    return call('Conv2d', [third, fourth, kernel, stride, padding], noBias)
  const { outputPadding } = layer.options
  return call('ConvTranspose2d', [fourth, third, kernel, stride, padding], {
    ...(outputPadding > 0 ? { output_padding: outputPadding } : {}),
    ...noBias,
  })
}

type Value = number | undefined | boolean | readonly number[]

function call(name: string, args: readonly Value[], named: Record<string, Value> = {}): string {
  const all = [
    ...args.map(python),
    ...Object.entries(named).map(([key, value]) => `${key}=${python(value)}`),
  ]
  return `${name}(${all.join(', ')})`
}

function python(value: Value): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'object') return `(${value.join(', ')}${value.length === 1 ? ',' : ''})`
  return String(value)
}
