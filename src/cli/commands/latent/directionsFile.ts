// File of directions: a vector for each attribute, and in its metadata the source of each.

import { createHash } from 'node:crypto'
import { DataError } from '../../../data/imageSet'
import { type RawTensor, readSafetensors, writeSafetensors } from '../../../data/safetensors'
import type { Latent } from '../../../gan/latent/latent'
import { readWhole } from '../../folder/files'
import { writeOutput } from '../../folder/outputs'
import type { Codes } from '../../gpu/drawing'
import { Failure } from '../../terminal/failure'

/** Attribute of images, and the vector that is added to a code to put it on. */
export interface Direction {
  name: string
  vector: Latent
}

/** Name of the file in a run folder. */
export const DIRECTIONS = 'directions.safetensors'

const FORMAT = 'ganvas-directions-1'

export const digestOf = (weights: Uint8Array): string =>
  createHash('sha256').update(weights).digest('hex').slice(0, 16)

/** @param generator  digest of the weights for which the directions were fitted */
export function saveDirections(
  path: string,
  {
    directions,
    generator,
    codes,
  }: { directions: readonly Direction[]; generator: string; codes: Codes },
): void {
  const tensors = new Map(
    directions.map(({ name, vector }): [string, RawTensor] => [
      name,
      { dtype: 'F32', shape: [1, vector.length], data: vector },
    ]),
  )
  writeOutput(path, writeSafetensors(tensors, { format: FORMAT, generator, space: codes }))
}

/** @throws Failure where the file holds no directions, or those of another latent space */
export function readDirections(
  path: string,
  { latent, codes }: { latent: number; codes: Codes },
): { directions: Direction[]; generator: string | undefined } {
  const { metadata, tensors } = readSafetensors(readWhole(path), path)
  if (metadata['format'] !== FORMAT) {
    throw new Failure(`${path} holds no directions. Write them with ganvas latent directions`)
  }
  const { space = 'z' } = metadata
  if (space !== codes) {
    throw new Failure(`${path} holds directions of ${space.toUpperCase()}. Add --space ${space}`)
  }
  const directions = [...tensors].map(([name, { shape, data }]): Direction => {
    const [, length = 0] = shape
    if (!(data instanceof Float32Array) || !data.every(Number.isFinite)) {
      throw new DataError(`${path}: ${name} is no vector of finite F32 numbers`)
    }
    if (length !== latent || data.length !== latent) {
      throw new Failure(
        `${path}: ${name} has ${data.length} numbers, but this generator takes ${latent}`,
      )
    }
    return { name, vector: Float32Array.from(data) }
  })
  return { directions, generator: metadata['generator'] }
}
