// A module whose variables lie in flat buffers: one for parameters, one for their gradients, one for
// what is tracked. An optimiser's step is then a single dispatch over the whole network.

import { arithmetic } from '../autograd/arithmetic'
import { check } from '../autograd/check'
import { gradients, type Watcher } from '../autograd/gradients'
import { Tensor } from '../autograd/tensor'
import type { Gpu } from '../gpu/device'
import { hashBits } from '../gpu/hash'
import { ALIGNMENT, Memory, Slice } from '../gpu/memory'
import { free } from '../gpu/owning'
import { placeTogether } from '../gpu/plan'
import { download, upload } from '../gpu/program'
import { dispatch } from '../gpu/trace'
import { Sequential } from './layers'
import { fromTorch, torchShape, toTorch } from './layout'
import { type Mode, Module, type Variable } from './module'
import { Random } from './philox'

/** A variable as a file holds it: PyTorch's name, shape and layout. */
export interface StateTensor {
  dtype: 'F32' | 'I64'
  shape: number[]
  data: Float32Array<ArrayBuffer> | BigInt64Array<ArrayBuffer>
}

/** Variables by PyTorch's names, in its layouts, as `readSafetensors` returns them. */
export type GivenState = ReadonlyMap<
  string,
  { shape: readonly number[]; data: ArrayLike<number | bigint> }
>

/** Computes with zeros until `initialise` draws its weights or `load` takes them over. */
export class Network {
  readonly name: string
  readonly variables: readonly (readonly [name: string, Variable])[]
  /** The whole of each flat buffer, as one tensor. */
  readonly parameters: Tensor
  readonly gradients: Tensor
  readonly buffers: Tensor
  readonly #module: Module

