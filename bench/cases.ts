// What is measured: every op of the catalogue at the sizes on its card, its forward and its gradients,
// and what has no card: optimisers, and noise by the million.

import { gradients } from '../src/autograd/gradients'
import { record } from '../src/autograd/tape'
import { empty, type Tensor, tensor } from '../src/autograd/tensor'
import type { AnyCard, Input, Shape } from '../src/catalogue/card'
import { cardOf, type OpName, opNames } from '../src/catalogue/index'
import type { Gpu } from '../src/gpu/device'
import { Memory, type Slice } from '../src/gpu/memory'
import { free } from '../src/gpu/owning'
import { build, type Captured } from '../src/gpu/program'
import { type Dispatch, type Steps, type TraceOptions, trace } from '../src/gpu/trace'
import { type Built, type Case, MILLION, SETS } from './case'
import { fill } from './fill'
import { optimiserCase, optimisers } from './optimiserCases'

/** All that can be asked for with --op. */
export const benchNames: readonly string[] = [...opNames, ...Object.keys(optimisers)]

/** The rows of an op; none for one that runs no kernel. */
export function casesOf(name: string): Case[] {
  if (name in optimisers) return [optimiserCase(name as keyof typeof optimisers)]
  const op = name as OpName
  const card = cardOf(op)
  const sizes = Object.entries(card.sizes)
  if (op === 'normal') sizes.push([`${MILLION / 2 ** 20} M numbers`, million])
  return sizes
    .flatMap(([size, sample]) => cardCases({ op, card, size, sample }))
    .filter(({ dispatches }) => dispatches > 0)
}

/** The rows of an op at a size of the user's. */
export const casesAt = (op: OpName, sample: Layer['sample']): Case[] =>
  cardCases({ op, card: cardOf(op), size: 'typed', sample })

const million = {
  inputs: { clock: { shape: [4], values: [1, 1, 1, 0], dtype: 'u32' as const } },
  options: { shape: [MILLION] },
}

interface Layer {
  op: OpName
  card: AnyCard
  size: string
  sample: AnyCard['sizes'][string]
}

type Inputs = Record<string, Tensor>

/** Inputs; `u` makes the cotangent when the shape of y is known. */
interface Buffers {
  x: Inputs
  u?: (shape: Shape) => Tensor
}

function cardCases({ op, card, size, sample }: Layer): Case[] {
  const { inputs, options } = sample
  const symbols = Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [name, standing(name, input)]),
  )
  const work = card.work(inputs, options)
  const shapes = Object.fromEntries(
    Object.entries(inputs).map(([name, { shape }]) => [name, shape]),
  )
  const row = (what: string, steps: (on: Buffers) => Steps): Case & { recorded: Dispatch[] } => {
    const record = (options: TraceOptions) => recordLast(steps({ x: symbols }), options)
    const recorded = record({})
    const build = (gpu: Gpu, options?: TraceOptions) => buildSets(gpu, inputs, steps, options)
    return { op, size, what, shapes, work, dispatches: recorded.length, record, build, recorded }
  }
  // A gradient counts as many FLOP as the forward; for sums of products that is what it needs.
  const gradient = (...names: string[]) => {
    const made = row(`∂${names.join(' ∂')}`, (on) => gradientSteps(card, options, names, on))
    return { ...made, work: { flop: work.flop, bytes: bytesOfGradient(made.recorded) } }
  }
  const wanted = (card.gradient?.inputs ?? []).filter((name) => name in inputs)
  const apart = wanted.map((name) => gradient(name))
  const joint = gradient(...wanted)
  // Gradients that share their work, as those of a norm do, are one row.
  const shared = joint.dispatches < apart.reduce((sum, each) => sum + each.dispatches, 0)
  const forward = row('forward', ({ x }) => ({ forward: () => void card.op(x, options) }))
  return [forward, ...(shared ? [joint] : apart)]
}

/** A tensor that was there before, as an input is; it has no numbers yet. */
function standing(name: string, { shape, dtype }: Input): Tensor {
  const made = empty(name, shape, dtype)
  made.slice.place(new Memory(name, made.slice.bytes))
  return made
}

/**
 * The forward as one step, and as another what the tape adds to it for these gradients of ⟨u, y⟩. The
 * gradient of y is u itself, so that nothing but the op's own gradient is measured.
 */
function gradientSteps(
  card: AnyCard,
  options: unknown,
  names: readonly string[],
  { x, u = (shape) => empty('u', shape) }: Buffers,
): Steps {
  let y: Tensor | undefined
  return {
    forward() {
      y = card.op(x, options)
    },
    backward() {
      if (!y) throw new Error('the forward must be recorded before its gradient')
      const cotangent = u(y.shape)
      const loss = record('cotangent', { y }, empty('loss', [1]), () => ({ y: () => cotangent }))
      gradients(
        loss,
        names.flatMap((name) => x[name] ?? []),
      )
    },
  }
}

function recordLast(steps: Steps, options: TraceOptions): Dispatch[] {
  return Object.values(trace(steps, options).dispatches).at(-1) ?? []
}

/** Bytes that a gradient must move: its inputs from outside and its results, each byte once. */
function bytesOfGradient(dispatches: readonly Dispatch[]): number {
  const written = new Set<Slice>()
  const outside = new Set<Slice>()
  const inside = new Set<Slice>()
  for (const { bindings } of dispatches) {
    for (const { binding, slice } of bindings) {
      if (binding.access === 'read_write') written.add(slice)
      else (written.has(slice) ? inside : outside).add(slice)
    }
  }
  const moved = [...outside, ...[...written].filter((slice) => !inside.has(slice))]
  return moved.reduce((sum, { bytes }) => sum + bytes, 0)
}

/**
 * Builds the steps once for each set of inputs. They are traced together, so that what one set writes
 * lies where the other wrote before: replays wait for each other, as the dispatches of a network do.
 */
async function buildSets(
  gpu: Gpu,
  inputs: Readonly<Record<string, Input>>,
  steps: (on: Buffers) => Steps,
  options: TraceOptions = {},
): Promise<Built> {
  const made: Tensor[] = []
  const keep = (tensor: Tensor) => {
    made.push(tensor)
    return tensor
  }
  const all: Record<string, () => unknown> = {}
  const [before, last]: [string[], string[]] = [[], []]
  for (let i = 0; i < SETS; i++) {
    const x = Object.fromEntries(
      Object.entries(inputs).map(([name, input], stream) => {
        return [name, keep(tensor(gpu, fill(input, 10 * i + stream), input.shape, name))]
      }),
    )
    const u = (shape: Shape) => keep(tensor(gpu, fill({ shape }, 10 * i + 9), shape, 'u'))
    const named = Object.entries(steps({ x, u }))
    for (const [at, [name, step]] of named.entries()) {
      all[`${name} ${i}`] = step
      ;(at === named.length - 1 ? last : before).push(`${name} ${i}`)
    }
  }
  const captured: Captured<Steps> = await build(gpu, trace(all, { ...gpu.traits, ...options }))
  const pick = (names: readonly string[]) => names.flatMap((name) => captured.programs[name] ?? [])
  return {
    turns: pick(last),
    before: pick(before),
    destroy() {
      free(captured, made)
    },
  }
}
