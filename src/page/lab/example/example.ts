// A generator trained in advance (see NOTICE.md), for users who have not trained one yet.

import { readWeights } from '../../../data/packed'
import type { GanConfig } from '../../../gan/model/config'
import { buildModels } from '../../../gan/model/models'
import { configOf } from '../../../gan/model/presets'
import type { Gpu } from '../../../gpu/device'
import type { Network } from '../../../nn/network'

export const exampleConfig: GanConfig = configOf(
  { objective: 'hinge', seed: 1 },
  { software: true, channels: 1 },
)

/** @throws Error where the file holds another network than the configuration names */
export function openExample(gpu: Gpu, file: Uint8Array): Network {
  const { generator } = buildModels(exampleConfig)
  generator.load(gpu, readWeights(file, 'generator.safetensors').tensors)
  return generator
}
