// Brings a sample to life: draws its inputs once, as float64 for the reference and as tensors for the
// GPU, where every number is one that f32 holds exactly, so both start from the same.

import { size } from '../autograd/check'
import { empty, type Tensor, tensor } from '../autograd/tensor'
import type { Gpu } from '../gpu/device'
import { owning } from '../gpu/owning'
import { run } from '../gpu/program'
import type { TraceOptions } from '../gpu/trace'
import { Random } from '../nn/philox'
import { type AnyCard, type AnySample, Dense, type Input, type Shape } from './card'
import { cardOf, type KernelName } from './index'

/** A kernel of the catalogue, or a card that is not in it: a test hands in a wrong one. */
export type Subject = KernelName | { name: string; card: AnyCard }

export type Arrays = Readonly<Record<string, Dense>>
export type Tensors = Readonly<Record<string, Tensor>>

export interface Drawn {
  name: string
  card: AnyCard
  options: unknown
  inputs: Arrays
  dtypes: Readonly<Record<string, Input['dtype']>>
  /** Something random in the shape of the inputs' gradients or of y: cotangents and directions. */
  vector: (purpose: 'cotangent' | 'direction', shape: Shape) => Dense
}

export function identify(subject: Subject): { name: string; card: AnyCard } {
  return typeof subject === 'string' ? { name: subject, card: cardOf(subject) } : subject
}

/** The sample's inputs. The same subject and sample give the same numbers in every runtime. */
export function drawSample(subject: Subject, sample: number): Drawn {
  const identified = identify(subject)
  const chosen = identified.card.samples[sample]
  if (!chosen) throw new RangeError(`${identified.name} has no sample ${sample}`)
  return drawnFrom(identified, chosen, sample)
}

/** The inputs of any sample for the card; `sample` seeds the numbers. */
export function drawnFrom(
  { name, card }: { name: string; card: AnyCard },
  chosen: AnySample,
  sample: number,
): Drawn {
  const named = Object.entries(chosen.inputs)
  return {
    name,
    card,
    options: chosen.options,
    inputs: Object.fromEntries(
      named.map(([key, input], stream) => [key, draw(input, new Random(sample, stream))]),
    ),
    dtypes: Object.fromEntries(named.map(([key, { dtype }]) => [key, dtype])),
    vector: (purpose, shape) =>
      draw({ shape }, new Random(sample, purpose === 'cotangent' ? 100 : 101)),
  }
}

function draw({ shape, low = -1, high = 1, keepAway = 0, values, dtype }: Input, random: Random) {
  const one = (): number => {
    const number = random.uniform(low, high)
    if (dtype === 'u8' || dtype === 'u32') return Math.floor(number)
    return Math.fround(Math.abs(number) < keepAway ? number + Math.sign(number) * keepAway : number)
  }
  return new Dense(shape, Float64Array.from(values ?? Array.from({ length: size(shape) }, one)))
}

/** The sample's inputs without memory: enough to trace the op. */
export function symbols({ inputs, dtypes }: Pick<Drawn, 'inputs' | 'dtypes'>): Tensors {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { shape }]) => [name, empty(name, shape, dtypes[name])]),
  )
}

const arrays = { f32: Float32Array, u32: Uint32Array, u8: Uint8Array } as const

export function toTensor(gpu: Gpu, dense: Dense, label: string, dtype: Input['dtype']): Tensor {
  return tensor(gpu, arrays[dtype ?? 'f32'].from(dense.data), dense.shape, label)
}

/** Runs `step` on the sample's tensors, reads the one that it returns, and frees everything. */
export async function onGpu(
  gpu: Gpu,
  { inputs, dtypes }: Pick<Drawn, 'inputs' | 'dtypes'>,
  step: (tensors: Tensors) => Tensor,
  options: TraceOptions = {},
): Promise<Float32Array> {
  return owning(async (own) => {
    const tensors = Object.fromEntries(
      Object.entries(inputs).map(([name, dense]) => [
        name,
        own(toTensor(gpu, dense, name, dtypes[name])),
      ]),
    )
    return own(await run(gpu, () => step(tensors), options)).read(gpu)
  })
}
