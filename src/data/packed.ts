// The weights of a network in as few bytes as tell the same: for files that come with the project.

import { type RawTensor, writeSafetensors } from './safetensors'

/** A safetensors file with the weights of layers as halves, which all but halves it; norms and counters as they are. */
export function packWeights(tensors: ReadonlyMap<string, RawTensor>): Uint8Array<ArrayBuffer> {
  const packed = new Map<string, RawTensor>()
  for (const [name, tensor] of tensors) {
    packed.set(name, tensor.shape.length > 1 ? { ...tensor, dtype: 'F16' } : tensor)
  }
  return writeSafetensors(packed)
}
