// The weights of a network in few bytes that draw and name the same: for files that come with the project.

import { type RawTensor, readSafetensors, writeSafetensors } from './safetensors'

type Tensors = ReadonlyMap<string, RawTensor>

/** The largest number of a byte; -128 is left out, so that both signs have as many steps. */
const STEPS = 127

/** Fewest numbers of a layer to pack in bytes: smaller ones stay in halves, which are more exact. */
const MANY = 2 ** 14

const scaleOf = (name: string) => `${name}.scale`

/**
 * A safetensors file with the weights of layers as halves, or each as one of 255 steps where they are many;
 * norms, biases and counters as they are.
 *
 * The size of a step is a row's own, since rows differ: NAME is bytes, to be multiplied by NAME.scale, which has
 * a number for each row. A row of zeros has steps of 0, and of 0 / 0 the byte is 0.
 */
export function packWeights(
  tensors: Tensors,
  metadata: Record<string, string> = {},
): Uint8Array<ArrayBuffer> {
  const packed = new Map<string, RawTensor>()
  for (const [name, tensor] of tensors) {
    const { shape, data } = tensor
    const [rows = 0, ...row] = shape
    if (row.length === 0 || data.length < MANY || !(data instanceof Float32Array)) {
      packed.set(name, row.length > 0 ? { ...tensor, dtype: 'F16' } : tensor)
      continue
    }
    const each = data.length / rows
    const scale = Float32Array.from({ length: rows }, (_, row) => {
      const numbers = data.subarray(row * each, (row + 1) * each)
      return numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / STEPS
    })
    const bytes = Int8Array.from(data, (value, i) => {
      // A step too small for f32 is rounded: without an end, a byte would wrap to the other sign.
      const steps = Math.round(value / (scale[Math.floor(i / each)] ?? 0))
      return Math.max(-STEPS, Math.min(STEPS, steps))
    })
    packed.set(name, { dtype: 'I8', shape, data: bytes })
    packed.set(scaleOf(name), { dtype: 'F32', shape: [rows], data: scale })
  }
  return writeSafetensors(packed, metadata)
}

/** Reads a safetensors file as `readSafetensors` does, and unpacks packed weights to floats. */
export function readWeights(bytes: Uint8Array, name: string): ReturnType<typeof readSafetensors> {
  const { metadata, tensors } = readSafetensors(bytes, name)
  for (const [key, { shape, data }] of tensors) {
    const scale = tensors.get(scaleOf(key))
    const [rows] = shape
    if (!(data instanceof Int8Array) || !(scale?.data instanceof Float32Array)) continue
    const { data: steps } = scale
    if (steps.length !== rows) continue
    const each = data.length / rows
    const floats = Float32Array.from(data, (value, i) => value * (steps[Math.floor(i / each)] ?? 0))
    tensors.set(key, { dtype: 'F32', shape, data: floats })
    tensors.delete(scaleOf(key))
  }
  return { metadata, tensors }
}
