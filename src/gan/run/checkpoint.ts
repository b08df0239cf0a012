// checkpoint.safetensors: every byte that an exact resume needs, and what must agree for it to fit.

import { crc32c } from '../../data/crc32c'
import type { Identity } from '../../data/identity'
import { DataError } from '../../data/imageSet'
import { isRecord, parseJson } from '../../data/json'
import type { ReadFile } from '../../data/readFile'
import { type RawTensor, readSafetensors, writeSafetensors } from '../../data/safetensors'
import type { Choices } from '../../gpu/choice'
import { type GanConfig, hasPenalty, rules } from '../model/config'
import type { Saved } from './state'
import { isChoices } from './table'

const FORMAT = 'ganvas-checkpoint'
const VERSION = '1'

/** The file is intact, but from another program or another run: an older file would not help. */
export class Foreign extends DataError {}

/** Data of a run, as its checkpoint keeps it to restore a config.json. */
export interface DataFacts extends Partial<Identity> {
  /** Name of a data set that comes with the project. */
  data?: string
  images?: number
}

export interface Checkpoint {
  step: number
  /** Kernel choices of the run: others would give other bits. */
  table: Choices
  /** State for `Trainer.restore`, without settings, which are in config.json. */
  state: Saved
}

/** @param state  result of Trainer.save */
export function writeCheckpoint(
  state: ReadonlyMap<string, Uint32Array>,
  {
    step,
    config,
    table,
    data,
  }: { step: number; config: GanConfig; table: Choices; data?: DataFacts | undefined },
): Uint8Array<ArrayBuffer> {
  const tensors = new Map<string, RawTensor>()
  for (const [key, data] of state) tensors.set(key, { dtype: 'U32', shape: [data.length], data })
  const words = {
    step: String(step),
    model: modelOf(config),
    table: JSON.stringify(table),
    ...(data && { config: JSON.stringify(settingsOf(config)), data: JSON.stringify(data) }),
  }
  const sum = sumOf(words, state)
  return writeSafetensors(tensors, { format: FORMAT, version: VERSION, ...words, crc32c: sum })
}

function sumOf(words: Record<string, string>, state: ReadonlyMap<string, Uint32Array>): string {
  const { step, model, table, config, data } = words
  // Earlier versions have neither the settings nor the data.
  const known = config === undefined ? [] : [config, data]
  return checksum([step, model, table, ...known], state)
}

/** Checksum of words and of a state: a flipped bit would go unnoticed otherwise. */
export function checksum(
  words: readonly (string | undefined)[],
  state: ReadonlyMap<string, Uint32Array>,
): string {
  const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
  let sum = crc32c(text(words))
  for (const [key, { buffer, byteOffset, byteLength }] of state) {
    sum = crc32c(text([key, byteLength]), sum)
    sum = crc32c(new Uint8Array(buffer, byteOffset, byteLength), sum)
  }
  return sum.toString(16)
}

/**
 * @throws DataError when the file is not a checkpoint, or damaged; Foreign when it belongs to another model or
 * version
 */
export function readCheckpoint(file: ReadFile, config: GanConfig): Checkpoint {
  const { path } = file
  const { step, model, table, state } = readSound(file)
  if (model !== modelOf(config)) {
    throw new Foreign(
      `${path} belongs to another model (${model}) than config.json (${modelOf(config)})`,
    )
  }
  // A resumed run takes its settings from config.json.
  state.delete('settings')
  return { step, table: readTable(table, path), state }
}

/**
 * Settings that a checkpoint knows, where config.json is lost. Whoever calls it checks their ranges.
 *
 * @returns  undefined of a file of an earlier version
 * @throws   as readCheckpoint does
 */
export function recall(
  file: ReadFile,
): { step: number; table: unknown; config: object; data: object } | undefined {
  const { step, table, words } = readSound(file)
  const [config, data] = [words['config'], words['data']].map((text = '') => parseJson(text))
  return isRecord(config) && isRecord(data)
    ? { step, table: parseJson(table), config, data }
    : undefined
}

/** Content of a complete file. */
function readSound({ path, bytes }: ReadFile) {
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
  // Earlier versions have no checksum.
  if (sum !== undefined && sum !== sumOf(metadata, whole)) {
    throw new DataError(
      `${path} is damaged: its bytes do not come to its checksum. Take an earlier copy`,
    )
  }
  if (!/^\d+$/.test(step)) throw new DataError(`${path}: its step is "${step}", not a number`)
  return { step: Number(step), model, table, state: whole, words: metadata }
}

/** The settings of a GAN alone, always in one order. */
const settingsOf = (config: GanConfig) =>
  Object.fromEntries(Object.keys(rules).map((name) => [name, Reflect.get(config, name)]))

/** Earlier versions have no table: the rules choose, as they did then. */
function readTable(json: string, path: string): Choices {
  const table = parseJson(json)
  if (isChoices(table)) return table
  throw new DataError(
    `${path}: its table of kernels is damaged. Take an earlier copy, or start a new run`,
  )
}

function modelOf(config: GanConfig): string {
  const { model, imageSize, channels, width, latent, classes, spectralNorm } = config
  const layerNorms = hasPenalty(config) ? ', layer norms in D' : ''
  const norm = spectralNorm ? ', spectral norms in D' : layerNorms
  const told = classes > 0 ? `, ${classes} classes` : ''
  return `${model} ${imageSize}×${imageSize}×${channels}, width ${width}, latent ${latent}${norm}${told}`
}
