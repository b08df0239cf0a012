// A network as a graph of ONNX's operators: which operators each layer becomes. Images are [N, C, H, W] in it, as in
// PyTorch, so that weights go in as our files hold them.

import { DataError } from '../../data/imageSet'
import type { OnnxAttribute, OnnxConstant, OnnxNode } from '../../data/onnx'
import { Residual, SkipConnection } from '../../nn/blocks'
import { Conv2d, ConvTranspose2d, Linear, Sequential } from '../../nn/layers'
import { torchShape } from '../../nn/layout'
import type { Module, Variable } from '../../nn/module'
import type { GivenState, Network } from '../../nn/network'
import { BatchNorm2d, InstanceNorm2d, LayerNorm } from '../../nn/norms'
import * as plain from '../../nn/plain'

type Operator = [op: string, inputs: string[], attributes: Record<string, OnnxAttribute>]

/** A graph that grows at one end. */
export class Graph {
  readonly nodes: OnnxNode[] = []
  readonly constants: OnnxConstant[] = []
  readonly #names: ReadonlyMap<Variable, string>
  readonly #state: GivenState
  /** The name of the value at its end. */
  #end: string
  /** Is that an image, or a row of numbers a sample? */
  #isImage: boolean
  /** If it is a row: did it count an image's elements channels first? */
  #channelsFirst = false

  /** @param begin  name of the input, and whether it is an image */
  constructor({ variables }: Network, state: GivenState, begin = { name: 'z', isImage: false }) {
    this.#names = new Map(variables.map(([name, variable]) => [variable, name]))
    this.#state = state
    this.#end = begin.name
    this.#isImage = begin.isImage
  }

