// What golden training runs of several networks have in common: their states, batches and figures.

import { type Tensor, tensor } from '../../../autograd/tensor'
import type { RawTensor } from '../../../data/safetensors'
import type { Learner } from '../../../gan/run/repeated'
import type { Gpu } from '../../../gpu/device'
import type { Network, StateTensor } from '../../../nn/network'
import { type Attributes, fromFile, type GoldenCase, toFile } from '../case'
import { expectedNames, type GoldenTensors } from '../entries'
import { networkOf } from '../layers'
import type { readOptimiser } from '../optimisers'

/** A network of a case, its optimiser, and its first state. */
export interface Player extends Learner {
  initial: Map<string, RawTensor>
}

export interface PlayerOptions {
  layers: readonly Attributes[]
  optimiser: ReturnType<typeof readOptimiser>
  image: () => readonly number[]
}

export function playerOf(
  golden: GoldenCase,
  name: string,
  { layers, optimiser, image }: PlayerOptions,
): Player {
  const network = networkOf(name, layers, image)
  const prefix = `init.${name}.`
  const names = golden.entry.inputs.filter((input) => input.startsWith(prefix))
  const initial = new Map(names.map((input) => [input.slice(prefix.length), golden.input(input)]))
  return { network, optimiser: optimiser(network), initial }
}

/** The batches `name.1` to `name.K`. */
export const batchesOf = (golden: GoldenCase, name: string, iterations: number) =>
  Array.from({ length: iterations }, (_, i) => fromFile(golden.input(`${name}.${i + 1}`), 'image'))

export const placed = (gpu: Gpu, { data, shape }: ReturnType<typeof fromFile>): Tensor =>
  tensor(gpu, data, shape)

/** Collects what a case expects, and leaves everything else. */
export class Collected {
  readonly tensors: GoldenTensors = new Map()
  readonly #wanted: ReadonlySet<string>
  readonly #figures = new Map<string, number[]>()

  constructor(golden: GoldenCase) {
    this.#wanted = new Set(expectedNames(golden.entry))
  }

  async image(gpu: Gpu, name: string, of: Tensor): Promise<void> {
    if (!this.#wanted.has(name)) return
    this.tensors.set(name, toFile(await of.read(gpu), of.shape, 'image'))
  }

  /** One figure of each iteration. */
  async figure(gpu: Gpu, name: string, of: Tensor): Promise<void> {
    const [value = Number.NaN] = await of.read(gpu)
    this.#figures.set(name, [...(this.#figures.get(name) ?? []), value])
  }

  async state(prefix: string, state: Promise<Map<string, StateTensor>>): Promise<void> {
    for (const [name, { dtype, shape, data }] of await state) {
      const whole = `${prefix}.${name}`
      if (!this.#wanted.has(whole)) continue
      // A file of cases holds the count of batches as I32 [1].
      const value: RawTensor =
        data instanceof Float32Array
          ? { dtype, shape, data }
          : { dtype: 'I32', shape: [1], data: Int32Array.from(data, Number) }
      this.tensors.set(whole, value)
    }
  }

  /** States of all networks after an iteration, and their gradients in the first. */
  async after(gpu: Gpu, iteration: number, networks: Record<string, Network>): Promise<void> {
    for (const [name, network] of Object.entries(networks)) {
      if (iteration === 1) await this.state(`grad1.${name}`, network.gradientState(gpu))
      await this.state(`iter${iteration}.${name}`, network.state(gpu))
    }
  }

  /** Everything, with the figures as one tensor each. */
  whole(): GoldenTensors {
    for (const [name, values] of this.#figures) {
      const data = Float32Array.from(values)
      if (this.#wanted.has(name))
        this.tensors.set(name, { dtype: 'F32', shape: [data.length], data })
    }
    return this.tensors
  }
}
