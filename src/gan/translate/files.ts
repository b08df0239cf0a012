// Files of a translation: the networks in PyTorch's layouts, and a checkpoint, which alone is enough for an exact
// resume.

import { crc32c } from '../../data/crc32c'
import { DataError } from '../../data/imageSet'
import { isRecord, parseJson } from '../../data/json'
import type { ReadFile } from '../../data/readFile'
import { type RawTensor, readSafetensors, writeSafetensors } from '../../data/safetensors'
import type { Saved } from '../run/state'
import { networksOf, type TranslationPlan } from './plan'
import type { PlayerName } from './players'
import { checkTranslation, type TranslationConfig } from './settings'

const FORMAT = 'ganvas-translation'
const VERSION = '1'

/** Files by name, in the order of writing: the checkpoint last. */
export type Files = Record<string, Uint8Array<ArrayBuffer>>

export const CHECKPOINT = 'checkpoint.safetensors'

export const fileOf = (name: PlayerName): string => `${name}.safetensors`

/** @param state  result of Translation.save */
export function filesOf(
  { players, config }: Pick<TranslationPlan, 'players' | 'config'>,
  { state, step }: { state: Saved; step: number },
): Files {
  const files: Files = {}
  for (const [name, network] of networksOf(players)) {
    const parameters = state.get(`${name}.parameters`)?.buffer ?? new ArrayBuffer()
    const variables = network.stateOf({ parameters, buffers: new ArrayBuffer() })
    files[`${name}.safetensors`] = writeSafetensors(variables, { format: 'pt', step: String(step) })
  }
  return { ...files, [CHECKPOINT]: writeCheckpoint(state, { step, config }) }
}

function writeCheckpoint(
  state: Saved,
  { step, config }: { step: number; config: TranslationConfig },
): Uint8Array<ArrayBuffer> {
  const tensors = new Map<string, RawTensor>()
  for (const [key, data] of state) tensors.set(key, { dtype: 'U32', shape: [data.length], data })
  const words = { step: String(step), config: JSON.stringify(config) }
  const sum = sumOf(words, state)
  return writeSafetensors(tensors, { format: FORMAT, version: VERSION, ...words, crc32c: sum })
}

/** Checksum of the metadata and the state: a flipped bit would go unnoticed otherwise. */
function sumOf({ step, config }: Record<string, string>, state: Saved): string {
  const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
  let sum = crc32c(text([step, config]))
  for (const [key, { buffer, byteOffset, byteLength }] of state) {
    sum = crc32c(text([key, byteLength]), sum)
    sum = crc32c(new Uint8Array(buffer, byteOffset, byteLength), sum)
  }
  return sum.toString(16)
}

export interface Checkpoint {
  step: number
  config: TranslationConfig
  state: Saved
}

/** @throws DataError when the file is no checkpoint of a translation, or damaged */
export function readCheckpoint({ path, bytes }: ReadFile): Checkpoint {
  const { metadata, tensors } = readSafetensors(bytes, path)
  const { format, version, step = '', config = '', crc32c: sum } = metadata
  if (format !== FORMAT) throw new DataError(`${path} is not a checkpoint of ganvas translate`)
  if (version !== VERSION) {
    throw new DataError(
      `${path} has format version ${version}; this program reads version ${VERSION}`,
    )
  }
  const state: Saved = new Map()
  for (const [key, { data }] of tensors) {
    if (data instanceof Uint32Array) state.set(key, Uint32Array.from(data))
  }
  const parsed = parseJson(config)
  if (sum !== sumOf({ step, config }, state) || !isRecord(parsed) || !/^\d+$/.test(step)) {
    throw new DataError(
      `${path} is damaged: its bytes do not come to its checksum. Take an earlier copy`,
    )
  }
  return { step: Number(step), config: checkTranslation(parsed, path), state }
}
