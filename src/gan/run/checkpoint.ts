// checkpoint.safetensors: every byte that an exact resume needs, and what must agree for it to fit.

import { crc32c } from '../../data/crc32c'
import { DataError } from '../../data/imageSet'
import { parseJson } from '../../data/json'
import type { ReadFile } from '../../data/readFile'
import { type RawTensor, readSafetensors, writeSafetensors } from '../../data/safetensors'
import type { Choices } from '../../gpu/choice'
import type { GanConfig } from '../model/config'
import type { Saved } from './state'
import { isChoices } from './table'

const FORMAT = 'ganvas-checkpoint'
const VERSION = '1'

/** The file is whole, but of another program or of another run: an older one would be no better. */
export class Foreign extends DataError {}

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
  const words = { step: String(step), model: modelOf(config), table: JSON.stringify(table) }
  const sum = sumOf(words, state)
  return writeSafetensors(tensors, { format: FORMAT, version: VERSION, ...words, crc32c: sum })
}

/** Of all that is said and saved: a flipped bit would train on to other bits, unnoticed. */
function sumOf(words: Record<string, string>, state: ReadonlyMap<string, Uint32Array>): string {
  const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
  let sum = crc32c(text([words['step'], words['model'], words['table']]))
  for (const [key, { buffer, byteOffset, byteLength }] of state) {
    sum = crc32c(text([key, byteLength]), sum)
    sum = crc32c(new Uint8Array(buffer, byteOffset, byteLength), sum)
  }
  return sum.toString(16)
}

/**
 * @throws DataError when the file is no checkpoint, or damaged; Foreign when it is one of another model or
 * version
 */
export function readCheckpoint({ path, bytes }: ReadFile, config: GanConfig): Checkpoint {
  const { metadata, tensors } = readSafetensors(bytes, path)
  const { format, version, step = '', model, table = '{}', crc32c: sum } = metadata
  if (format !== FORMAT) throw new DataError(`${path} is not a checkpoint of ganvas train`)
  if (version !== VERSION) {
    throw new Foreign(
      `${path} has format version ${version}; this program reads version ${VERSION}`,
    )
  }
  const whole: Saved = new Map()
  for (const [key, { data }] of tensors) {
    if (data instanceof Uint32Array) whole.set(key, Uint32Array.from(data))
  }
  // Those of earlier versions have no sum.
  if (sum !== undefined && sum !== sumOf(metadata, whole)) {
    throw new DataError(
      `${path} is damaged: its bytes do not come to its checksum. Take an earlier copy`,
    )
  }
  if (!/^\d+$/.test(step)) throw new DataError(`${path}: its step is "${step}", not a number`)
  if (model !== modelOf(config)) {
    throw new Foreign(
      `${path} belongs to another model (${model}) than config.json (${modelOf(config)})`,
    )
  }
  // config.json has the last word on what a resumed run may change.
  whole.delete('settings')
  return { step: Number(step), table: readTable(table, path), state: whole }
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
