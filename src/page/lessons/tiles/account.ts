// Steps of a workgroup, from the ledgers of its invocations: who touched which number when.

import type { Entry } from '../../../gpu/explain/ledger'
import { inOrder, none, type Rung, type Step, type Touched } from './steps'

/** Arrays of workgroup memory, and the tensor that each holds a part of. */
const HELD = { row_quads: 'x', column_quads: 'weight' } as const

/** Order of the phases between two barriers. */
const ORDER = ['read', 'fill', 'load', 'store'] as const

/**
 * @param all   entries of each invocation of the workgroup
 * @throws Error if invocations do not pass the same barriers, or read memory that was not filled
 */
export function stepsOf(rung: Rung, all: readonly (readonly Entry[])[]): Step[] {
  const stretches = all.map((entries) => (rung === 'plain' ? byTerm(entries) : byBarrier(entries)))
  const length = stretches[0]?.length ?? 0
  if (stretches.some((each) => each.length !== length)) throw new Error('barriers were missed')
  /** Contents of workgroup memory: the first number of each stored quad. */
  const held = new Map<string, number>()
  const steps: Step[] = []
  for (let at = 0; at < length; at++) {
    if (at > 0 && rung === 'tiles') {
      steps.push({ phase: 'barrier', chunk: at - 1, by: all.map(none) })
    }
    for (const phase of ORDER) {
      const own = stretches.map((each) => ofPhase(each[at] ?? [], phase, rung))
      if (own.every((each) => each.length === 0)) continue
      const chunk = phase === 'read' || phase === 'store' ? Math.max(0, at - 1) : at
      steps.push({ phase, chunk, by: own.map((each) => touched(each, held)) })
    }
  }
  return steps
}

function byBarrier(entries: readonly Entry[]): Entry[][] {
  const stretches: Entry[][] = [[]]
  for (const entry of entries) {
    if (entry.place.access === 'barrier') stretches.push([])
    else stretches.at(-1)?.push(entry)
  }
  return stretches
}

/** Splits entries into terms: one factor of each tensor. */
function byTerm(entries: readonly Entry[]): Entry[][] {
  const stretches: Entry[][] = []
  for (const entry of entries) {
    const last = stretches.at(-1)
    if (last?.length === 1 && entry.place.array === 'weight') last.push(entry)
    else stretches.push([entry])
  }
  return stretches
}

const phaseOf = ({ place: { array, access } }: Entry, rung: Rung): (typeof ORDER)[number] => {
  if (array === 'result') return 'store'
  if (rung === 'plain') return 'load'
  return array in HELD && access === 'read' ? 'read' : 'fill'
}

function ofPhase(entries: readonly Entry[], phase: Step['phase'], rung: Rung): Entry[] {
  return entries.filter((entry) => phaseOf(entry, rung) === phase)
}

/** Numbers in the order of their tensor; reads of workgroup memory count as the numbers stored there. */
function touched(entries: readonly Entry[], held: Map<string, number>): Touched {
  const numbers = none()
  const put: Record<keyof typeof HELD, number[]> = { row_quads: [], column_quads: [] }
  const add = (tensor: keyof Touched, first: number, count: number) => {
    for (let i = 0; i < count; i++) numbers[tensor].push(first + i)
  }
  for (const { place, index } of entries) {
    const { array, access, count } = place
    if (array === 'row_quads' || array === 'column_quads') {
      if (access === 'write') put[array].push(index)
      else {
        const first = held.get(`${array} ${index}`)
        if (first === undefined) throw new Error(`${array}[${index}] is read but was never filled`)
        add(HELD[array], first, count)
      }
    } else add(array === 'large' ? 'x' : array === 'weight' ? 'weight' : 'result', index, count)
  }
  // The k-th loaded quad is the k-th stored one.
  for (const [array, tensor] of Object.entries(HELD)) {
    const places = put[array as keyof typeof HELD]
    for (const [k, index] of places.entries()) {
      held.set(`${array} ${index}`, numbers[tensor][4 * k] ?? 0)
    }
  }
  return { x: inOrder(numbers.x), weight: inOrder(numbers.weight), result: inOrder(numbers.result) }
}
