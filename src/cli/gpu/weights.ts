// Weights of a network as a file holds them, ours or PyTorch's: read, and refused where they cannot be.

import { DataError, messageOf } from '../../data/imageSet'
import { readWeights } from '../../data/packed'
import type { ReadFile } from '../../data/readFile'
import type { RawTensor } from '../../data/safetensors'
import type { Gpu } from '../../gpu/device'
import type { Network } from '../../nn/network'

/**
 * Weights that fit a network.
 *
 * @throws DataError where it is no safetensors file, a number is NaN or infinite, or the weights are those of another
 * network
 */
export function readFitting(network: Network, { path, bytes }: ReadFile): Map<string, RawTensor> {
  const { tensors } = readWeights(bytes, path)
  for (const [name, { data }] of tensors) {
    if (data instanceof Float32Array && data.some((value) => !Number.isFinite(value))) {
      throw new DataError(`${path}: ${name} holds NaN or Infinity: the run diverged`)
    }
  }
  try {
    network.checkState(tensors)
  } catch (cause) {
    throw new DataError(`${path} does not fit the settings of the run: ${messageOf(cause)}`, {
      cause,
    })
  }
  return tensors
}

/** Nothing is written where it throws as `readFitting` does. */
export function loadWeights(gpu: Gpu, network: Network, file: ReadFile): void {
  network.load(gpu, readFitting(network, file))
}
