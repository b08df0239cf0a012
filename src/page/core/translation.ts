// Names of the sets of images that can be translated, as in the terminal, and settings of a translation.

import type { MadeDomain } from '../../gan/adapt/domains'
import type { Picture } from '../../gan/run/mosaic'

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
  /** Names of the user's images in their places, where they have one. */
  names?: Names
}

/** By place: names of folders or zips. */
export type Names = Partial<Record<Place, string>>

/** The user's images in a place. */
export interface OwnAbout {
  /** Name of their folder or zip, if they come from one. */
  name?: string
  /** Images, or pairs. */
  count: number
  /** Files that were left out, and why, a line each. */
  skipped: readonly string[]
  /** Some of the images; of pairs, partners stand below each other. */
  picture: Picture
  /** Side of the model's images that they were read for. */
  size: number
  /** Bytes of their pixels. */
  bytes: number
}
