// Suspects in a ledger: reads and writes beyond an array, and elements that two invocations use without an order
// between them. WebGPU hides the first (it stays inside the buffer), and the second may go well for years.

import type { BoundSlice, Dispatch } from '../trace'
import { evaluate } from '../wgsl'
import { sizeOf, width } from './edit'
import type { Entry } from './ledger'

export interface Suspect {
  kind: 'outside' | 'race'
  array: string
  index: number
  /** Lines of the kernel, from 1: of a race, both. */
  lines: number[]
  /** Invocation, and of a race the one that it meets. */
  invocations: number[]
}

/**
 * The first suspect of each kind and array.
 *
 * @param dispatch  whose copy kept the ledger
 * @param entries   of each invocation, in order
 */
export function suspectsOf(dispatch: Dispatch, entries: readonly (readonly Entry[])[]): Suspect[] {
  const lengths = lengthsOf(dispatch)
  const shared = sharedArrays(dispatch)
  const lanes = sizeOf(dispatch)
  const found = new Map<string, Suspect>()
  const lineOf = ({ place }: Entry) => (dispatch.text.lines[place.line] ?? place.line) + 1
  const users = new Map<string, Users>()

  for (const [invocation, all] of entries.entries()) {
    const group = Math.floor(invocation / lanes)
    let barriers = 0
    for (const entry of all) {
      const { array, access, count } = entry.place
      if (access === 'barrier') {
        barriers++
        continue
      }
      const known = `outside ${array}`
      if (entry.index + count > (lengths.get(array) ?? 0) && !found.has(known)) {
        const where = { index: entry.index, lines: [lineOf(entry)], invocations: [invocation] }
        found.set(known, { kind: 'outside', array, ...where })
      }
      // A workgroup's array is a new one in each workgroup, and its elements are in order across barriers.
      const where = shared.has(array) ? `${array} ${group} ${barriers}` : array
      for (let at = entry.index; at < entry.index + count; at++) {
        const met = meet(users, `${where} ${at}`, { entry, invocation })
        if (!met || found.has(`race ${array}`)) continue
        found.set(`race ${array}`, {
          ...{ kind: 'race', array, index: at },
          lines: [lineOf(met.entry), lineOf(entry)],
          invocations: [met.invocation, invocation],
        })
      }
    }
  }
  return [...found.values()]
}

interface Use {
  entry: Entry
  invocation: number
}

/** The first reader and the first writer of an element. */
type Users = { read?: Use; write?: Use }

/** Another invocation's use of the element that this one conflicts with: one of the two writes. */
function meet(users: Map<string, Users>, key: string, use: Use): Use | undefined {
  const { access } = use.entry.place
  if (access === 'barrier') return undefined
  const known = users.get(key) ?? {}
  users.set(key, { [access]: use, ...known })
  const others = access === 'write' ? [known.write, known.read] : [known.write]
  return others.find((other) => other && other.invocation !== use.invocation)
}

/** Numbers in each array. Bindings of vectors reach to the end of the last one. */
function lengthsOf({ bindings, text }: Dispatch): Map<string, number> {
  const ofBinding = ({ binding, slice }: BoundSlice): [string, number] => {
    const numbers = slice.bytes / 4
    return [binding.name, Math.ceil(numbers / width(binding)) * width(binding)]
  }
  const declared = text.code.matchAll(
    /\bvar<workgroup> (\w+)\s*:\s*array<(?:vec(\d)\w*(?:<\w+>)?|\w+), *([^>]+)>/g,
  )
  const workgroup = [...declared].map(([, name = '', wide = '1', length = '']) => {
    return [name, Number(wide) * evaluate(length, text.constants)] as const
  })
  return new Map([...bindings.map(ofBinding), ...workgroup])
}

const sharedArrays = ({ text }: Dispatch): Set<string> =>
  new Set([...text.code.matchAll(/\bvar<workgroup> (\w+)/g)].map(([, name = '']) => name))
