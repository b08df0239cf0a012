// Lit parts for the element that is pointed at: the elements that depend on each other, the
// invocations that stored them, and the lines that those ran.

import type { Reading } from './reads'
import type { Look } from './tools'

/** An element of the input with that number, or of the output (-1). */
export interface Element {
  tensor: number
  index: number
}

export const OUTPUT = -1

export interface LitLines {
  /** Number of times that the invocation ran each line of the file. */
  ran: ReadonlyMap<number, number>
  store: number
}

export interface Lit {
  inputs: ReadonlySet<number>[]
  outputs: ReadonlySet<number>
  /** The kernel that stored the element, or all of them; -1 if that is unknown or differs. */
  kernel: number
  invocations: ReadonlySet<number>
  /** Lines for an output that one invocation stored. */
  lines?: LitLines
  /** For an input, by kernel: the lines that read it, and how often. */
  readers: ReadonlyMap<number, LitLines>
}

export function litBy(
  look: Look,
  { tensor, index }: Element,
  readings: readonly Reading[] = [],
): Lit {
  if (tensor === OUTPUT) return window(look, index)
  return { ...readers(look, tensor, index), readers: readersOf(readings, tensor, index) }
}

/** Lit lines in the text of a kernel. */
export function linesIn(lit: Lit | undefined, kernel: number): LitLines | undefined {
  return lit?.readers.get(kernel) ?? (lit?.kernel === kernel ? lit.lines : undefined)
}

function readersOf(readings: readonly Reading[], tensor: number, index: number) {
  const byKernel = new Map<number, { ran: Map<number, number>; store: number }>()
  for (const { kernel, line, input, counts } of readings) {
    const times = counts[index] ?? 0
    if (input !== tensor || times === 0) continue
    const lines = byKernel.get(kernel) ?? { ran: new Map<number, number>(), store: -1 }
    lines.ran.set(line, times)
    byKernel.set(kernel, lines)
  }
  return byKernel
}

/** Inputs of an output element, and the invocation that stored it. */
function window(look: Look, index: number): Lit {
  const { inputs, touches, witness } = look
  const kernel = witness?.kernel[index] ?? -1
  const invocation = witness?.invocation[index] ?? -1
  return {
    inputs: inputs.map(({ values }, i) => {
      const row = touches[i]?.subarray(index * values.length, (index + 1) * values.length)
      return places(row ?? [])
    }),
    outputs: new Set([index]),
    readers: new Map(),
    kernel,
    invocations: new Set(invocation < 0 ? [] : [invocation]),
    ...(invocation >= 0 && { lines: linesOf(look, kernel, invocation, index) }),
  }
}

/** Output elements that depend on an input element, and the invocations that stored them. */
function readers(look: Look, tensor: number, index: number): Omit<Lit, 'readers'> {
  const { inputs, output, touches, witness } = look
  const size = inputs[tensor]?.values.length ?? 0
  const outputs = new Set<number>()
  for (let i = 0; i < output.values.length; i++) {
    if (touches[tensor]?.[i * size + index]) outputs.add(i)
  }
  const kernels = new Set([...outputs].map((i) => witness?.kernel[i] ?? -1))
  const [kernel = -1] = kernels.size === 1 ? kernels : []
  const stored = kernel < 0 ? [] : [...outputs].map((i) => witness?.invocation[i] ?? -1)
  return {
    inputs: inputs.map((_, i) => new Set(i === tensor ? [index] : [])),
    outputs,
    kernel,
    invocations: new Set(stored),
  }
}

function linesOf({ witness }: Look, kernel: number, invocation: number, index: number): LitLines {
  const ran = new Map<number, number>()
  const { lines = [], counts } = witness?.ran[kernel] ?? {}
  for (const [counter, line] of lines.entries()) {
    const times = counts?.[invocation * lines.length + counter] ?? 0
    if (times > 0) ran.set(line, times)
  }
  return { ran, store: witness?.line[index] ?? -1 }
}

const places = (row: ArrayLike<number>): Set<number> =>
  new Set(Array.from(row).flatMap((one, at) => (one ? [at] : [])))
