// Turns of a kernel's loops, read from its WGSL. A lane makes them one after the other; where few workgroups run,
// their latency is the kernel's time.

import type { Dispatch } from '../../src/gpu/trace'
import { evaluate, stripComments } from '../../src/gpu/wgsl'

const TOKEN =
  /\bfor \(var \w+ = [^;]+; \w+ < (?<bound>[^;]+); \w+(?:\+\+| \+= (?<step>\w+))\) \{|\b(?:loop|while|for)\b|(?<open>\{)|(?<close>\})|\bconst (?<name>\w+) = (?<value>[^;]+);|(?<call>\b\w+)\(/g

/**
 * Turns of a dispatch's longest lane: nested loops multiply, successive loops add up. Undefined if a bound is known
 * only at run time.
 */
export function turnsOf(dispatch: Dispatch): number | undefined {
  try {
    return counted(dispatch)
  } catch {
    return undefined
  }
}

function counted({ shader, entry, text, bindings }: Dispatch): number {
  const functions = functionsOf(stripComments(text.code))
  const sizes = new Map(
    bindings.map(({ binding, slice }) => [binding.name, slice.bytes / bytesOf(binding.type)]),
  )
  const bodyOf = (name: string, constants: ReadonlyMap<string, number>): number => {
    const known = new Map(constants)
    /** Turns so far of each block that is open, and how often it runs. */
    const open = [{ turns: 0, times: 1 }]
    const add = (turns: number) => {
      const top = open.at(-1)
      if (top) top.turns += turns
    }
    for (const { 0: token, groups = {} } of (functions.get(name) ?? '').matchAll(TOKEN)) {
      const { bound, step, value, call } = groups
      if (bound !== undefined) {
        const last = numberOf(bound, known, sizes)
        open.push({
          turns: 0,
          times: Math.ceil(last / (step === undefined ? 1 : numberOf(step, known, sizes))),
        })
      } else if (groups['open']) open.push({ turns: 0, times: 0 })
      else if (groups['close']) {
        const { turns = 0, times = 0 } = open.pop() ?? {}
        add(times === 0 ? turns : times * Math.max(1, turns))
      } else if (value !== undefined) {
        known.set(groups['name'] ?? '', numberOf(value, known, sizes))
      } else if (call !== undefined) {
        if (functions.has(call) && call !== name) add(bodyOf(call, constants))
      } else throw new Error(`${shader.name} ${entry.name}: cannot count the turns of "${token}"`)
    }
    return open[0]?.turns ?? 0
  }
  return bodyOf(entry.name, text.constants)
}

/** Bodies of functions, by name. */
const functionsOf = (code: string): Map<string, string> =>
  new Map(
    code
      .split(/^fn /m)
      .slice(1)
      .map((text) => [text.slice(0, text.indexOf('(')), text.slice(text.indexOf('{'))]),
  )

function numberOf(
  expression: string,
  constants: ReadonlyMap<string, number>,
  sizes: ReadonlyMap<string, number>,
): number {
  const plain = expression
    .replace(/arrayLength\(&(\w+)\)/g, (_, name: string) => String(sizes.get(name)))
    .replace(/\b(\d+)u\b/g, '$1')
  return evaluate(plain, constants)
}

const BYTES: Readonly<Record<string, number>> = { vec2f: 8, vec4f: 16, vec4u: 16 }

/** Bytes of an element. */
const bytesOf = (type: string): number => BYTES[type.match(/^array<(\w+)/)?.[1] ?? ''] ?? 4
