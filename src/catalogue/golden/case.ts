// A golden case while it is being prepared. It remembers which attributes and inputs were asked for:
// an unknown one skips the case, since guessing its meaning would prove nothing.

import type { RawTensor } from '../../data/safetensors'
import { fromTorch, permute, toTorch } from '../../nn/layout'
import type { GoldenEntry, GoldenTensors } from './entries'

/** Thrown while a case is prepared: why it cannot be run here. */
export class Skip extends Error {
  override name = 'Skip'
}

/** An object of the index whose every member must be asked for. */
export class Attributes {
  readonly #what: string
  readonly #values: Readonly<Record<string, unknown>>
  readonly #asked = new Set<string>()
  readonly #parts: Attributes[] = []

  constructor(what: string, values: Readonly<Record<string, unknown>>) {
    this.#what = what
    this.#values = values
  }

  has(name: string): boolean {
    return name in this.#values
  }

  number(name: string, otherwise?: number): number {
    const value = this.#take(name, otherwise)
    if (typeof value !== 'number' || !Number.isFinite(value)) this.#refuse(name)
    return value
  }

  flag(name: string, otherwise?: boolean): boolean {
    const value = this.#take(name, otherwise)
    if (typeof value !== 'boolean') this.#refuse(name)
    return value
  }

  text(name: string): string {
    const value = this.#take(name)
    if (typeof value !== 'string') this.#refuse(name)
    return value
  }

  pair(name: string): readonly [number, number] {
    const [first, second] = this.#numbers(name, 2)
    return [first ?? 0, second ?? 0]
  }

  four(name: string): readonly [number, number, number, number] {
    const [first, second, third, fourth] = this.#numbers(name, 4)
    return [first ?? 0, second ?? 0, third ?? 0, fourth ?? 0]
  }

  sizes(name: string): number[] {
    const value = this.#take(name)
    if (!Array.isArray(value)) this.#refuse(name)
    return value.map((size: unknown) => (typeof size === 'number' ? size : this.#refuse(name)))
  }

  /** The members of an object that is itself an attribute. */
  group(name: string): Attributes {
    return this.#part(name, this.#take(name))
  }

  /** The same for a list of objects. */
  list(name: string): Attributes[] {
    const value = this.#take(name)
    if (!Array.isArray(value)) this.#refuse(name)
    return value.map((each, index) => this.#part(`${name}.${index}`, each))
  }

  /** The same for a list of lists. */
  lists(name: string): Attributes[][] {
    const value = this.#take(name)
    if (!Array.isArray(value) || !value.every(Array.isArray)) this.#refuse(name)
    return value.map((each: unknown[], index) =>
      each.map((member, i) => this.#part(`${name}.${index}.${i}`, member)),
    )
  }

  /** An attribute for which only one value is supported; where it is absent, it has that value. */
  only(name: string, value: number | boolean | string): void {
    if (this.#take(name, value) !== value) this.#refuse(name)
  }

  /** Attributes that describe the data and change nothing in the computation. */
  describe(...names: string[]): void {
    for (const name of names) this.#asked.add(name)
  }

  /** @throws Skip when there is an attribute that was never asked for */
  done(): void {
    const unknown = Object.keys(this.#values).find((name) => !this.#asked.has(name))
    if (unknown !== undefined) this.#refuse(unknown)
    for (const part of this.#parts) part.done()
  }

  #numbers(name: string, count: number): number[] {
    const value = this.#take(name)
    if (!Array.isArray(value) || value.length !== count) this.#refuse(name)
    const numbers = value.filter((each) => typeof each === 'number')
    if (numbers.length !== count) this.#refuse(name)
    return numbers
  }

  #take(name: string, otherwise?: unknown): unknown {
    this.#asked.add(name)
    return this.#values[name] ?? otherwise
  }

  #part(name: string, value: unknown): Attributes {
    if (typeof value !== 'object' || value === null) this.#refuse(name)
    const part = new Attributes(`${this.#what} ${name}`, { ...value })
    this.#parts.push(part)
    return part
  }

  #refuse(name: string): never {
    const value = JSON.stringify(this.#values[name]) ?? 'missing'
    throw new Skip(`${this.#what}: ${name} ${value} is not supported`)
  }
}

export class GoldenCase {
  readonly entry: GoldenEntry
  readonly attributes: Attributes
  readonly #tensors: GoldenTensors
  readonly #asked = new Set<string>()

  constructor(entry: GoldenEntry, tensors: GoldenTensors) {
    this.entry = entry
    this.attributes = new Attributes(entry.op, entry.attrs)
    // Its second part: domains, translation, style.
    if (this.attributes.has('contract')) this.attributes.only('contract', 2)
    this.#tensors = tensors
  }

  input(name: string): RawTensor {
    this.#asked.add(name)
    const tensor = this.#tensors.get(name)
    if (!tensor) throw new Skip(`there is no input ${name}`)
    return tensor
  }

  /** @throws Skip when the case has an attribute or an input that was never asked for */
  done(): void {
    this.attributes.done()
    const { inputs, upstream } = this.entry
    const unknown = [...inputs, ...upstream].find((name) => !this.#asked.has(name))
    if (unknown !== undefined) throw new Skip(`the meaning of input ${unknown} is not known`)
  }
}

/** Role of a tensor: it decides how its layout differs between a file (PyTorch's) and here. */
export type Role = 'image' | 'convolution' | 'linear' | 'perPixel' | 'plain'

/** A float tensor of a file in the layout of this project. */
export function fromFile({ data, shape }: RawTensor, role: Role) {
  if (!(data instanceof Float32Array)) throw new Skip(`an input is a ${data.constructor.name}`)
  const ours = axesFromFile(role, shape.length).map((axis) => shape[axis] ?? 1)
  if (role === 'image') {
    return { shape: ours, data: permute(data, shape, axesFromFile(role, shape.length)) }
  }
  return { shape: ours, data: fromTorch(role, data, ours) }
}

/** Classes or indices of a file, whole numbers that are not negative, as the GPU takes them. */
export function indicesFromFile({ data, shape }: RawTensor) {
  if (!(data instanceof Int32Array)) throw new Skip(`indices are a ${data.constructor.name}`)
  if (data.some((index) => index < 0)) throw new Skip('an index is negative')
  return { shape, data: Uint32Array.from(data) }
}

export function toFile(data: Float32Array, shape: readonly number[], role: Role): RawTensor {
  const axes = axesFromFile(role, shape.length)
  const inverse = axes.map((_, axis) => axes.indexOf(axis))
  return {
    dtype: 'F32',
    shape: inverse.map((axis) => shape[axis] ?? 1),
    data: role === 'image' ? permute(data, shape, inverse) : toTorch(role, data, shape),
  }
}

/** For each axis here, the file's: [N, H, W, C] from [N, C, H, W], [R, S, C, K] from [K, C, R, S]. */
function axesFromFile(role: Role, rank: number): number[] {
  const axes = Array.from({ length: rank }, (_, axis) => axis)
  if (role === 'convolution') return [2, 3, 1, 0]
  if (role === 'linear') return [1, 0]
  if (role === 'perPixel') return [1, 2, 0]
  if (role === 'image' && rank > 2) return [0, ...axes.slice(2), 1]
  return axes
}
