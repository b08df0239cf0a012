// Images in a safetensors file: the tensor named images, or the only one of such a shape; with labels, if present.

import { imagesOf, labelsOf } from './arrayImages'
import { DataError, type ImageSet } from './imageSet'
import { type RawTensor, readSafetensors } from './safetensors'

const IMAGES = ['images', 'image', 'x', 'data', 'pixels']
const LABELS = ['labels', 'label', 'y', 'targets', 'classes']

/** @throws DataError with one line that says what is wrong with the file */
export function parseImageTensors(bytes: Uint8Array, name: string): ImageSet {
  const { tensors } = readSafetensors(bytes, name)
  const images = named(tensors, IMAGES) ?? only(tensors)
  if (!images) {
    throw new DataError(
      `${name}: none of its ${tensors.size} tensors is called images. Name it so, [count, height, width, channels]`,
    )
  }
  const set = imagesOf(images.tensor, `${name}: ${images.key}`)
  const labels = named(tensors, LABELS)
  if (!labels) return set
  const read = labelsOf(labels.tensor, `${name}: ${labels.key}`)
  if (read.length === set.count) return { ...set, labels: read }
  throw new DataError(
    `${name}: there are ${read.length} ${labels.key} for ${set.count} ${images.key}. Save as many`,
  )
}

interface Named {
  key: string
  tensor: RawTensor
}

function named(tensors: Map<string, RawTensor>, keys: readonly string[]): Named | undefined {
  for (const key of keys) {
    const tensor = tensors.get(key)
    if (tensor) return { key, tensor }
  }
  return undefined
}

function only(tensors: Map<string, RawTensor>): Named | undefined {
  const [first, ...more] = [...tensors].filter(([, { shape }]) => shape.length > 2)
  return first && more.length === 0 ? { key: first[0], tensor: first[1] } : undefined
}
