// Holds the kernels against the cards: forward against the float64 reference, gradient against central
// differences of that reference. No backward is written twice, so none can be wrong twice.
//
// An error is counted in roundings: r = |got - expected| / (2⁻²⁴ · magnitude). The magnitude of a sum of
// products is Σ|aᵢ·bᵢ|: whatever the order of the sum, its rounding grows with that and not with the
// result, which may cancel. A gradient is such a sum, Σⱼ uⱼ · ∂yⱼ/∂xᵢ, so its magnitude is
// Σⱼ |uⱼ · ∂yⱼ/∂xᵢ|, from the same differences; a card adds what a kernel cancels inside. The n terms of
// a sum could cost n roundings; in these kernels, with terms of both signs, they cost less than 3,
// and a card's bound (8 for sums) leaves room for another order. An error of 1 % is 10⁵ roundings.

import { TensorError } from '../autograd/check'
import { gradients } from '../autograd/gradients'
import { empty, type Tensor } from '../autograd/tensor'
import type { Gpu } from '../gpu/device'
import { type TraceOptions, trace } from '../gpu/trace'
import { mul, sum } from '../ops'
import { Dense, type Shape } from './card'
import {
  type Arrays,
  type Drawn,
  drawSample,
  identify,
  onGpu,
  type Subject,
  type Tensors,
} from './evaluate'

export interface Verdict {
  op: string
  sample: number
  /** Tensor that was compared: `y`, `∂x`, `∂²x∂weight`. */
  input: string
  /** The largest r. */
  error: number
  bound: number
  ok: boolean
  worst: { index: number; got: number; expected: number }
  /** Shape of that tensor. */
  shape: Shape
}

/** Expected value of an element, and the magnitude of its terms. */
export interface Expected {
  index: number
  value: number
  magnitude: number
  /** Error of the expected value itself. */
  noise?: number
}

/** Step of the differences in units of the input's range: good to 1e-10, far below f32's 6e-8. */
const STEP = 1e-5

/** The differences' own error, in roundings. */
export const DIFFERENCES = 0.01

/** Elements of an input that are differentiated; of a larger one, this many spread evenly. */
const ELEMENTS = 128

/** Compares the op's result with the card's reference. */
export async function verifyForward(
  gpu: Gpu,
  subject: Subject,
  sample: number,
  options: TraceOptions = {},
): Promise<Verdict> {
  const drawn = drawSample(subject, sample)
  const { y, magnitude } = drawn.card.reference(drawn.inputs, drawn.options)
  const got = await onGpu(gpu, drawn, (tensors) => drawn.card.op(tensors, drawn.options), options)
  const expected = Array.from(y.data, (value, index) => {
    return { index, value, magnitude: magnitude.at(index) }
  })
  const about = { sample, input: 'y', bound: drawn.card.bound, shape: y.shape }
  return judge(drawn, about, got, expected)
}

/** Compares the tape's gradient of ⟨u, f(x)⟩ with central differences of the reference. */
export async function verifyGradient(
  gpu: Gpu,
  subject: Subject,
  sample: number,
  input: string,
  options: TraceOptions = {},
): Promise<Verdict> {
  const drawn = drawSample(subject, sample)
  const cotangent = cotangentOf(drawn)
  const got = await gradientOnGpu(gpu, drawn, { input, cotangent }, options)
  const expected = spread(drawn.inputs[input], ELEMENTS).map((index) =>
    difference(drawn, { input, index, cotangent }),
  )
  const bound = (drawn.card.gradient?.bound ?? 0) + DIFFERENCES
  const shape = drawn.inputs[input]?.shape ?? []
  return judge(drawn, { sample, input: `∂${input}`, bound, shape }, got, expected)
}

/** The gradient of ⟨u, f(x)⟩ with respect to one input, as the tape and the kernels compute it. */
export function gradientOnGpu(
  gpu: Gpu,
  drawn: Drawn,
  { input, cotangent }: { input: string; cotangent: Dense },
  options: TraceOptions = {},
): Promise<Float32Array> {
  const all = { inputs: { ...drawn.inputs, [U]: cotangent }, dtypes: drawn.dtypes }
  return onGpu(gpu, all, (tensors) => gradientStep(drawn, input, tensors), options)
}

