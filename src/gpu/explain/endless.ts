// An instrumented copy of a kernel whose loops all end: each counts its turns, and is left after so many that it hardly
// ends by itself. A GPU that computes on a CPU could not be stopped otherwise.

import { Slice } from '../memory'
import type { Dispatch } from '../trace'
import { stripComments } from '../wgsl'
import { bodiesOf, closing, type Edit, edited, lineAt, telling } from './edit'

/** Turns after which a loop is taken for one without an end. */
const MOST = 2 ** 18
/** The same of a loop with a barrier, where each turn takes a CPU long. */
const MOST_SHARED = 2 ** 13

export interface Bounded {
  dispatch: Dispatch
  /** One number: a line of the kernel, from 1, with a loop that was left early; 0 where there is none. */
  log: Slice
}

/** The copy; undefined for a kernel without loops. */
export function bounded(dispatch: Dispatch): Bounded | undefined {
  const { code, lines } = dispatch.text
  const bare = stripComments(code)
  const waiting = barriersIn(bare)
  const edits: Edit[] = []
  for (const { index: at, 0: word } of bare.matchAll(/\b(?:for|while|loop)\b(?=\s*[({])/g)) {
    const open = openingOf(bare, at + word.length)
    const line = lineAt(bare, at)
    const turns = `endless_${at}`
    // All invocations that wait for each other leave a loop in the same turn.
    const isShared = waiting(bare.slice(open, closing(bare, open)))
    const over = isShared ? `${turns} > ${MOST_SHARED}u` : `${turns} > ${MOST}u || endless_over()`
    edits.push(
      { at, text: `var ${turns} = 0u; ` },
      {
        at: open + 1,
        text: ` ${turns}++; if (${over}) { endless_note(${(lines[line] ?? line) + 1}u); break; }`,
      },
    )
  }
  if (edits.length === 0) return undefined
  const index = Math.max(...dispatch.shader.module.bindings.map((each) => each.index)) + 1
  const text = `${edited(code, edits)}\n${tail(index)}`
  const log = Slice.whole('endless', 4)
  return { dispatch: telling(dispatch, { name: 'endless_log', index, text, slice: log }), log }
}

/** Offset of a loop's opening brace, after its keyword. */
function openingOf(bare: string, after: number): number {
  const next = after + bare.slice(after).search(/\S/)
  return bare.indexOf('{', bare[next] === '(' ? closing(bare, next) : next)
}

/** Does a text wait at a barrier, itself or in a function that it calls? */
function barriersIn(bare: string): (text: string) => boolean {
  const names = [...bare.matchAll(/\bfn (\w+)\s*\(/g)].map(([, name = '']) => name)
  const bodies = bodiesOf(bare).map(([from, to]) => bare.slice(from, to))
  const waits = new Set(['workgroupBarrier', 'storageBarrier', 'workgroupUniformLoad'])
  const test = (text: string) => [...waits].some((name) => new RegExp(`\\b${name}\\(`).test(text))
  for (let before = 0; before < waits.size; ) {
    before = waits.size
    for (const [i, body] of bodies.entries()) if (test(body)) waits.add(names[i] ?? '')
  }
  return test
}

const tail = (index: number): string => `
@group(0) @binding(${index}) var<storage, read_write> endless_log: array<atomic<u32>>;

fn endless_note(line: u32) { atomicMax(&endless_log[0], line); }

fn endless_over() -> bool { return atomicLoad(&endless_log[0]) > 0u; }
`
