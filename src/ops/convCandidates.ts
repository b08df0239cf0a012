// The choices that a tuner may race for one problem: all that the kernels' rows offer, less those that
// a simple model of their cost finds hopeless.

import { type Choice, sameChoice } from '../gpu/choice'
import type { Traits } from '../gpu/device'
import { isSplit, ready, tilesOf } from './convChoice'
import { kernels, type Tile } from './convFamily'
import { type ConvProblem, mostSplits, productOf } from './convProblem'
import { ruleOf } from './convRule'

/** Cost of a load in multiply-adds: much on a CPU, and enough on every GPU. */
const LOAD = 4

/** Invocations that keep an adapter busy: 256 or so a CPU, 65,536 a large GPU; this is halfway. */
const BUSY = 2 ** 12
/** Cost that each factor of two between that and a candidate's invocations adds. */
const OFF = 0.1

const MOST = 32

/** The rule's choice, and after it those that may be better, the most promising first. */
export function candidatesOf(problem: ConvProblem, traits: Traits): Choice[] {
  const first = ruleOf(problem, traits)
  const rated = Object.entries(kernels).flatMap(([name, kernel]) =>
    kernel.worth(productOf(problem), traits).flatMap((chosen) => {
      const tile = kernel.tile(chosen, problem, traits)
      if (!tile || shareOf(problem, tile) < 0.5) return []
      const parts = isSplit(problem, kernel) ? splitsWorth(problem) : [undefined]
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
function shareOf(problem: ConvProblem, tile: Tile): number {
  const { rows, columns, phases } = productOf(problem)
  return (rows * columns * phases) / (tilesOf(problem, tile) * tile.rows * tile.columns)
}

/** Time for an element and a term, in multiply-adds. */
function costOf(problem: ConvProblem, tile: Tile, invocations: number): number {
  const sums = (tile.rows * tile.columns) / tile.lanes
  const off = 1 + OFF * Math.abs(Math.log2(invocations / BUSY))
  return ((1 + (LOAD * tile.loads) / sums) * off) / shareOf(problem, tile)
}

/** Numbers in all parts of a weight gradient: 64 MB. */
const MOST_NUMBERS = 2 ** 24

/** Powers of four: few parts are summed sooner, many keep more lanes busy. */
function splitsWorth(problem: ConvProblem): number[] {
  const { rows, columns } = productOf(problem)
  const most = Math.min(mostSplits(problem), MOST_NUMBERS / (rows * columns))
  return [1, 4, 16, 64, 256, 1024].filter((splits) => splits === 1 || splits <= most)
}
