// The networks of golden cases: lists of layers in PyTorch's words.

import { empty } from '../../autograd/tensor'
import { trace } from '../../gpu/trace'
import { Residual, SkipConnection, SumOfBranches } from '../../nn/blocks'
import { EqualConv2d, EqualLinear } from '../../nn/equal'
import { Conv2d, ConvTranspose2d, Linear, Sequential } from '../../nn/layers'
import type { ImageShape, Module } from '../../nn/module'
import { Network } from '../../nn/network'
import { BatchNorm2d, InstanceNorm2d, LayerNorm } from '../../nn/norms'
import { Flatten, LeakyReLU, ReflectionPad2d, ReLU, Sigmoid, Tanh } from '../../nn/plain'
import { MinibatchStddev, PixelNorm, ScaledLeakyReLU, Upfirdn2d } from '../../nn/style'
import { type Attributes, Skip } from './case'
import { filterOf } from './styleOps'

type Shape = () => readonly number[]

/**
 * A network of the layers that a case lists.
 *
 * @param input  the shape of what goes in, in our layout; asked for only where a layer depends on it
 */
export const networkOf = (name: string, list: readonly Attributes[], input: Shape): Network =>
  new Network(name, layersOf(list, input))

/** The layers alone. */
export function layersOf(list: readonly Attributes[], input: Shape): Module[] {
  const layers: Module[] = []
  let flattened: ImageShape | undefined
  for (const attributes of list) {
    const type = attributes.text('type')
    // PyTorch counts the elements of a flattened image channels first.
    if (type === 'flatten') flattened = imageAfter(layers, input)
    layers.push(layer(type, attributes, flattened))
    if (type === 'linear') flattened = undefined
  }
  return layers
}

/** Output shape of the layers; tracing them needs no GPU. */
function imageAfter(layers: readonly Module[], input: Shape): ImageShape | undefined {
  const forward = () => new Sequential(layers).forward(empty('x', input()), { training: true })
  const [, height, width, channels] = trace({ forward }).results.forward.shape
  if (height === undefined || width === undefined || channels === undefined) return undefined
  return [height, width, channels]
}

function layer(type: string, attributes: Attributes, from: ImageShape | undefined): Module {
  if (type === 'conv2d' || type === 'conv_transpose2d') {
    const [inChannels, outChannels] = [attributes.number('in'), attributes.number('out')]
    const kernelSize = attributes.number('kernel')
    const options = {
      stride: attributes.number('stride'),
      padding: attributes.number('padding'),
      bias: attributes.flag('bias'),
    }
    const equalized = attributes.flag('equalized', false)
    if (type === 'conv2d' && equalized)
      return new EqualConv2d(inChannels, outChannels, kernelSize, options)
    if (equalized) throw new Skip('an equalised conv_transpose2d is not supported')
    if (type === 'conv2d') return new Conv2d(inChannels, outChannels, kernelSize, options)
    const outputPadding = attributes.number('output_padding')
    return new ConvTranspose2d(inChannels, outChannels, kernelSize, { ...options, outputPadding })
  }
  if (type === 'linear') {
    const [inFeatures, outFeatures] = [attributes.number('in'), attributes.number('out')]
    const options = { bias: attributes.flag('bias'), ...(from ? { from } : {}) }
    const lrMul = attributes.number('lr_mul', 1)
    if (attributes.flag('equalized', false))
      return new EqualLinear(inFeatures, outFeatures, { ...options, lrMul })
    return new Linear(inFeatures, outFeatures, options)
  }
  if (type === 'batch_norm2d') {
    const [eps, momentum] = [attributes.number('eps'), attributes.number('momentum')]
    return new BatchNorm2d(attributes.number('features'), { eps, momentum })
  }
  if (type === 'layer_norm') {
    const [channels = 1, ...rest] = attributes.sizes('shape')
    return new LayerNorm([...rest, channels], { eps: attributes.number('eps') })
  }
  if (type === 'instance_norm2d') {
    const options = { eps: attributes.number('eps'), affine: attributes.flag('affine') }
    return new InstanceNorm2d(attributes.number('features'), options)
  }
  if (type === 'reflection_pad2d') return new ReflectionPad2d(attributes.four('padding'))
  if (type === 'residual' || type === 'skip') {
    const layers = inner(attributes.list('layers'))
    return type === 'residual' ? new Residual(layers) : new SkipConnection(layers)
  }
  if (type === 'flatten') return new Flatten()
  if (type === 'relu') return new ReLU()
  if (type === 'leaky_relu') {
    const slope = attributes.number('slope')
    const gain = attributes.number('gain', 1)
    return gain === 1 ? new LeakyReLU(slope) : new ScaledLeakyReLU(slope, gain)
  }
  if (type === 'sum') {
    const branches = attributes.lists('branches').map(inner)
    return new SumOfBranches(branches, { gain: attributes.number('gain') })
  }
  if (type === 'pixel_norm') return new PixelNorm(attributes.number('eps'))
  if (type === 'upfirdn2d') return new Upfirdn2d(filterOf(attributes))
  if (type === 'minibatch_stddev') {
    attributes.only('eps', 1e-8)
    return new MinibatchStddev(attributes.number('group'), { spread: true })
  }
  if (type === 'tanh') return new Tanh()
  if (type === 'sigmoid') return new Sigmoid()
  throw new Skip(`a layer ${type} is not supported yet`)
}

/** Layers of a block, which no `flatten` may be among. */
const inner = (list: readonly Attributes[]): Module[] =>
  list.map((each) => layer(each.text('type'), each, undefined))
