// Jobs with a saved generator: drawing images, and searching for the noise of an image.

import type { ReadFile } from '../../data/readFile'
import { generate } from '../../gan/draw/generate'
import { type Inverse, type InvertOptions, invert } from '../../gan/latent/invert'
import type { GanConfig } from '../../gan/model/config'
import { buildModels } from '../../gan/model/models'
import type { Gpu } from '../../gpu/device'
import { owning } from '../../gpu/owning'
import type { Network } from '../../nn/network'
import { type KnownJudge, withJudge } from './judging'
import { loadWeights } from './weights'

/**
 * Draws images with a saved generator.
 *
 * @param file   generator.safetensors
 * @param noise  [count, latent + classes]
 * @returns      [count, H, W, C] in [-1, 1]
 */
export function draw(
  gpu: Gpu,
  config: GanConfig,
  file: ReadFile,
  noise: Float32Array,
): Promise<Float32Array> {
  return owning((own) => {
    return generate(gpu, own(load(gpu, config, file)), noise, config.latent + config.classes)
  })
}

export type SearchOptions = Required<
  Pick<InvertOptions, 'restarts' | 'steps' | 'lr' | 'prior' | 'seed' | 'featureWeight'>
> & {
  /** Class for a conditional generator to draw. */
  class?: number | undefined
}

/**
 * Searches for the noise whose images are nearest to the targets.
 *
 * @param file     generator.safetensors
 * @param targets  [H, W, C] in [-1, 1] each
 * @param known    judge whose features are compared too
 * @returns        results for each target, the nearest first
 */
export async function search(
  gpu: Gpu,
  config: GanConfig,
  file: ReadFile,
  targets: readonly Float32Array[],
  options: SearchOptions,
  known?: KnownJudge,
): Promise<Inverse[][]> {
  const generator = load(gpu, config, file)
  const { latent, classes } = config
  const oneHot = Float32Array.from({ length: classes }, (_, i) => Number(i === options.class))
  const given = { ...options, latent, ...(classes > 0 ? { condition: oneHot } : {}) }
  if (!known) return invert(gpu, generator, targets, given)
  return withJudge(gpu, known, (judge) => {
    return invert(gpu, generator, targets, {
      ...given,
      features: (images) => judge.see(images).features,
    })
  })
}

function load(gpu: Gpu, config: GanConfig, file: ReadFile): Network {
  const { generator } = buildModels(config)
  loadWeights(gpu, generator, file)
  return generator
}
