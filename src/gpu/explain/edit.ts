// Editing of a kernel's text, for instrumented copies (ledger.ts, witness.ts): finds functions, brackets and
// the entry point, and inserts code. It reads the subset of WGSL that `shaders/` is written in, without comments.

import type { Slice } from '../memory'
import type { Dispatch } from '../trace'
import { type Binding, evaluate } from '../wgsl'

export interface Edit {
  at: number
  text: string
}

export function edited(code: string, edits: readonly Edit[]): string {
  let out = ''
  let from = 0
  // Two edits at one offset keep their order.
  for (const { at, text } of edits.toSorted((a, b) => a.at - b.at)) {
    out += code.slice(from, at) + text
    from = at
  }
  return out + code.slice(from)
}

export const lineAt = (code: string, at: number): number => code.slice(0, at).split('\n').length - 1

export type Range = readonly [from: number, to: number]

/** The insides of all functions. */
export function bodiesOf(bare: string): Range[] {
  return [...bare.matchAll(/\bfn \w+\s*\(/g)].map(({ index }) => {
    const open = bare.indexOf('{', closing(bare, bare.indexOf('(', index)))
    return [open + 1, closing(bare, open)]
  })
}

const PAIRS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/** Offset of the bracket that closes the one at `open`. */
export function closing(bare: string, open: number): number {
  const [one = '', other] = [bare[open], PAIRS[bare[open] ?? '']]
  let depth = 0
  for (let at = open; at < bare.length; at++) {
    if (bare[at] === one) depth++
    if (bare[at] === other && --depth === 0) return at
  }
  throw new Error(`a ${one} is never closed`)
}

/** Numbers in an element of a binding's array. */
export const width = ({ type }: Binding): number => Number(/^array<vec(\d)/.exec(type)?.[1] ?? 1)

/** Numbers the invocation in the entry point, from builtins that it has or that are added. */
export function head(bare: string, entry: string, size: number): Edit[] {
  const start = bare.search(new RegExp(`\\bfn ${entry}\\s*\\(`))
  const open = bare.indexOf('(', start)
  const close = closing(bare, open)
  const has = new Map(
    [...bare.slice(open, close).matchAll(/@builtin\((\w+)\)\s*(\w+)/g)].map(([, builtin, name]) => [
      builtin,
      name,
    ]),
  )
  const wanted = {
    workgroup_id: 'vec3u',
    num_workgroups: 'vec3u',
    local_invocation_index: 'u32',
  }
  let added = ''
  for (const [builtin, type] of Object.entries(wanted)) {
    if (has.has(builtin)) continue
    has.set(builtin, `witness_${builtin}`)
    added += `@builtin(${builtin}) witness_${builtin}: ${type}, `
  }
  const [group, groups, lane] = Object.keys(wanted).map((builtin) => has.get(builtin))
  const me = `(${group}.y * ${groups}.x + ${group}.x) * ${size}u + ${lane}`
  const brace = bare.indexOf('{', close)
  return [
    { at: open + 1, text: added },
    { at: brace + 1, text: ` witness_me = ${me};` },
  ]
}

export const sizeOf = ({ entry, text }: Dispatch): number =>
  entry.workgroupSize.reduce((all, one) => all * evaluate(one, text.constants), 1)

/** The dispatch with an edited text, and a buffer of u32 that the text writes to. */
export function telling(
  dispatch: Dispatch,
  { name, index, text, slice }: { name: string; index: number; text: string; slice: Slice },
): Dispatch {
  const { entry, bindings } = dispatch
  const binding: Binding = { name, index, access: 'read_write', type: 'array<u32>' }
  return {
    ...dispatch,
    entry: { ...entry, bindings: [...entry.bindings, binding] },
    text: { ...dispatch.text, code: text, lines: text.split('\n').map((_, i) => i) },
    bindings: [...bindings, { binding, slice, shape: undefined }],
  }
}
