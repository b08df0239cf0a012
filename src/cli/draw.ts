// Draws images with the generator that a file holds.

import { readSafetensors } from '../data/safetensors'
import type { GanConfig } from '../gan/config'
import { generate } from '../gan/generate'
import { buildModels } from '../gan/models'
import type { Gpu } from '../gpu/device'
import { Failure, text } from './failure'
import type { ReadFile } from './files'

/**
 * @param file   generator.safetensors
 * @param noise  [count, latent + classes]
 * @returns      [count, H, W, C] in [-1, 1]
 */
export async function draw(
  gpu: Gpu,
  config: GanConfig,
  { path, bytes }: ReadFile,
  noise: Float32Array,
): Promise<Float32Array> {
  const { tensors } = readSafetensors(bytes, path)
  for (const [name, { data }] of tensors) {
    if (data instanceof Float32Array && data.some((value) => !Number.isFinite(value))) {
      throw new Failure(`${path}: ${name} holds NaN or Infinity: the run diverged`)
    }
  }
  const { generator } = buildModels(config)
  try {
    generator.load(gpu, tensors)
  } catch (cause) {
    throw new Failure(`${path} does not fit config.json: ${text(cause)}`, { cause })
  }
  return generate(gpu, generator, noise, config.latent + config.classes)
}