  /**
   * @param name    for messages, and what initial weights are drawn by, beside the seed
   * @param layers  a module, or modules one after the other
   * @param prefix  what PyTorch's example calls the module: its variables are `prefix.0.weight`, …
   */
  constructor(
    name: string,
    layers: Module | readonly Module[],
    { prefix = '' }: { prefix?: string } = {},
  ) {
    this.name = name
    this.#module = layers instanceof Module ? layers : new Sequential(layers)
    this.variables = this.#module
      .variables()
      .map(([key, variable]) => [prefix ? `${prefix}.${key}` : key, variable])
    for (const [key, { tensor }] of this.variables) tensor.slice.label = `${name}.${key}`
    this.parameters = flat(`${name} parameters`, this.#of('parameter'))
    this.buffers = flat(`${name} buffers`, this.#of('buffer'))
    this.gradients = whole(`${name} gradients`, this.parameters.slice.bytes)
  }

  get parameterCount(): number {
    return this.#of('parameter').reduce((sum, { tensor }) => sum + tensor.size, 0)
  }

  /** One after the other, where it is a sequence; else the module as a whole. */
  get layers(): readonly Module[] {
    return this.#module instanceof Sequential ? this.#module.layers : [this.#module]
  }

  /** Frees its memory on the GPU. */
  destroy(): void {
    free(this.parameters, this.gradients, this.buffers)
  }

  forward(x: Tensor, mode: Mode): Tensor {
    return this.#module.forward(x, mode)
  }

  /** Takes the gradient of a loss with respect to every parameter, into the flat gradient buffer. */
  backward(loss: Tensor, watcher?: Watcher): void {
    backward([this], loss, watcher)
  }

  /** Parameters, in the order of their names. */
  get weights(): Tensor[] {
    return this.#of('parameter').map(({ tensor }) => tensor)
  }

  /** Puts a gradient of each parameter into the flat gradient buffer. */
  take(found: readonly Tensor[]): void {
    const { memory } = this.gradients.slice
    if (!memory) return
    const offsets = this.weights.map(({ slice }) => slice.offset)
    const slices = found.map(({ slice }) => slice)
    const placed = placeTogether(slices, memory, offsets)
    for (const [index, gradient] of found.entries()) {
      if (placed.has(gradient.slice)) continue
      const { bytes } = gradient.slice
      const exactly = { slice: new Slice('gradient', bytes).place(memory, offsets[index]) }
      dispatch(arithmetic, 'copy', {
        bindings: { few: gradient, exactly },
        invocations: gradient.size,
      })
    }
  }

  /** Says that the parameters were overwritten: a tape recorded before must not be used any more. */
  overwritten(): void {
    for (const { tensor } of this.#of('parameter')) tensor.slice.version++
  }

  /** Draws the initial weights. The same seed gives the same weights on every adapter. */
  initialise(gpu: Gpu, seed: number): void {
    for (const [index, [, { tensor, layout, initial }]] of this.variables.entries()) {
      const random = new Random(seed, streamOf(this.name, index))
      const data = new Float32Array(tensor.size).map(() => initial(random))
      upload(gpu, tensor, layout === 'counter' ? Uint32Array.from(data) : data)
    }
  }

  /** Every variable in PyTorch's layout. */
  async state(gpu: Gpu): Promise<Map<string, StateTensor>> {
    const parameters = await download(gpu, this.parameters)
    return this.stateOf({ parameters, buffers: await download(gpu, this.buffers) })
  }

  /** The same, from the bytes of both flat buffers. Needs no GPU. */
  stateOf(bytes: Record<'parameters' | 'buffers', ArrayBuffer>): Map<string, StateTensor> {
    return this.#stateFrom((kind) => (kind === 'parameter' ? bytes.parameters : bytes.buffers))
  }

  /** The gradients of the last step, in PyTorch's layout. */
  async gradientState(gpu: Gpu): Promise<Map<string, StateTensor>> {
    const all = await download(gpu, this.gradients)
    return this.#stateFrom((kind) => (kind === 'parameter' ? all : undefined))
  }

  /**
   * Takes over the variables of a file.
   *
   * @throws Error naming the first variable that is missing, unknown or of another shape; nothing is
   * written in that case
   */
  load(gpu: Gpu, state: GivenState): void {
    for (const [tensor, data] of this.checkState(state)) upload(gpu, tensor, data)
  }

  /** The data that `load` would write into each tensor, in our layout. Needs no GPU. Throws Error as `load` does. */
  checkState(state: GivenState): [Tensor, Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>][] {
    const known = new Set(this.variables.map(([name]) => name))
    const foreign = [...state.keys()].find((name) => !known.has(name))
    if (foreign !== undefined) throw new Error(`${this.name} has no variable ${foreign}`)
    return this.variables.map(([name, { tensor, layout }]) => {
      const given = state.get(name)
      const shape = torchShape(layout, tensor.shape)
      if (!given) throw new Error(`${this.name}: ${name} is missing`)
      if (
        given.shape.join() !== shape.join() &&
        !(layout === 'counter' && given.data.length === 1)
      ) {
        throw new Error(
          `${this.name}: ${name} is [${given.shape.join(', ')}] but must be [${shape.join(', ')}]`,
        )
      }
      const { data: read } = given
      const numbers = read instanceof Float32Array ? read : Float32Array.from(read, Number)
      const data =
        layout === 'counter' ? Uint32Array.from(numbers) : fromTorch(layout, numbers, tensor.shape)
      return [tensor, data]
    })
  }

  #of(kind: Variable['kind']): Variable[] {
    return this.variables.map(([, variable]) => variable).filter((v) => v.kind === kind)
  }

  #stateFrom(
    source: (kind: Variable['kind']) => ArrayBuffer | undefined,
  ): Map<string, StateTensor> {
    const state = new Map<string, StateTensor>()
    for (const [name, { tensor, kind, layout }] of this.variables) {
      const bytes = source(kind)
      if (!bytes) continue
      const shape = torchShape(layout, tensor.shape)
      if (layout === 'counter') {
        const [count = 0] = new Uint32Array(bytes, tensor.slice.offset, 1)
        state.set(name, { dtype: 'I64', shape, data: BigInt64Array.of(BigInt(count)) })
        continue
      }
      const data = new Float32Array(bytes, tensor.slice.offset, tensor.size)
      state.set(name, { dtype: 'F32', shape, data: toTorch(layout, data, tensor.shape) })
    }
    return state
  }
}

/** Takes the gradient of a loss with respect to every parameter of some networks, in one walk. */
export function backward(networks: readonly Network[], loss: Tensor, watcher?: Watcher): void {
  const parameters = networks.map(({ weights }) => weights)
  const found = gradients(loss, parameters.flat(), watcher)
  for (const [index, network] of networks.entries()) {
    network.take(found.splice(0, parameters[index]?.length))
  }
}

/** Places the variables one after the other, each at an offset that may be bound. */
function flat(label: string, variables: readonly Variable[]): Tensor {
  const offsets: number[] = []
  let bytes = 0
  for (const { tensor } of variables) {
    offsets.push(bytes)
    bytes += Math.ceil(tensor.slice.bytes / ALIGNMENT) * ALIGNMENT
  }
  const all = whole(label, Math.max(bytes, ALIGNMENT))
  for (const [index, { tensor }] of variables.entries()) {
    const { memory } = tensor.slice
    check(memory === undefined || memory === all.slice.memory, label, () => {
      return `a layer is already part of another network (${memory?.label}). Build new layers.`
    })
    if (all.slice.memory) tensor.slice.place(all.slice.memory, offsets[index] ?? 0)
  }
  return all
}

function whole(label: string, bytes: number): Tensor {
  return new Tensor([bytes / 4], new Slice(label, bytes).place(new Memory(label, bytes)))
}

/** Every variable of every network draws from a stream of its own. */
const streamOf = (name: string, index: number): number => hashBits(`${name}.${index}`)
