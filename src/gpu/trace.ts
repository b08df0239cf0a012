// Runs a step's TypeScript once and writes down the dispatches it asks for. Nothing touches the GPU
// here: a trace can be counted, planned and printed on a machine that has none.

import type { Choice, Choices, Problem } from './choice'
import type { Traits } from './device'
import { type Bound, type Slice, VECTOR } from './memory'
import { type DispatchOptions, type OwnShader, ownDispatch } from './own'
import type { Shader } from './shader'
import type { Specialised } from './specialise'
import { type Binding, type EntryPoint, evaluate, inVectors } from './wgsl'

export type { DispatchOptions }

export interface BoundSlice {
  binding: Binding
  slice: Slice
  /** Shape of the tensor that was bound, if it was one. */
  shape: readonly number[] | undefined
}

export interface Dispatch {
  /** The part of its step that it belongs to, if the step names its parts. */
  stage: string | undefined
  /** The op that it computes, or the gradient of one. */
  op: string | undefined
  /** Is left out if nothing reads its result. */
  optional: boolean
  shader: Shader
  entry: EntryPoint
  text: Specialised
  bindings: BoundSlice[]
  workgroups: [number, number]
}

/** The adapter's traits, and choices. Without traits a step runs on every adapter. */
export interface TraceOptions extends Traits {
  /** `plain` takes the teaching kernel wherever a fast one would run. */
  kernels?: 'fast' | 'plain'
  /** Measured choices, by the keys of problems; the rules decide on all others. */
  table?: Choices
  /** A choice for each problem that it can solve, before table and rules. */
  prefer?: Choice
  /** A kernel of the user's in place of one of the files. */
  own?: OwnShader
  /** Tensors that a gradient needs are kept as halves between forward and backward (src/ops/half.ts). */
  halfActivations?: boolean
  /** Write out the loops marked `// unroll` (default), or leave them rolled. */
  unroll?: boolean
}

export type Steps = Readonly<Record<string, () => unknown>>

export interface Trace<S extends Steps = Steps> {
  /** The dispatches of each step, in order. */
  dispatches: { [Name in keyof S]: Dispatch[] }
  /** The problems that each step solved by a kernel of several, in order; one may come again. */
  problems: { [Name in keyof S]: Problem[] }
  /** Result of each step. Slices found in it are kept after the program has run. */
  results: { [Name in keyof S]: ReturnType<S[Name]> }
}

/** WebGPU allows no more workgroups than this along one dimension; longer grids are folded. */
const MAX_WORKGROUPS = 65535

interface Recorder {
  dispatches: Dispatch[]
  problems: Problem[]
  /** Dispatches of the steps before it. */
  earlier: readonly Dispatch[]
  stage: string | undefined
  op: string | undefined
  options: TraceOptions
}

let recorder: Recorder | undefined

/** `D on real and fake / conv2d / conv.wgsl convolve`: stage, op, file and entry point. */
export function labelOf({ stage, op, shader, entry }: Dispatch): string {
  return [stage, op, `${shader.name} ${entry.name}`].filter(Boolean).join(' / ')
}

/** Is a step being traced, and with which options? */
export function tracing(): TraceOptions | undefined {
  return recorder?.options
}

/** Dispatches so far of the step that is being traced. */
export function recorded(): readonly Dispatch[] {
  return recorder?.dispatches ?? []
}

/** Runs each step once, in order, and returns the dispatches that they recorded. */
export function trace<S extends Steps>(steps: S, options: TraceOptions = {}): Trace<S> {
  if (recorder) throw new Error('trace: a step cannot trace another step')
  const dispatches: Record<string, Dispatch[]> = {}
  const problems: Record<string, Problem[]> = {}
  const results: Record<string, unknown> = {}
  for (const [name, step] of Object.entries(steps)) {
    const earlier = Object.values(dispatches).flat()
    const context = { stage: undefined, op: undefined, options }
    recorder = { dispatches: [], problems: [], earlier, ...context }
    try {
      results[name] = step()
    } finally {
      dispatches[name] = recorder.dispatches
      problems[name] = recorder.problems
      recorder = undefined
    }
    if (results[name] instanceof Promise) {
      throw new Error(
        `trace: step ${name} returned a promise. A step only records: make it synchronous`,
      )
    }
  }
  return { dispatches: withoutUnread(dispatches), problems, results } as Trace<S>
}

function withoutUnread(steps: Record<string, Dispatch[]>): Record<string, Dispatch[]> {
  const read = new Set<Slice>()
  const isRead = ({ binding }: Dispatch['bindings'][number]) => binding.access !== 'read_write'
  for (const { bindings } of Object.values(steps).flat()) {
    for (const { slice } of bindings.filter(isRead)) read.add(slice.root)
  }
  const isNeeded = ({ optional, bindings }: Dispatch) =>
    !optional || bindings.some((each) => !isRead(each) && read.has(each.slice.root))
  return Object.fromEntries(
    Object.entries(steps).map(([name, all]) => [name, all.filter(isNeeded)]),
  )
}

