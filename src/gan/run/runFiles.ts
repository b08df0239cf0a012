// Files of a run, by name: the terminal writes them into a folder, the page into a zip, and each can continue
// a run of the other.

import { type RawTensor, writeSafetensors } from '../../data/safetensors'
import type { Network } from '../../nn/network'
import { describeGenerator } from '../draw/generator'
import type { GanConfig } from '../model/config'
import type { Models } from '../model/models'
import { fixedNoise, modelsOf, samplesOf } from './blueprint'
import { type DataFacts, writeCheckpoint } from './checkpoint'
import { dataFactsOf, type RunConfig } from './runConfig'
import { names } from './runNames'
import type { Saved } from './state'
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
 * @param about  advice: end of the message of a divergence; data: what the checkpoint tells of the data
 * @throws Diverged when one of the numbers is NaN or infinite
 */
export async function trainedFiles(
  trainer: Trainer,
  { advice, data }: { advice?: string; data?: DataFacts | undefined } = {},
): Promise<Files> {
  const state = await trainer.save(advice)
  const { step, config, blueprint } = trainer
  const { models, table } = blueprint
  return filesOfState(state, { step, config: { ...config, table }, models, data })
}

/** Files of a whole run from a state that was kept earlier. Needs no GPU. */
export function filesOfRun(state: Saved, { step, run }: { step: number; run: RunConfig }): Files {
  return {
    [names.config]: configFile(run),
    [names.noise]: noiseFile(run),
    ...filesOfState(state, { step, config: run, models: modelsOf(run), data: dataFactsOf(run) }),
  }
}

interface StateOptions {
  step: number
  config: GanConfig & Pick<RunConfig, 'table'>
  models: Models
  data: DataFacts | undefined
}

function filesOfState(state: Saved, { step, config, models, data }: StateOptions): Files {
  const fileOf = (network: Network, player: string, words: Record<string, string> = {}) => {
    const bytes = (part: string) => state.get(`${player}.${part}`)?.buffer ?? new ArrayBuffer()
    const variables = network.stateOf({
      parameters: bytes('parameters'),
      buffers: bytes('buffers'),
    })
    return writeSafetensors(variables, { format: 'pt', step: String(step), ...words })
  }
  const about = describeGenerator(config)
  const { generator, discriminator, average } = models
  return {
    ...(average ? { [names.average]: fileOf(average, 'average', about) } : {}),
    [names.generator]: fileOf(generator, 'generator', about),
    [names.discriminator]: fileOf(discriminator, 'discriminator'),
    [names.checkpoint]: writeCheckpoint(state, { step, config, table: config.table, data }),
  }
}
