// Weights of a network from a file that Ganvas or PyTorch wrote, checked before they are used.

import { DataError, messageOf } from '../../data/imageSet'
import { readWeights } from '../../data/packed'
import type { ReadFile } from '../../data/readFile'
import type { RawTensor } from '../../data/safetensors'
import type { Gpu } from '../../gpu/device'
import type { Network } from '../../nn/network'

/**
 * Reads weights that fit a network.
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

/** Loads weights into a network. Throws as `readFitting` does, before anything is changed. */
export function loadWeights(gpu: Gpu, network: Network, file: ReadFile): void {
  network.load(gpu, readFitting(network, file))
}
