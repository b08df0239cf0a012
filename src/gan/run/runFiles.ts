// The files that a run leaves, by name and byte by byte: the terminal writes them into a folder, the page
// into a zip, and each goes on with what the other wrote.

import { type RawTensor, writeSafetensors } from '../../data/safetensors'
import type { Network } from '../../nn/network'
import { describeGenerator } from '../draw/generator'
import type { GanConfig } from '../model/config'
import { fixedNoise, samplesOf } from './blueprint'
import { writeCheckpoint } from './checkpoint'
import type { RunConfig } from './runConfig'
import { names } from './runNames'
import type { Trainer } from './trainer'

/** Files by name, in the order in which they are to be written: the checkpoint last. */
export type Files = Record<string, Uint8Array<ArrayBuffer>>

export function configFile(config: RunConfig): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${JSON.stringify(config, null, 2)}\n`)
}

/** What the run's sample grids are drawn from. */
export function noiseFile(config: GanConfig): Uint8Array<ArrayBuffer> {
  const shape = [samplesOf(config), config.latent + config.classes, 1, 1]
  const noise: RawTensor = { dtype: 'F32', shape, data: fixedNoise(config) }
  return writeSafetensors(new Map([['noise', noise]]))
}

/**
 * The networks in PyTorch's layouts, and the checkpoint, which alone is enough for an exact resume.
 *
 * @throws Diverged when there is nothing worth keeping
 */
export async function trainedFiles(trainer: Trainer): Promise<Files> {
  const { gpu, blueprint } = trainer
  // First of all, since it refuses a run that has diverged, and ends an iteration in slow motion.
  const state = await trainer.save()
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
