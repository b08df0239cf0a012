// A card says everything about one op that tests, benchmarks and lessons need: what it computes in
// float64, on which small shapes to try it, how it is misused, and the sizes that it has in a GAN.

import { size } from '../autograd/check'
import type { DType, Tensor } from '../autograd/tensor'

export type Shape = readonly number[]

/** A small array in float64, in the same order of dimensions as the tensor that it stands for. */
export class Dense {
  readonly shape: Shape
  readonly data: Float64Array

  constructor(shape: Shape, data: Float64Array = new Float64Array(size(shape))) {
    this.shape = shape
    this.data = data
  }

  at(index: number): number {
    return this.data[index] ?? Number.NaN
  }
}

/** The result of a reference: sums of terms, and the sums of the terms' magnitudes. */
export class Sums {
  readonly y: Dense
  /** Unit that rounding is measured in: an error of one unit is 2⁻²⁴ of it. */
  readonly magnitude: Dense

  constructor(shape: Shape) {
    this.y = new Dense(shape)
    this.magnitude = new Dense(shape)
  }

  /** Adds a term to one element; its magnitude is larger than |term| where terms cancel inside it. */
  add(index: number, term: number, magnitude = Math.abs(term)): void {
    this.y.data[index] = this.y.at(index) + term
    this.magnitude.data[index] = this.magnitude.at(index) + magnitude
  }
}

/** A tensor that a sample asks for: numbers spread evenly over [low, high), -1 to 1 by default. */
export interface Input {
  shape: Shape
  low?: number
  high?: number
  /** No number comes closer to zero than this: there the op has a kink. */
  keepAway?: number
  /** These numbers, instead of random ones. */
  values?: readonly number[]
  dtype?: DType
}

export const shaped = (...shape: number[]): Input => ({ shape })

/** Something for each of the inputs; a sample may leave the optional ones out. */
export type Named<Required extends string, Optional extends string, T> = {
  readonly [Name in Required]: T
} & { readonly [Name in Optional]?: T }

export interface Sample<Required extends string, Optional extends string, Options> {
  inputs: Named<Required, Optional, Input>
  options: Options
  /** There for kernels that want whole tiles; second derivatives are not tried on it. */
  large?: true
  /** False where only the values are looked at: no gradient flows, or a kink is too near for differences. */
  gradient?: false
}

export interface Misuse<Required extends string, Optional extends string, Options>
  extends Sample<Required, Optional, Options> {
  message: RegExp
}

/** Work of an ideal kernel: multiplications and additions, and each byte once. */
export interface Work {
  flop: number
  bytes: number
}

export interface Lesson {
  title: string
  /** TeX. */
  formula: string
  summary: string
  /** Name of the op's result, if it is not y: a `weight` is shown window by window. */
  result?: string
}

export interface Card<Required extends string, Options, Optional extends string = never> {
  /** The op, with its tensors by name. */
  op(inputs: Named<Required, Optional, Tensor>, options: Options): Tensor
  /** Its forward in float64, in plain loops. There is no reference backward: differences judge it. */
  reference(inputs: Named<Required, Optional, Dense>, options: Options): Sums
  /** The error that the forward may have, in units of 2⁻²⁴ · magnitude. */
  bound: number
  /** The inputs, where a sample has them, that a gradient flows to, and the error that it may have, in the same unit. */
  gradient?: { inputs: readonly (Required | Optional)[]; bound: number }
  /** Multiple of the reference's derivative that the tape gives for each input on purpose. Default: 1. */
  gradientTimes?(inputs: Named<Required, Optional, Dense>, options: Options): number
  /**
   * The magnitude of element `index` of a gradient, where the kernel's terms cancel: the differences
   * show only what is left of them. `cotangent` is u of ⟨u, f(x)⟩.
   */
  cancelling?(
    inputs: Named<Required, Optional, Dense>,
    options: Options,
    about: { input: string; index: number; cotangent: Dense },
  ): number
  /** The same for element `index` of ∂/∂b ⟨v, ∇ₐ⟨u, f⟩⟩; `direction` is v. */
  cancellingSecond?(
    inputs: Named<Required, Optional, Dense>,
    options: Options,
    about: { a: string; b: string; index: number; cotangent: Dense; direction: Dense },
  ): number
  /** The message that a second differentiation gives, where the gradient is one fused kernel. */
  refusesSecond?: RegExp
  samples: readonly Sample<Required, Optional, Options>[]
  errors: readonly Misuse<Required, Optional, Options>[]
  sizes: Readonly<Record<string, Sample<Required, Optional, Options>>>
  work(inputs: Named<Required, Optional, { shape: Shape }>, options: Options): Work
  /** With a sample of its own, where those above are too large to be looked at cell by cell. */
  lesson: Lesson & { sample?: Sample<Required, Optional, Options> }
  /** It writes over an input, so it cannot be run again and again to see what an element depends on. */
  overwrites?: true
}

export type AnyCard = Card<string, unknown>
export type AnySample = Sample<string, never, unknown>

/** For ops without options. */
export type None = Readonly<Record<never, never>>

/** y[i] = f(i) for every element. `magnitude` is |y| unless terms cancel. */
export function elementwise(
  shape: Shape,
  f: (index: number) => number,
  magnitude?: (index: number) => number,
): Sums {
  const result = new Sums(shape)
  for (let i = 0; i < size(shape); i++) result.add(i, f(i), magnitude?.(i))
  return result
}

/** The place of an element on each axis. */
export const placeOf = (index: number, shape: Shape): number[] =>
  shape.map((extent, axis) => Math.floor(index / size(shape.slice(axis + 1))) % extent)

/** The element of x at a place; 0 outside. */
export function valueAt(x: Dense, place: readonly number[]): number {
  const inside = place.every((at, axis) => at >= 0 && at < (x.shape[axis] ?? 1))
  return inside ? x.at(place.reduce((flat, at, axis) => flat * (x.shape[axis] ?? 1) + at, 0)) : 0
}

/** f32 in, f32 out, each once: the bytes of an op whose tensors have these shapes. */
export const bytesOf = (...shapes: readonly Shape[]): number =>
  shapes.reduce((sum, shape) => sum + 4 * size(shape), 0)

/** The work of an op that only copies tensors of these shapes. */
export const copied = (...shapes: readonly Shape[]): Work => ({
  flop: 0,
  bytes: 2 * bytesOf(...shapes),
})
