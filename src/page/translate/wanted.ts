// The choice that leads to a translation, and the points of its curves.

import type { TranslationConfig } from '../../gan/translate/settings'
import type { LossLine } from '../../gan/translate/training'
import { type Names, type Place, pairsNames, setNames, type Wanted } from '../core/translation'

const OWN = 'own'

/** Last part of a path, where a run from the terminal has one. */
function namesIn({ from, to }: { from: string; to: string }): Names {
  const last = (path: string) => path.split(/[/\\]/).findLast((part) => part !== '') ?? path
  const isPlace = (name: string) => name !== OWN && !setNames.some((known) => known === name)
  return { ...(isPlace(from) && { a: last(from) }), ...(isPlace(to) && { b: last(to) }) }
}

/** The choice that leads to such a run. Sets that do not come with the page are the user's. */
export function wantedOf(config: Omit<TranslationConfig, 'pictures' | 'adapter'>): Wanted {
  const { paired, from, to, imageSize, width, batchSize, steps, seed } = config
  const sizes = { imageSize, width, batchSize, steps, seed }
  const setOf = (name: string) => setNames.find((known) => known === name) ?? OWN
  const pairs = pairsNames.find((known) => known === from) ?? OWN
  if (paired) return { paired, from: 'mnist', to: 'inverted', pairs, ...sizes }
  const names = namesIn({ from, to })
  return {
    ...{ paired, from: setOf(from), to: setOf(to), pairs: 'coloured', ...sizes },
    ...(Object.keys(names).length > 0 && { names }),
  }
}

/** Places of the user's images that a choice needs. */
export function ownPlacesOf({
  paired,
  from,
  to,
  pairs,
}: Pick<Wanted, 'paired' | 'from' | 'to' | 'pairs'>): Place[] {
  if (paired) return pairs === OWN ? ['pairs'] : []
  return [...(from === OWN ? (['a'] as const) : []), ...(to === OWN ? (['b'] as const) : [])]
}

type Weights = Pick<TranslationConfig, 'cycle' | 'l1'>

/** Mean absolute difference to the true partner, or of both ways back, without its weight. */
export function missed(line: LossLine, weights: Weights): number {
  const { l1, cycleA = 0, cycleB = 0 } = line
  return l1 === undefined ? (cycleA + cycleB) / 2 / weights.cycle : l1 / weights.l1
}

/** A point of the curves: losses of D and of the translators, and what is missed. */
export function pointOf(line: LossLine, weights: Weights): [step: number, values: number[]] {
  const { lossD = Number.NaN, lossG = Number.NaN } = line
  return [line.step, [lossD, lossG, missed(line, weights)]]
}
