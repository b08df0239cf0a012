// Names of the sets of images that can be translated, as in the terminal, and settings of a run.

import type { MadeDomain } from '../../gan/adapt/domains'

export const setNames = ['mnist', 'inverted', 'coloured', 'uci', 'own'] as const
export type SetName = (typeof setNames)[number]

export const pairsNames = ['coloured', 'inverted', 'own'] as const satisfies readonly (
  | MadeDomain
  | 'own'
)[]
export type PairsName = (typeof pairsNames)[number]

/** Place of the user's images: one of two sets, or pairs. */
export type Place = 'a' | 'b' | 'pairs'

/** The user's choice. */
export interface Wanted {
  paired: boolean
  from: SetName
  to: SetName
  pairs: PairsName
  imageSize: number
  width: number
  batchSize: number
  steps: number
  seed: number
}

export type Direction = 'toB' | 'toA'

/** Translator of drawings: the run's, or one trained beforehand. */
export type By = 'run' | 'example'
