// Names of latent vectors: a seed, one image of a seed's grid, a row of a file; and files of vectors.

import { InvalidArgumentError } from 'commander'
import { type RawTensor, readSafetensors, writeSafetensors } from '../../../data/safetensors'
import { type Latent, stack, unstack } from '../../../gan/latent/latent'
import { seededNoise } from '../../../gan/model/noise'
import { MOST } from '../../../gan/model/row'
import { readWhole } from '../../folder/files'
import { writeOutput } from '../../folder/outputs'
import { Failure } from '../../terminal/failure'

/** `3`, `3:17` or `vectors.safetensors:17`; without a number, the first. */
export type VectorName = { seed: number; index: number } | { path: string; index: number }

export const VECTORS =
  'a seed, SEED:N for image N of its sample grid, or FILE.safetensors:N, from 0'

export function vectorNames(text: string): VectorName[] {
  return text.split(',').map((part): VectorName => {
    const [, name = '', number = '0'] = /^(.*?)(?::(\d+))?$/.exec(part.trim()) ?? []
    const index = Number(number)
    if (/\.safetensors$/i.test(name)) return { path: name, index }
    const seed = Number(name)
    if (/^\d+$/.test(name) && seed <= MOST && index < 10_000) return { seed, index }
    throw new InvalidArgumentError(`"${part}" is not ${VECTORS}.`)
  })
}

export function vectorName(text: string): VectorName {
  const [first, ...rest] = vectorNames(text)
  if (first && rest.length === 0) return first
  throw new InvalidArgumentError(`It must be one vector: ${VECTORS}.`)
}

/** Vector of that name: as `ganvas sample` uses it, or from a file. */
export function vectorOf(name: VectorName, latent: number): Latent {
  const { index } = name
  if ('seed' in name) {
    return seededNoise(name.seed, index + 1, latent).subarray(index * latent) as Latent
  }
  const rows = readVectors(name.path, latent)
  const row = rows[index]
  if (row) return row
  throw new Failure(`${name.path} holds ${rows.length} vectors, from 0; there is no ${index}`)
}

/** The vectors of a file: one tensor [count, latent], or [count, latent, 1, 1] as PyTorch's DCGAN takes them. */
function readVectors(path: string, latent: number): Latent[] {
  const { tensors } = readSafetensors(readWhole(path), path)
  const [only] = tensors.size === 1 ? tensors.values() : []
  const tensor = tensors.get('z') ?? only
  if (!(tensor?.data instanceof Float32Array)) {
    throw new Failure(`${path} holds no vectors: it must have one F32 tensor, or one named z`)
  }
  const { shape, data } = tensor
  const [, length = 0, ...ones] = shape
  if (shape.length < 2 || ones.some((extent) => extent !== 1)) {
    throw new Failure(`${path}: vectors must be [count, latent], but are [${shape.join(', ')}]`)
  }
  if (length !== latent) {
    throw new Failure(`${path} holds vectors of ${length}, but this generator takes ${latent}`)
  }
  if (!data.every(Number.isFinite)) throw new Failure(`${path} holds NaN or Infinity`)
  return unstack(data, latent)
}

export function saveVectors(path: string, vectors: readonly Latent[]): void {
  const shape = [vectors.length, vectors[0]?.length ?? 0, 1, 1]
  const z: RawTensor = { dtype: 'F32', shape, data: stack(vectors) }
  writeOutput(path, writeSafetensors(new Map([['z', z]])))
}
