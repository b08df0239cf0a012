// Inputs and results of golden cases of two domains (adaptation.ts).

import { type Tensor, tensor } from '../../autograd/tensor'
import type { RawTensor } from '../../data/safetensors'
import type { Gpu } from '../../gpu/device'
import { upload } from '../../gpu/program'
import { fromFile, type GoldenCase, toFile } from './case'
import { expectedNames, type GoldenTensors } from './entries'
import type { Keep } from './training'

type Given = ReturnType<typeof fromFile>
export type Images = Record<'source' | 'target', Given[]>

export function about(golden: GoldenCase) {
  const { attributes } = golden
  const iterations = attributes.number('iterations')
  const batch = attributes.number('batch')
  attributes.describe('contract', 'image')
  const shapeOf = () => fromFile(golden.input('source.1'), 'image').shape
  return { iterations, batch, shapeOf }
}

/** Initial variables of networks; `prefixes`: by the name of each network, what its variables are to begin with. */
export function initial(
  golden: GoldenCase,
  prefixes: Record<string, string>,
): Map<string, RawTensor> {
  const found = golden.entry.inputs.flatMap((input): [string, RawTensor][] => {
    const [, network = '', name = ''] = /^init\.(\w+)\.(.*)$/.exec(input) ?? []
    const prefix = prefixes[network]
    return prefix === undefined ? [] : [[prefix + name, golden.input(input)]]
  })
  return new Map(found)
}

export function imagesOf(golden: GoldenCase, iterations: number): Images {
  const each = (domain: string) =>
    Array.from({ length: iterations }, (_, i) =>
      fromFile(golden.input(`${domain}.${i + 1}`), 'image'),
    )
  return { source: each('source'), target: each('target') }
}

/** A standing tensor for each domain: a new batch is written over the last one. */
export function placed(gpu: Gpu, { source, target }: Images): Record<'source' | 'target', Tensor> {
  const place = (batches: Given[]) => tensor(gpu, batches[0]?.data ?? [], batches[0]?.shape ?? [0])
  return { source: place(source), target: place(target) }
}

export function put(
  gpu: Gpu,
  into: Record<'source' | 'target', Tensor>,
  from: Images,
  k: number,
): void {
  for (const domain of ['source', 'target'] as const) {
    const batch = from[domain][k - 1]
    if (batch) upload(gpu, into[domain], batch.data)
  }
}

export function oneHotRows(labels: Uint32Array, classes: number): Float32Array<ArrayBuffer> {
  const rows = new Float32Array(labels.length * classes)
  for (const [n, label] of labels.entries()) rows[n * classes + label] = 1
  return rows
}

export function keeping(golden: GoldenCase): { computed: GoldenTensors; keep: Keep } {
  const computed: GoldenTensors = new Map()
  const wanted = new Set(expectedNames(golden.entry))
  const keep: Keep = (name, value) => {
    if (wanted.has(name)) computed.set(name, value)
  }
  return { computed, keep }
}

/** Forward results of the first iteration; scores are one number a sample. */
export async function probe(
  gpu: Gpu,
  keep: Keep,
  tensors: Record<string, Tensor | undefined>,
): Promise<void> {
  for (const [name, found] of Object.entries(tensors)) {
    if (!found) continue
    const shape = name.startsWith('D_') ? [found.size] : found.shape
    keep(`probe.${name}`, toFile(await found.read(gpu), shape, 'plain'))
  }
}

/** Figures of each iteration. */
export class Columns {
  readonly #columns = new Map<string, number[]>()

  async add(gpu: Gpu, tensors: Record<string, Tensor>): Promise<void> {
    for (const [name, of] of Object.entries(tensors)) {
      this.#push(name, (await of.read(gpu))[0] ?? Number.NaN)
    }
  }

  /** The mean of the probabilities that scores stand for. */
  async addProbability(gpu: Gpu, tensors: Record<string, Tensor>): Promise<void> {
    for (const [name, of] of Object.entries(tensors)) {
      const scores = await of.read(gpu)
      const total = scores.reduce((sum, score) => sum + 1 / (1 + Math.exp(-score)), 0)
      this.#push(name, total / scores.length)
    }
  }

  #push(name: string, value: number): void {
    this.#columns.set(name, [...(this.#columns.get(name) ?? []), value])
  }

  keep(keep: Keep): void {
    for (const [name, values] of this.#columns) {
      const data = Float32Array.from(values)
      keep(`trace.${name}`, { dtype: 'F32', shape: [data.length], data })
    }
  }
}
