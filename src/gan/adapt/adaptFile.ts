// checkpoint.safetensors of an adaptation: every byte that an exact resume needs.

import { DataError } from '../../data/imageSet'
import type { ReadFile } from '../../data/readFile'
import { type RawTensor, readSafetensors, writeSafetensors } from '../../data/safetensors'
import { checksum } from '../run/checkpoint'
import type { Saved } from '../run/state'
import type { AdaptConfig } from './config'

const FORMAT = 'ganvas-adaptation'
const VERSION = '1'

/** Identity of the run: its method, size and seed. */
const modelOf = ({ method, imageSize, channels, classes, width, seed }: AdaptConfig): string =>
  `${method} ${imageSize}×${imageSize}×${channels}, ${classes} classes, width ${width}, seed ${seed}`

/** @param state  result of Adapter.save */
export function writeAdaptation(
  state: Saved,
  { step, config }: { step: number; config: AdaptConfig },
): Uint8Array<ArrayBuffer> {
  const tensors = new Map<string, RawTensor>()
  for (const [key, data] of state) tensors.set(key, { dtype: 'U32', shape: [data.length], data })
  const words = { step: String(step), model: modelOf(config) }
  return writeSafetensors(tensors, {
    format: FORMAT,
    version: VERSION,
    ...words,
    crc32c: checksum(Object.values(words), state),
  })
}

/** @throws DataError when the file is not of an adaptation, or damaged, or belongs to other settings */
export function readAdaptation(
  { path, bytes }: ReadFile,
  config: AdaptConfig,
): { step: number; state: Saved } {
  const { metadata, tensors } = readSafetensors(bytes, path)
  const { format, version, step = '', model = '', crc32c } = metadata
  if (format !== FORMAT) throw new DataError(`${path} is not a checkpoint of ganvas adapt`)
  if (version !== VERSION) {
    throw new DataError(`${path} has format version ${version}; this program reads ${VERSION}`)
  }
  const state: Saved = new Map()
  for (const [key, { data }] of tensors) {
    if (data instanceof Uint32Array) state.set(key, Uint32Array.from(data))
  }
  if (crc32c !== checksum([step, model], state) || !/^\d+$/.test(step)) {
    throw new DataError(`${path} is damaged: its bytes do not come to its checksum. Adapt again`)
  }
  if (model !== modelOf(config)) {
    throw new DataError(
      `${path} belongs to another adaptation (${model}) than config.json (${modelOf(config)})`,
    )
  }
  return { step: Number(step), state }
}
