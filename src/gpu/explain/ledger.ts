// An instrumented copy of a kernel that keeps a ledger: each invocation writes down, in order, every element that it
// reads or writes, in buffers and in workgroup memory, and every barrier that it passes. Only lessons run it.

import { Slice } from '../memory'
import type { Dispatch } from '../trace'
import { stripComments } from '../wgsl'
import { bodiesOf, closing, type Edit, edited, head, lineAt, sizeOf, telling } from './edit'

/** A place in the text where something is read or written, or where all wait. */
export interface Place {
  /** Name of the binding or of the workgroup's array; empty for a barrier. */
  array: string
  access: 'read' | 'write' | 'barrier'
  /** Line of the dispatch's text, from 0. */
  line: number
  /** Numbers at once. */
  count: number
}

export interface Ledger {
  dispatch: Dispatch
  /** The buffer that it writes; see `entriesOf`. */
  log: Slice
  places: readonly Place[]
  /** Entries of an invocation, at most. */
  most: number
  /** Invocations of the whole dispatch, idle ones too. */
  invocations: number
}

export interface Entry {
  place: Place
  index: number
}

/** An entry's low bits. */
const INDEX = 2 ** 24

/**
 * @param most  entries of an invocation
 * @throws Error if the text passes one of its arrays as a pointer: accesses through it cannot be followed
 */
export function ledger(dispatch: Dispatch, most: number): Ledger {
  const { code } = dispatch.text
  const size = sizeOf(dispatch)
  const invocations = size * dispatch.workgroups[0] * dispatch.workgroups[1]
  const bare = stripComments(code)
  const places: Place[] = []
  const edits: Edit[] = []
  for (const array of arraysOf(bare)) {
    if (new RegExp(`(?<!\\barrayLength\\()&${array.name}\\b`).test(bare)) {
      throw new Error(`${array.name} is handed on as a pointer`)
    }
    for (const found of accesses(bare, array)) {
      edits.push(...found.edits(places.length))
      places.push(found.place)
    }
  }
  for (const { index: at } of bare.matchAll(/\bworkgroupBarrier\(/g)) {
    edits.push({ at, text: `_ = ledger_note(${places.length}u, 1u, 0u, 0u); ` })
    places.push({ array: '', access: 'barrier', line: lineAt(bare, at), count: 0 })
  }
  if (places.length >= 2 ** 32 / INDEX) throw new Error(`${places.length} places are too many`)
  edits.push(...head(bare, dispatch.entry.name, size))
  const index = Math.max(...dispatch.shader.module.bindings.map((each) => each.index)) + 1
  const text = `${edited(code, edits)}\n${tail(index, most)}`
  const log = Slice.whole('ledger', 4 * invocations * (most + 1))
  return {
    dispatch: telling(dispatch, { name: 'ledger_log', index, text, slice: log }),
    log,
    places,
    most,
    invocations,
  }
}

/**
 * Entries of each invocation, once the dispatch has run.
 *
 * @throws Error where one had more to write than there was room
 */
export function entriesOf(
  { places, most, invocations }: Ledger,
  log: Uint32Array<ArrayBuffer>,
): Entry[][] {
  return Array.from({ length: invocations }, (_, me) => {
    const from = me * (most + 1)
    const written = log[from] ?? 0
    if (written > most) throw new Error(`an invocation has ${written} entries, room is for ${most}`)
    return Array.from(log.subarray(from + 1, from + 1 + written), (word) => {
      const place = places[Math.floor(word / INDEX)]
      if (!place) throw new Error('the ledger names a place that is none')
      return { place, index: word % INDEX }
    })
  })
}

interface Watched {
  name: string
  /** Numbers in an element. */
  width: number
}

/** All bindings, and the arrays of a workgroup. */
function arraysOf(bare: string): Watched[] {
  const declared = bare.matchAll(
    /\bvar<(?:storage|workgroup)[^>]*> (\w+)\s*:\s*array<(?:vec(\d))?/g,
  )
  return [...declared].map(([, name = '', width = '1']) => ({ name, width: Number(width) }))
}

interface Access {
  place: Place
  edits: (place: number) => Edit[]
}

function accesses(bare: string, { name, width }: Watched): Access[] {
  const bodies = bodiesOf(bare)
  const found: Access[] = []
  for (const { index: at } of bare.matchAll(new RegExp(`(?<![\\w.])${name}\\[`, 'g'))) {
    if (!bodies.some(([from, to]) => at > from && at < to)) continue
    const open = bare.indexOf('[', at)
    const close = closing(bare, open)
    const part = width > 1 ? partAt(bare, close + 1) : undefined
    const after = bare.slice(part?.end ?? close + 1)
    const access = /^\s*[-+*/]?=(?!=)/.test(after) ? 'write' : 'read'
    found.push({
      place: { array: name, access, line: lineAt(bare, at), count: part ? 1 : width },
      edits: (place) => [
        {
          at: open + 1,
          text: `ledger_note(${place}u, ${width}u, ${part?.first ?? 0}u, u32(`,
        },
        { at: close, text: '))' },
        ...(part?.edits ?? []),
      ],
    })
  }
  return found
}

interface Part {
  /** The number of the vector, where the text says which. */
  first: number
  end: number
  edits: Edit[]
}

/** One number of a vector: `.y`, or `[i]`, which adds itself to what was just written down. */
function partAt(bare: string, at: number): Part | undefined {
  const named = /^\.([xyzw])(?!\w)/.exec(bare.slice(at, at + 3))?.[1]
  if (named) return { first: 'xyzw'.indexOf(named), end: at + 2, edits: [] }
  if (bare[at] !== '[') return undefined
  const close = closing(bare, at)
  const edits = [
    { at: at + 1, text: 'ledger_part(u32(' },
    { at: close, text: '))' },
  ]
  return { first: 0, end: close + 1, edits }
}

/** The index is handed through, so that it is computed once. */
const tail = (index: number, most: number): string => `
@group(0) @binding(${index}) var<storage, read_write> ledger_log: array<u32>;
var<private> witness_me: u32;
var<private> ledger_count: u32;

fn ledger_note(place: u32, width: u32, first: u32, index: u32) -> u32 {
  let start = witness_me * ${most + 1}u;
  ledger_count++;
  ledger_log[start] = ledger_count;
  if (ledger_count <= ${most}u) {
    ledger_log[start + ledger_count] = place * ${INDEX}u + min(index, ${INDEX / 4 - 2}u) * width + first;
  }
  return index;
}

fn ledger_part(part: u32) -> u32 {
  if (ledger_count <= ${most}u) { ledger_log[witness_me * ${most + 1}u + ledger_count] += part; }
  return part;
}
`
