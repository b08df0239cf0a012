// The choices that a tuner may race for one problem: all that the kernels' rows offer, less those that
// a simple model of their cost finds hopeless.

import type { Choice } from '../gpu/choice'
import type { Traits } from '../gpu/device'
import { isSplit, kernels, mostSplits, ready, ruleOf, type Tile, tilesOf } from './convChoice'
import { type Problem, productOf } from './convProblem'

/** What a load costs, in multiply-adds: much on a CPU, and enough on every GPU. */
const LOAD = 4

/** Fewer invocations than these leave lanes idle on every adapter; this many a GPU has. */
const FEW = 256
const MANY = 2 ** 16

/** Candidates for one problem. */
const MOST = 32

/** The rule's choice, and after it those that may be better, the most promising first. */
export function candidatesOf(problem: Problem, traits: Traits): Choice[] {
  const first = ruleOf(problem, traits)
  const rated = Object.entries(kernels).flatMap(([name, kernel]) =>
    kernel.worth(productOf(problem), traits).flatMap((chosen) => {
      const tile = kernel.tile(chosen, problem, traits)
      if (!tile || shareOf(problem, tile) < 0.5) return []
      const parts = isSplit(problem, kernel) ? splitsWorth(problem, tile) : [undefined]
      return parts.flatMap((SPLITS) => {
        const constants = SPLITS === undefined ? chosen : { ...chosen, SPLITS }
        const choice: Choice = { kernel: name, constants }
        const { invocations } = ready(problem, choice, traits) ?? {}
        if (invocations === undefined || sameChoice(choice, first)) return []
        return [{ choice, cost: costOf(problem, tile, invocations) }]
      })
    }),
  )
  const others = rated.toSorted((a, b) => a.cost - b.cost).map(({ choice }) => choice)
  return [first, ...others.slice(0, MOST - 1)]
}

/** The share of the tiles' elements that are elements of the result. */
function shareOf(problem: Problem, tile: Tile): number {
  const { rows, columns, phases } = productOf(problem)
  return (rows * columns * phases) / (tilesOf(problem, tile) * tile.rows * tile.columns)
}

/** Time for an element and a term, in multiply-adds, on an adapter whose lanes are just busy enough. */
function costOf(problem: Problem, tile: Tile, invocations: number): number {
  const sums = (tile.rows * tile.columns) / tile.lanes
  const idle = Math.max(1, FEW / invocations)
  return ((1 + (LOAD * tile.loads) / sums) * idle) / shareOf(problem, tile)
}

/** Powers of two, from those that make few invocations to those that make many. */
function splitsWorth(problem: Problem, tile: Tile): number[] {
  const invocations = tilesOf(problem, tile) * tile.lanes
  const most = Math.min(mostSplits(problem), Math.max(1, MANY / invocations))
  const all = Array.from({ length: Math.floor(Math.log2(most)) + 1 }, (_, i) => 2 ** i)
  return all.filter((splits) => splits * invocations >= FEW || 2 * splits > most)
}

/** The same kernel with the same constants, in whatever order they are written. */
export function sameChoice(a: Choice, b: Choice): boolean {
  const names = Object.keys(a.constants)
  return (
    a.kernel === b.kernel &&
    names.length === Object.keys(b.constants).length &&
    names.every((name) => a.constants[name] === b.constants[name])
  )
}