/** Records that gradient; u is among the tensors. */
export function gradientStep(drawn: Drawn, input: string, { [U]: u, ...tensors }: Tensors): Tensor {
  const x = tensors[input]
  if (!u || !x) throw new RangeError(`${drawn.name} has no input ${input}`)
  const [gradient] = gradients(sum(mul(u, drawn.card.op(tensors, drawn.options))), [x])
  return gradient ?? x
}

/** Name of u among an op's inputs. */
export const U = 'u_'

/** Each misuse on the card must give its message; returns what did not. Needs no GPU. */
export function verifyErrors(subject: Subject): string[] {
  const { name, card } = identify(subject)
  return card.errors.flatMap(({ inputs, options, message }, index) => {
    const tensors = Object.fromEntries(
      Object.entries(inputs).map(([key, { shape, dtype }]) => [key, empty(key, shape, dtype)]),
    )
    try {
      trace({ misuse: () => card.op(tensors, options) })
    } catch (error) {
      if (error instanceof TensorError && message.test(error.message)) return []
      return [`${name} misuse ${index}: expected ${message}, got: ${error}`]
    }
    return [`${name} misuse ${index}: expected ${message}, but nothing was thrown`]
  })
}

/** u, in the shape of y. Never all ones: the sum of a batch norm, say, does not depend on x. */
export function cotangentOf({ card, inputs, options, vector }: Drawn): Dense {
  return vector('cotangent', card.reference(inputs, options).y.shape)
}

/** Central difference of ⟨u, f⟩ in one element, term by term, so that the magnitude is known too. */
function difference(
  { card, inputs, options }: Drawn,
  about: { input: string; index: number; cotangent: Dense },
): Expected {
  const { input, index, cotangent } = about
  const step = STEP * Math.min(1, halfRange(inputs[input]))
  const up = card.reference(nudged(inputs, input, index, step), options).y
  const down = card.reference(nudged(inputs, input, index, -step), options).y
  const times = card.gradientTimes?.(inputs, options) ?? 1
  let value = 0
  let magnitude = card.cancelling?.(inputs, options, about) ?? 0
  let terms = 0
  let noise = 0
  for (let j = 0; j < up.data.length; j++) {
    const u = times * cotangent.at(j)
    const term = (u * (up.at(j) - down.at(j))) / (2 * step)
    value += term
    terms += Math.abs(term)
    // What the reference rounds: a few units of float64 in each of two values, which step divides.
    noise = Math.max(noise, (2 ** -51 * Math.abs(u * up.at(j))) / step)
  }
  magnitude = Math.max(magnitude, terms)
  return { index, value, magnitude, noise }
}

/** Half of the range that the values of an array span: about 1 for most samples. */
function halfRange(x: Dense | undefined): number {
  if (!x || x.data.length < 2) return 1
  return (x.data.reduce((a, b) => Math.max(a, b)) - x.data.reduce((a, b) => Math.min(a, b))) / 2
}

/** The inputs with one element of one of them moved. */
export function nudged(inputs: Arrays, input: string, index: number, step: number): Arrays {
  const { shape = [], data = [] } = inputs[input] ?? {}
  const moved = new Dense(shape, Float64Array.from(data))
  moved.data[index] = moved.at(index) + step
  return { ...inputs, [input]: moved }
}

/** The indices of at most `most` elements, spread evenly over the array. */
export function spread(x: Dense | undefined, most: number): number[] {
  const length = x?.data.length ?? 0
  const count = Math.min(length, most)
  return Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * length) / count))
}

/** Below f32's smallest normal number, adapters may flush to zero. */
const TINY = 2 ** -126

export function judge(
  { name }: { name: string },
  { sample, input, bound, shape }: Pick<Verdict, 'sample' | 'input' | 'bound' | 'shape'>,
  got: Float32Array,
  expected: readonly Expected[],
): Verdict {
  let error = 0
  let worst = { index: 0, got: got[0] ?? Number.NaN, expected: expected[0]?.value ?? Number.NaN }
  for (const { index, value, magnitude, noise = 0 } of expected) {
    const found = got[index] ?? Number.NaN
    const off = Math.abs(found - value)
    // Not a number, or an infinity: as wrong as can be, in a number that JSON can carry.
    const r = off <= noise + TINY ? 0 : (off - noise) / (2 ** -24 * magnitude)
    const counted = Number.isFinite(r) ? r : Number.MAX_VALUE
    if (counted <= error) continue
    error = counted
    worst = { index, got: found, expected: value }
  }
  return { op: name, sample, input, error, bound, ok: error <= bound, worst, shape }
}