/** Names the part of the step that the dispatches to come belong to, up to the next name or its end. */
export function stage(name: string): void {
  if (!recorder || recorder.stage === name) return
  if (recorder.dispatches.some((earlier) => earlier.stage === name)) {
    throw new Error(`stage: the part "${name}" of the step has ended. Give this one another name`)
  }
  recorder.stage = name
}

/** Runs `work`; the dispatches that it records belong to this op. */
export function inOp<T>(op: string, work: () => T): T {
  const before = recorder?.op
  if (recorder) recorder.op = op
  try {
    return work()
  } finally {
    if (recorder) recorder.op = before
  }
}

/** Says that the last dispatches, as far as they lead from the inputs to the outputs, belong to this op. */
export function nameOp(op: string, inputs: readonly Bound[], outputs: readonly Bound[]): void {
  const given = new Set(inputs.map(({ slice }) => slice.root))
  const made = new Set(outputs.map(({ slice }) => slice.root).filter((root) => !given.has(root)))
  const dispatches = recorder?.dispatches ?? []
  for (let at = dispatches.length - 1; at >= 0; at--) {
    const each = dispatches[at]
    if (!each || each.op !== undefined) return
    const writes = each.bindings.filter(({ binding }) => binding.access === 'read_write')
    if (!writes.some(({ slice }) => made.has(slice.root))) continue
    each.op = op
    for (const { slice } of each.bindings) if (!given.has(slice.root)) made.add(slice.root)
  }
}

/** Notes a problem that the step solves, for the tuner. */
export function note(problem: Problem): void {
  recorder?.problems.push(problem)
}

/**
 * Slices that a recorded dispatch reads while it writes another of them: they cannot lie
 * in one buffer. A slice stands for all parts of its root.
 */
export function entangled(slices: readonly Slice[]): Set<Slice> {
  const roots = new Set(slices.map(({ root }) => root))
  const found = new Set<Slice>()
  const { earlier = [], dispatches = [] } = recorder ?? {}
  for (const { bindings } of [...earlier, ...dispatches]) {
    const among = bindings.filter(({ slice }) => roots.has(slice.root))
    const writes = among.some(({ binding }) => binding.access === 'read_write')
    for (const { binding, slice } of among) {
      if (writes && binding.access !== 'read_write') found.add(slice.root)
    }
  }
  return found
}

/**
 * Roots that a recorded dispatch writes in whole vectors, past their end: in a flat buffer
 * it would leave numbers between them and the next, which an optimiser would read.
 */
export function overflowing(roots: readonly Slice[]): Set<Slice> {
  const found = new Set<Slice>()
  const { earlier = [], dispatches = [] } = recorder ?? {}
  for (const { bindings } of [...earlier, ...dispatches]) {
    for (const { binding, slice } of bindings) {
      if (slice.bytes % VECTOR === 0 || binding.access !== 'read_write') continue
      if (inVectors(binding) && roots.includes(slice.root)) found.add(slice.root)
    }
  }
  return found
}

/** Appends one dispatch to the step that is being traced. */
export function dispatch(file: Shader, entryName: string, given: DispatchOptions): void {
  if (!recorder) {
    const label = `${file.name} ${entryName}`
    throw new Error(`${label}: no step is being recorded. Call it inside run() or capture()`)
  }
  const { own } = recorder.options
  const owned = own && ownDispatch(own, file, entryName, given)
  const { shader, options } = owned ?? { shader: file, options: given }
  const { constants = {}, bindings, invocations, optional = false } = options
  const label = `${shader.name} ${entryName}`
  const entry = shader.entry(entryName)
  const wanted = entry.bindings.map(({ name }) => name)
  if (wanted.length !== Object.keys(bindings).length || !wanted.every((name) => name in bindings)) {
    throw new Error(`${label}: binds ${wanted.join(', ')}; got ${Object.keys(bindings).join(', ')}`)
  }
  const text = shader.specialise(constants, recorder.options.unroll)
  const [workgroup = '1'] = entry.workgroupSize
  const groups = Math.max(1, Math.ceil(invocations / evaluate(workgroup, text.constants)))
  const rows = Math.ceil(groups / MAX_WORKGROUPS)
  recorder.dispatches.push({
    stage: recorder.stage,
    op: recorder.op,
    optional,
    shader,
    entry,
    text,
    bindings: entry.bindings.map((binding) => {
      const bound = bindings[binding.name]
      if (!bound) throw new Error(`${label}: ${binding.name} is missing`)
      // Small integers, read as floats, are denormal: some adapters would make zeros of them.
      if (/^array<(f32|vec4f)/.test(binding.type) && (bound.dtype ?? 'f32') !== 'f32') {
        throw new Error(`${label}: ${binding.name} must be f32, but is ${bound.dtype}`)
      }
      if (binding.access !== 'read' && bound.slice.root.value !== undefined) {
        throw new Error(`${label}: ${binding.name} is a constant and cannot be overwritten`)
      }
      return { binding, slice: bound.slice, shape: bound.shape }
    }),
    workgroups: [Math.ceil(groups / rows), rows],
  })
}
