// The rewriting of WGSL in training: values of module-scope constants are set, and loops marked `// unroll` are
// written out. Nothing else is rewritten: the file on disk is the program that runs. Lessons also run instrumented
// copies (explain/).

import { CONSTANT, evaluate, readConstants, stripComments } from './wgsl'

export type Constants = Readonly<Record<string, number | boolean>>

export interface Specialised {
  code: string
  /** Line of the source (from 0) that each line of `code` came from. */
  lines: number[]
  /** Values of all constants at module scope. */
  constants: ReadonlyMap<string, number>
}

/** Sets `const NAME` declarations (u32, f32, bool) and unrolls the marked loops. */
export function specialise(
  source: string,
  constants: Constants,
  { unroll = true }: { unroll?: boolean } = {},
): Specialised {
  const unknown = new Set(Object.keys(constants))
  const text = source.replace(CONSTANT, (whole, name: string, type: string, value: string) => {
    const set = constants[name]
    if (set === undefined) return whole
    unknown.delete(name)
    return whole.replace(`= ${value};`, `= ${literal(set, type, name)};`)
  })
  if (unknown.size > 0) throw new Error(`no module-scope constant named ${[...unknown].join(', ')}`)

  const lines = text.split('\n').map((line, index): Line => ({ text: line, index }))
  const values = readConstants(stripComments(text))
  const out = unroll ? unrolled(lines, values) : lines
  return {
    code: out.map((line) => line.text).join('\n'),
    lines: out.map((line) => line.index),
    constants: values,
  }
}

interface Line {
  text: string
  index: number
}

const LOOP = /^( *)for \(var (\w+) = (\d+)u; \2 < ([^;]+); \2\+\+\) \{ \/\/ unroll/

function unrolled(lines: readonly Line[], constants: ReadonlyMap<string, number>): Line[] {
  const out: Line[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]
    if (line === undefined) continue
    const [, indent, variable = '', first, bound = ''] = line.text.match(LOOP) ?? []
    if (indent === undefined) {
      out.push(line)
      continue
    }
    const close = lines.findIndex((other, i) => i > at && other.text === `${indent}}`)
    if (close < 0) throw new Error(`line ${line.index + 1}: no closing brace at the loop's indent`)
    const word = new RegExp(`(?<![\\w.])${variable}(?!\\w)`, 'g')
    for (let value = Number(first); value < evaluate(bound, constants); value++) {
      // A copy is a block of its own, so that its `let` names do not meet those of the next.
      const body = lines.slice(at + 1, close).map(({ text, index }) => ({
        text: text.replace(/ \/\/ (?!unroll).*/, '').replace(word, `${value}u`),
        index,
      }))
      out.push({ text: `${indent}{`, index: line.index }, ...unrolled(body, constants))
      out.push({ text: `${indent}}`, index: line.index })
    }
    at = close
  }
  return out
}

function literal(value: number | boolean, type: string, name: string): string {
  if (type === 'bool') return value ? 'true' : 'false'
  const number = Number(value)
  if (type === 'u32') {
    if (Number.isInteger(number) && number >= 0 && number < 2 ** 32) return `${number}u`
    throw new Error(`constant ${name} is a u32, got ${value}`)
  }
  // Beyond f32's range a number would round to Infinity, which WGSL cannot write.
  if (Number.isFinite(Math.fround(number))) return `${Math.fround(number)}f`
  throw new Error(`constant ${name} is an f32, got ${value}`)
}
