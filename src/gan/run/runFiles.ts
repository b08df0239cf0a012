// Files of a run, by name: the terminal writes them into a folder, the page into a zip, and each can continue
// a run of the other.

import { type RawTensor, writeSafetensors } from '../../data/safetensors'
import type { Network } from '../../nn/network'
import { describeGenerator } from '../draw/generator'
import type { GanConfig } from '../model/config'
import { fixedNoise, samplesOf } from './blueprint'
import { writeCheckpoint } from './checkpoint'
import type { RunConfig } from './runConfig'
import { names } from './runNames'
import type { Trainer } from './trainer'

/** Files by name, in the order of writing: the checkpoint last. */
export type Files = Record<string, Uint8Array<ArrayBuffer>>

export function configFile(config: RunConfig): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${JSON.stringify(config, null, 2)}\n`)
}

/** Noise of the run's sample grids. */
export function noiseFile(config: GanConfig): Uint8Array<ArrayBuffer> {
  const shape = [samplesOf(config), config.latent + config.classes, 1, 1]
  const noise: RawTensor = { dtype: 'F32', shape, data: fixedNoise(config) }
  return writeSafetensors(new Map([['noise', noise]]))
}

/**
 * The networks in PyTorch's layouts, and the checkpoint, which alone is enough for an exact resume.
 *
 * @param advice  end of the message of a divergence
 * @throws Diverged when one of the numbers is NaN or infinite
 */
export async function trainedFiles(trainer: Trainer, advice?: string): Promise<Files> {
  const { gpu, blueprint } = trainer
  // First, because it rejects a run that diverged, and finishes an iteration in slow motion.
  const state = await trainer.save(advice)
  const { step, config } = trainer
  const fileOf = async (network: Network, words: Record<string, string> = {}) =>
    writeSafetensors(await network.state(gpu), { format: 'pt', step: String(step), ...words })
  const about = describeGenerator(config)
  const { generator, discriminator, average } = blueprint.models
  return {
    ...(average ? { [names.average]: await fileOf(average, about) } : {}),
    [names.generator]: await fileOf(generator, about),
    [names.discriminator]: await fileOf(discriminator),
    [names.checkpoint]: writeCheckpoint(state, { step, config, table: blueprint.table }),
  }
}