  /** Puts an operator at the end, whose first input is what was there. */
  apply(
    op: string,
    inputs: readonly string[] = [],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): void {
    const output = `${op}_${this.nodes.length}`
    this.nodes.push({ op, inputs: [this.#end, ...inputs], outputs: [output], attributes })
    this.#end = output
  }

  get end(): string {
    return this.#end
  }

  /** Goes on from a value that was the end before. */
  from(name: string, { isImage }: { isImage: boolean }): void {
    this.#end = name
    this.#isImage = isImage
  }

  /** Names the end, which goes on to be the end. */
  finish(name: string, { isImage = true } = {}): void {
    if (isImage && !this.#isImage) {
      throw new DataError('the generator ends in no image. Add an Unflatten')
    }
    const last = this.nodes.pop()
    if (last) this.nodes.push({ ...last, outputs: [name] })
    this.#end = name
  }

  /** z beside a 1 at the place of the label. */
  join(label: string, classes: number): void {
    const inputs = [label, this.whole('classes', [classes], []), this.numbers('off_on', [0, 1])]
    this.nodes.push({ op: 'OneHot', inputs, outputs: ['class'], attributes: { axis: -1 } })
    this.apply('Concat', ['class'], { axis: 1 })
  }

  walk(layers: readonly Module[]): void {
    for (const [index, layer] of layers.entries()) {
      if (layer instanceof Sequential) this.walk(layer.layers)
      else if (layer instanceof Residual) this.#around(layer, 'Add')
      else if (layer instanceof SkipConnection) this.#around(layer, 'Concat')
      else this.#layer(layer, layers.slice(index + 1))
    }
  }

  /** Layers around which a path leads that meets them again. */
  #around({ block }: Residual | SkipConnection, op: 'Add' | 'Concat'): void {
    const before = this.#end
    this.walk(block.layers)
    const made = this.#end
    // What came in is first.
    this.#end = before
    this.apply(op, [made], op === 'Concat' ? { axis: 1 } : {})
  }

  #layer(layer: Module, rest: readonly Module[]): void {
    const activation = activationOf(layer)
    if (activation) this.apply(...activation)
    else if (layer instanceof plain.Dropout) return
    else if (layer instanceof Linear) this.#linear(layer)
    else if (layer instanceof plain.Flatten) this.#flatten(rest)
    else if (layer instanceof plain.Unflatten) this.#unflatten(layer)
    else {
      this.#asImage()
      this.apply(...this.#ofImages(layer))
    }
  }

  #ofImages(layer: Module): Operator {
    if (layer instanceof ConvTranspose2d) {
      const { outputPadding } = layer.options
      const output = { output_padding: [outputPadding, outputPadding] }
      return ['ConvTranspose', this.#weights(layer), { ...stepsOf(layer), ...output }]
    }
    if (layer instanceof Conv2d) return ['Conv', this.#weights(layer), stepsOf(layer)]
    if (layer instanceof BatchNorm2d) {
      const { weight, bias, runningMean, runningVar, options } = layer
      const inputs = [weight, bias, runningMean, runningVar].map((each) => this.#weight(each))
      return ['BatchNormalization', inputs, { epsilon: { real: options.eps } }]
    }
    if (layer instanceof LayerNorm) {
      const { normalizedShape, eps } = layer
      const how = { axis: -normalizedShape.length, epsilon: { real: eps } }
      return ['LayerNormalization', this.#scaleAndShift(layer), how]
    }
    if (layer instanceof InstanceNorm2d) {
      const { features, weight, bias, eps } = layer
      const of = (value: number) => this.numbers('plain', new Array<number>(features).fill(value))
      const inputs = weight && bias ? [this.#weight(weight), this.#weight(bias)] : [of(1), of(0)]
      return ['InstanceNormalization', inputs, { epsilon: { real: eps } }]
    }
    if (layer instanceof plain.ReflectionPad2d) {
      const [left, right, top, bottom] = layer.padding
      const pads = this.whole('pads', [0, 0, top, left, 0, 0, bottom, right])
      return ['Pad', [pads], { mode: 'reflect' }]
    }
    if (layer instanceof plain.Upsample) {
      const { scaleFactor } = layer
      const scales = this.numbers('scales', [1, 1, scaleFactor, scaleFactor])
      const how = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric' }
      return ['Resize', ['', scales], { ...how, nearest_mode: 'floor' }]
    }
    throw new DataError(`${layer.constructor.name} has no form in ONNX here`)
  }

  #linear(layer: Linear): void {
    this.apply('Gemm', this.#weights(layer), { transB: 1 })
    const { layout } = layer.weight
    this.#channelsFirst = layout instanceof Object && layout.to !== undefined
  }

  #flatten(rest: readonly Module[]): void {
    if (!this.#isImage) return
    const next = rest.find((layer) => layer instanceof Linear)
    const layout = next?.weight.layout
    this.#channelsFirst = layout instanceof Object && layout.from !== undefined
    if (!this.#channelsFirst) this.apply('Transpose', [], { perm: [0, 2, 3, 1] })
    this.apply('Flatten', [], { axis: 1 })
    this.#isImage = false
  }

  #unflatten({ image: [height, width, channels] }: plain.Unflatten): void {
    const first = this.#channelsFirst
    const shape = first ? [0, channels, height, width] : [0, height, width, channels]
    this.apply('Reshape', [this.whole('image', shape)])
    if (!first) this.apply('Transpose', [], { perm: [0, 3, 1, 2] })
    this.#isImage = true
  }

  /** A row is an image of one pixel to a convolution. */
  #asImage(): void {
    if (!this.#isImage) this.apply('Reshape', [this.whole('pixel', [0, -1, 1, 1])])
    this.#isImage = true
  }

  #weights({ weight, bias }: { weight: Variable; bias: Variable | undefined }): string[] {
    return [weight, ...(bias ? [bias] : [])].map((each) => this.#weight(each))
  }

  /** Without a scale of its own, 1: the operator must have one. */
  #scaleAndShift({ weight, bias, normalizedShape }: LayerNorm): string[] {
    if (weight && bias) return [this.#weight(weight), this.#weight(bias)]
    const shape = torchShape(normalizedShape.length === 3 ? 'perPixel' : 'plain', normalizedShape)
    const size = shape.reduce((a, b) => a * b, 1)
    return [this.numbers('ones', new Array<number>(size).fill(1), shape)]
  }

  /** A variable, which the file holds once. */
  #weight(variable: Variable): string {
    const { name, shape, data } = this.values(variable)
    if (!this.constants.some((known) => known.name === name)) {
      this.constants.push({ name, shape, data })
    }
    return name
  }

  /** The numbers of a variable, as our files hold them. */
  values(variable: Variable): OnnxConstant & { data: Float32Array } {
    const name = this.#names.get(variable) ?? ''
    const { shape, data } = this.#state.get(name) ?? {}
    if (!shape || !data) throw new DataError(`the weights have no ${name}`)
    return { name, shape, data: Float32Array.from(data, Number) }
  }

  numbers(name: string, data: ArrayLike<number>, shape: readonly number[] = [data.length]): string {
    return this.#constant(name, Float32Array.from(data), shape)
  }

  whole(name: string, data: readonly number[], shape: readonly number[] = [data.length]): string {
    return this.#constant(name, BigInt64Array.from(data, BigInt), shape)
  }

  #constant(name: string, data: OnnxConstant['data'], shape: readonly number[]): string {
    const unique = `${name}_${this.constants.length}`
    this.constants.push({ name: unique, shape, data })
    return unique
  }
}

function activationOf(layer: Module): Operator | undefined {
  if (layer instanceof plain.ReLU) return ['Relu', [], {}]
  if (layer instanceof plain.LeakyReLU) {
    return ['LeakyRelu', [], { alpha: { real: layer.negativeSlope } }]
  }
  if (layer instanceof plain.ELU) return ['Elu', [], { alpha: { real: layer.alpha } }]
  if (layer instanceof plain.Softplus) return ['Softplus', [], {}]
  if (layer instanceof plain.Tanh) return ['Tanh', [], {}]
  if (layer instanceof plain.Sigmoid) return ['Sigmoid', [], {}]
  return undefined
}

/** [top, left, bottom, right] */
function stepsOf({ options: { stride, padding } }: Conv2d | ConvTranspose2d) {
  return { strides: [stride, stride], pads: [padding, padding, padding, padding] }
}
