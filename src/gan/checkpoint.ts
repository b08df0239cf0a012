// checkpoint.safetensors: every byte that an exact resume needs, and what must agree for it to fit.

import { DataError } from '../data/imageSet'
import { parseJson } from '../data/json'
import type { ReadFile } from '../data/readFile'
import { type RawTensor, readSafetensors, writeSafetensors } from '../data/safetensors'
import type { Choices } from '../gpu/choice'
import type { GanConfig } from './config'
import type { Saved } from './state'
import { isChoices } from './table'

const FORMAT = 'ganvas-checkpoint'
const VERSION = '1'

export interface Checkpoint {
  step: number
  /** The kernels that the run takes: others would train on to other bits. */
  table: Choices
  /** For `Trainer.restore`; without settings, which config.json has. */
  state: Saved
}

/** @param state  what Trainer.save returned */
export function writeCheckpoint(
  state: ReadonlyMap<string, Uint32Array>,
  { step, config, table }: { step: number; config: GanConfig; table: Choices },
): Uint8Array<ArrayBuffer> {
  const tensors = new Map<string, RawTensor>()
  for (const [key, data] of state) tensors.set(key, { dtype: 'U32', shape: [data.length], data })
  return writeSafetensors(tensors, {
    format: FORMAT,
    version: VERSION,
    step: String(step),
    model: modelOf(config),
    table: JSON.stringify(table),
  })
}

/** @throws DataError when the file is no checkpoint, or one of another model or version */
export function readCheckpoint({ path, bytes }: ReadFile, config: GanConfig): Checkpoint {
  const { metadata, tensors } = readSafetensors(bytes, path)
  const { format, version, step = '', model, table = '{}' } = metadata
  if (format !== FORMAT) throw new DataError(`${path} is not a checkpoint of ganvas train`)
  if (version !== VERSION) {
    throw new DataError(
      `${path} has format version ${version}; this program reads version ${VERSION}`,
    )
  }
  if (!/^\d+$/.test(step)) throw new DataError(`${path}: its step is "${step}", not a number`)
  if (model !== modelOf(config)) {
    throw new DataError(
      `${path} belongs to another model (${model}) than config.json (${modelOf(config)})`,
    )
  }
  const state: Saved = new Map()
  for (const [key, { data }] of tensors) {
    // config.json has the last word on what a resumed run may change.
    if (key === 'settings') continue
    if (data instanceof Uint32Array) state.set(key, Uint32Array.from(data))
  }
  return { step: Number(step), table: readTable(table, path), state }
}

/** Runs of earlier versions have none: the rules choose, as they did. */
function readTable(json: string, path: string): Choices {
  const table = parseJson(json)
  if (isChoices(table)) return table
  throw new DataError(
    `${path}: its table of kernels is damaged. Take an earlier copy, or start a new run`,
  )
}

function modelOf(config: GanConfig): string {
  const { model, imageSize, channels, width, latent, lambda, r1, classes, spectralNorm } = config
  const layerNorms = lambda > 0 || r1 > 0 ? ', layer norms in D' : ''
  const norm = spectralNorm ? ', spectral norms in D' : layerNorms
  const told = classes > 0 ? `, ${classes} classes` : ''
  return `${model} ${imageSize}×${imageSize}×${channels}, width ${width}, latent ${latent}${norm}${told}`
}
