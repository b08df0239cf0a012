// An instrumented copy of a kernel that records which invocation stored each element of its result, at
// which line, and how often that invocation ran each line. Only lessons run it.
//
// Nothing is left out of the copy. A call stands before each statement that begins a line, and another
// before each store; both write to a buffer that the kernel does not have.

import { Slice } from '../memory'
import type { Dispatch } from '../trace'
import { type Binding, stripComments } from '../wgsl'
import {
  bodiesOf,
  closing,
  type Edit,
  edited,
  head,
  lineAt,
  type Range,
  sizeOf,
  telling,
  width,
} from './edit'

export interface Witnessed {
  dispatch: Dispatch
  /** The buffer that it writes; see `testimony`. */
  marks: Slice
  /** Invocations of the whole dispatch, idle ones too. */
  invocations: number
  /** Elements of the binding that is watched. */
  elements: number
  /** The line (from 0) of the dispatch's text that each counter stands for. */
  lines: readonly number[]
}

/**
 * @param dispatch  of a text whose loops are not written out
 * @param binding   what it writes
 * @throws Error if the text stores through a pointer: such stores cannot be followed
 */
export function witness(dispatch: Dispatch, binding: Binding, { bytes }: Slice): Witnessed {
  const { code } = dispatch.text
  const size = sizeOf(dispatch)
  const invocations = size * dispatch.workgroups[0] * dispatch.workgroups[1]
  const elements = bytes / 4
  const bare = stripComments(code)
  if (new RegExp(`&${binding.name}\\b(?!\\))`).test(bare)) {
    throw new Error(`${binding.name} is stored through a pointer`)
  }
  const edits: Edit[] = []
  const bodies = bodiesOf(bare)
  const lines: number[] = []
  for (const at of statements(bare, bodies)) {
    edits.push({ at, text: `witness_ran(${lines.length}u); ` })
    lines.push(lineAt(bare, at))
  }
  for (const store of stores(bare, bodies, binding)) {
    const { at, index, first, count } = store
    const element = `u32(${index}) * ${width(binding)}u + ${first}u`
    edits.push({ at, text: `witness_wrote(${lineAt(bare, at)}u, ${element}, ${count}u); ` })
  }
  edits.push(...head(bare, dispatch.entry.name, size))
  const index = Math.max(...dispatch.shader.module.bindings.map((each) => each.index)) + 1
  const text = `${edited(code, edits)}\n${tail({ index, elements, counters: lines.length })}`
  const marks = Slice.whole('marks', 4 * (3 * elements + invocations * lines.length))
  return {
    dispatch: telling(dispatch, { name: 'witness_marks', index, text, slice: marks }),
    marks,
    invocations,
    elements,
    lines,
  }
}

export interface Testimony {
  /** Invocation that stored each element, workgroup by workgroup; -1 for none, or for several. */
  invocation: Int32Array<ArrayBuffer>
  /** Line of the store, from 0. */
  line: Int32Array<ArrayBuffer>
  /** Count of the times that each invocation ran each line: `[invocation · counters + counter]`. */
  ran: Uint32Array<ArrayBuffer>
}

/** The marks in a readable form, once the dispatch has run. */
export function testimony({ elements }: Witnessed, marks: Uint32Array<ArrayBuffer>): Testimony {
  const invocation = new Int32Array(elements).fill(-1)
  const line = new Int32Array(elements).fill(-1)
  for (let i = 0; i < elements; i++) {
    const [last = 0, first = 0, at = 0] = marks.subarray(3 * i, 3 * i + 3)
    if (last === 0 || last - 1 !== 0xffffffff - first) continue
    invocation[i] = last - 1
    line[i] = at - 1
  }
  return { invocation, line, ran: marks.slice(3 * elements) }
}

/** Offsets of the statements that begin a line. */
function statements(bare: string, bodies: readonly Range[]): number[] {
  const found: number[] = []
  for (const [from, to] of bodies) {
    let before = '{'
    let depth = 0
    let fresh = false
    for (let at = from; at < to; at++) {
      const one = bare[at] ?? ''
      if (one === '\n') fresh = true
      if (one.trim() === '') continue
      const begins = fresh && depth === 0 && ';{}'.includes(before) && one !== '}'
      if (begins && !/^(else|case|default)\b/.test(bare.slice(at, at + 8))) found.push(at)
      fresh = false
      if (one === '(' || one === '[') depth++
      if (one === ')' || one === ']') depth--
      before = one
    }
  }
  return found
}

interface Store extends Edit {
  index: string
  /** The numbers of the vector that are stored. */
  first: number
  count: number
}

function stores(bare: string, bodies: readonly Range[], binding: Binding): Store[] {
  const found: Store[] = []
  for (const { index: at } of bare.matchAll(new RegExp(`(?<![\\w.])${binding.name}\\[`, 'g'))) {
    if (!bodies.some(([from, to]) => at > from && at < to)) continue
    const open = bare.indexOf('[', at)
    const close = closing(bare, open)
    const after = /^(?:\.([xyzw]))?\s*(?:[-+*/]?=)(?!=)/.exec(bare.slice(close + 1, close + 20))
    if (!after) continue
    const part = after[1]
    const [first, count] = part ? ['xyzw'.indexOf(part), 1] : [0, width(binding)]
    found.push({ at, text: '', index: bare.slice(open + 1, close), first, count })
  }
  return found
}

interface Sizes {
  index: number
  elements: number
  counters: number
}

/** The largest and, turned round, the smallest who stored an element: one where they agree. */
const tail = ({ index, elements, counters }: Sizes): string => `
@group(0) @binding(${index}) var<storage, read_write> witness_marks: array<atomic<u32>>;
var<private> witness_me: u32;

fn witness_ran(counter: u32) {
  atomicAdd(&witness_marks[${3 * elements}u + witness_me * ${counters}u + counter], 1u);
}

fn witness_wrote(line: u32, first: u32, count: u32) {
  for (var i = first; i < min(first + count, ${elements}u); i++) {
    atomicMax(&witness_marks[3u * i], witness_me + 1u);
    atomicMax(&witness_marks[3u * i + 1u], 0xffffffffu - witness_me);
    atomicMax(&witness_marks[3u * i + 2u], line + 1u);
  }
}
`
