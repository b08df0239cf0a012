// Writes ONNX files: a graph of operators, its weights, inputs and outputs, in protobuf's wire format (pbf). Numbers of
// fields and types are those of
// https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.

import { PbfWriter } from 'pbf'

/** A whole number, numbers of a list, a text, or a real number. */
export type OnnxAttribute = number | readonly number[] | string | { real: number }

export interface OnnxNode {
  op: string
  /** Names of values; an empty one stands for an optional input that is left out. */
  inputs: readonly string[]
  outputs: readonly string[]
  attributes: Readonly<Record<string, OnnxAttribute>>
}

/** Constant in a file: a weight, or a shape. */
export interface OnnxConstant {
  name: string
  shape: readonly number[]
  data: Float32Array | BigInt64Array
}

/** Input or output. A size with a name instead of a number is variable. */
export interface OnnxValue {
  name: string
  type: keyof typeof TYPES
  shape: readonly (number | string)[]
}

export interface OnnxModel {
  name: string
  nodes: readonly OnnxNode[]
  constants: readonly OnnxConstant[]
  inputs: readonly OnnxValue[]
  outputs: readonly OnnxValue[]
  metadata: Readonly<Record<string, string>>
}

/** The first operator set with LayerNormalization, and the version of the format that belongs to it. */
export const OPSET = 17
const IR_VERSION = 8

const TYPES = { float: 1, uint8: 2, int64: 7 } as const

const KINDS = { real: 1, whole: 2, text: 3, wholes: 7 } as const

/** The bytes of a file, the same for the same model. */
export function writeOnnx(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const pbf = new PbfWriter()
  pbf.writeVarintField(1, IR_VERSION)
  pbf.writeStringField(2, 'ganvas')
  pbf.writeMessage(7, writeGraph, model)
  pbf.writeMessage(8, writeOpset, OPSET)
  for (const entry of Object.entries(model.metadata)) pbf.writeMessage(14, writeWords, entry)
  return Uint8Array.from(pbf.finish())
}

function writeOpset(version: number, pbf: PbfWriter): void {
  // The operators of ONNX itself have no domain.
  pbf.writeStringField(1, '')
  pbf.writeVarintField(2, version)
}

function writeWords([key, text]: readonly [string, string], pbf: PbfWriter): void {
  pbf.writeStringField(1, key)
  pbf.writeStringField(2, text)
}

function writeGraph(model: OnnxModel, pbf: PbfWriter): void {
  for (const node of model.nodes) pbf.writeMessage(1, writeNode, node)
  pbf.writeStringField(2, model.name)
  for (const constant of model.constants) pbf.writeMessage(5, writeConstant, constant)
  for (const value of model.inputs) pbf.writeMessage(11, writeValue, value)
  for (const value of model.outputs) pbf.writeMessage(12, writeValue, value)
}

function writeNode({ op, inputs, outputs, attributes }: OnnxNode, pbf: PbfWriter): void {
  for (const name of inputs) pbf.writeStringField(1, name)
  for (const name of outputs) pbf.writeStringField(2, name)
  pbf.writeStringField(3, outputs[0] ?? op)
  pbf.writeStringField(4, op)
  for (const entry of Object.entries(attributes)) pbf.writeMessage(5, writeAttribute, entry)
}

function writeAttribute([name, value]: readonly [string, OnnxAttribute], pbf: PbfWriter): void {
  pbf.writeStringField(1, name)
  if (typeof value === 'number') {
    pbf.writeVarintField(3, value)
    pbf.writeVarintField(20, KINDS.whole)
  } else if (typeof value === 'string') {
    pbf.writeBytesField(4, new TextEncoder().encode(value))
    pbf.writeVarintField(20, KINDS.text)
  } else if ('real' in value) {
    pbf.writeFloatField(2, value.real)
    pbf.writeVarintField(20, KINDS.real)
  } else {
    pbf.writePackedVarint(8, [...value])
    pbf.writeVarintField(20, KINDS.wholes)
  }
}

function writeConstant({ name, shape, data }: OnnxConstant, pbf: PbfWriter): void {
  pbf.writePackedVarint(1, [...shape])
  pbf.writeVarintField(2, data instanceof Float32Array ? TYPES.float : TYPES.int64)
  pbf.writeStringField(8, name)
  // Little-endian, as every machine with WebGPU is.
  pbf.writeBytesField(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
}

function writeValue({ name, type, shape }: OnnxValue, pbf: PbfWriter): void {
  pbf.writeStringField(1, name)
  pbf.writeMessage(2, (_, outer) => outer.writeMessage(1, writeTensorType, { type, shape }), null)
}

function writeTensorType({ type, shape }: Pick<OnnxValue, 'type' | 'shape'>, pbf: PbfWriter): void {
  pbf.writeVarintField(1, TYPES[type])
  pbf.writeMessage(2, writeShape, shape)
}

function writeShape(shape: OnnxValue['shape'], pbf: PbfWriter): void {
  for (const size of shape) pbf.writeMessage(1, writeSize, size)
}

function writeSize(size: number | string, pbf: PbfWriter): void {
  if (typeof size === 'number') pbf.writeVarintField(1, size)
  else pbf.writeStringField(2, size)
}
