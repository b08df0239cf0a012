// Second derivatives, which the gradient penalty of WGAN-GP needs: the tape differentiates its own
// gradient, and the float64 reference is differenced twice.
//
//   s = ⟨v, ∇ₐ⟨u, f⟩⟩ is looked at for each input b: ∂s/∂b is a mixed second difference of ⟨u, f⟩,
//   along v in a and along one element of b.
//
// Both differences take four points, (8(f₊₁ - f₋₁) - (f₊₂ - f₋₂)) / 12h, at h = 2⁻¹⁰. What they leave
// out is of order h⁴ = 1e-12; what float64 rounds is 2⁻⁵³ / h² = 1e-10 of f, far below an f32 rounding
// of f (2⁻²⁴ = 6e-8), but not below zero: it is taken off the error as `noise`.

import { TensorError } from '../autograd/check'
import { gradients } from '../autograd/gradients'
import { empty } from '../autograd/tensor'
import type { Gpu } from '../gpu/device'
import { type TraceOptions, trace } from '../gpu/trace'
import { mul, sum } from '../ops'
import { Dense } from './card'
import {
  type Arrays,
  type Drawn,
  drawSample,
  identify,
  onGpu,
  type Subject,
  symbols,
  type Tensors,
} from './evaluate'
import {
  cotangentOf,
  DIFFERENCES,
  type Expected,
  judge,
  nudged,
  spread,
  type Verdict,
} from './verify'

const H = 2 ** -10
const STENCIL = [
  [1, 8 / 12],
  [-1, -8 / 12],
  [2, -1 / 12],
  [-2, 1 / 12],
] as const

/** Elements of b that are looked at: each costs sixteen references. */
const ELEMENTS = 24

/** Compares ∂/∂b ⟨v, ∇ₐ⟨u, f⟩⟩ with differences of the reference. */
export async function verifySecond(
  gpu: Gpu,
  subject: Subject,
  sample: number,
  { a, b }: { a: string; b: string },
  options: TraceOptions = {},
): Promise<Verdict> {
  const drawn = drawSample(subject, sample)
  const u = cotangentOf(drawn)
  const v = drawn.vector('direction', drawn.inputs[a]?.shape ?? [])
  const { inputs, dtypes } = drawn
  const got = await onGpu(
    gpu,
    { inputs: { ...inputs, u_: u, v_: v }, dtypes },
    (tensors) => secondGradient(drawn, tensors, a, b),
    options,
  )
  const expected = spread(inputs[b], ELEMENTS).map((index) =>
    mixedDifference(drawn, { a, b, index, u, v }),
  )
  const bound = (drawn.card.gradient?.bound ?? 0) + DIFFERENCES
  const shape = inputs[b]?.shape ?? []
  return judge(drawn, { sample, input: `∂²${a}∂${b}`, bound, shape }, got, expected)
}

function secondGradient(drawn: Drawn, { u_: u, v_: v, ...tensors }: Tensors, a: string, b: string) {
  const [inputA, inputB] = [tensors[a], tensors[b]]
  if (!u || !v || !inputA || !inputB) throw new RangeError(`${drawn.name} has no ${a} or ${b}`)
  const y = drawn.card.op(tensors, drawn.options)
  const [first] = gradients(sum(mul(u, y)), [inputA])
  const [second] = gradients(sum(mul(v, first ?? inputA)), [inputB])
  return second ?? inputB
}

interface About {
  a: string
  b: string
  index: number
  u: Dense
  v: Dense
}

/** Each yⱼ is differenced alone and weighted by uⱼ, so that cancelling sums cost nothing here. */
function mixedDifference(drawn: Drawn, about: About): Expected {
  const { index, u, v } = about
  const absolute = new Dense(v.shape, v.data.map(Math.abs))
  const signed = bothDirections(drawn, about)
  // Along |v| the terms of a convolution's second derivative all add up: that is their magnitude.
  const unsigned = bothDirections(drawn, { ...about, v: absolute })
  let value = 0
  let magnitude = cancelledAt(drawn, about)
  let terms = 0
  for (let j = 0; j < u.data.length; j++) {
    value += u.at(j) * signed.at(j)
    terms += Math.abs(u.at(j)) * Math.max(Math.abs(signed.at(j)), Math.abs(unsigned.at(j)))
  }
  magnitude = Math.max(magnitude, terms)
  const { y } = drawn.card.reference(drawn.inputs, drawn.options)
  const noise = (2 ** -50 / (H * H)) * u.data.reduce((sum, w, j) => sum + Math.abs(w * y.at(j)), 0)
  return { index, value, magnitude, noise }
}

/** Magnitude that cancels inside the kernels, as the card says; by default, what the first gradient says. */
function cancelledAt({ card, inputs, options }: Drawn, { a, b, index, u, v }: About): number {
  if (card.cancellingSecond) {
    const about = { a, b, index, cotangent: u, direction: v }
    return card.cancellingSecond(inputs, options, about)
  }
  const first = card.cancelling?.(inputs, options, { input: b, index, cotangent: u })
  return a === b && first ? first * Math.abs(v.at(index)) : 0
}

/** The derivative of every yⱼ along v in a and along one element of b. */
function bothDirections({ card, inputs, options }: Drawn, { a, b, index, u, v }: About): Dense {
  const derivative = new Dense(u.shape)
  for (const [i, weightA] of STENCIL) {
    const alongA = moved(inputs, a, v, i * H)
    for (const [k, weightB] of STENCIL) {
      const { y } = card.reference(nudged(alongA, b, index, k * H), options)
      for (let j = 0; j < y.data.length; j++) {
        derivative.data[j] = derivative.at(j) + (weightA * weightB * y.at(j)) / (H * H)
      }
    }
  }
  return derivative
}

function moved(inputs: Arrays, name: string, direction: Dense, step: number): Arrays {
  const { shape, data } = inputs[name] ?? direction
  const along = data.map((value, i) => value + step * direction.at(i))
  return { ...inputs, [name]: new Dense(shape, along) }
}

/** The message of differentiating twice, for an op that refuses it; undefined where it works. */
export function secondRefusal(subject: Subject, sample: number, a: string): string | undefined {
  const drawn = drawSample(subject, sample)
  const u_ = empty('u', cotangentOf(drawn).shape)
  const v_ = empty('v', drawn.inputs[a]?.shape ?? [])
  try {
    trace({ twice: () => secondGradient(drawn, { ...symbols(drawn), u_, v_ }, a, a) })
  } catch (error) {
    if (error instanceof TensorError) return error.message
    throw error
  }
  return undefined
}

/** The pairs of a sample's inputs (`differentiable` in verifyAll.ts) whose second derivative is verified. */
export function secondPairs(
  subject: Subject,
  inputs: readonly string[],
): { a: string; b: string }[] {
  const names = identify(subject).card.refusesSecond ? [] : inputs
  return names.flatMap((a) => names.map((b) => ({ a, b })))
}
