// The two sets of a translation: images to learn from, and images that are held out.

import { DataError, imageCount, type NamedSet, rowsOf } from '../../data/imageSet'
import { coloursOf } from '../../data/pictures'
import { shuffled } from '../../nn/philox'
import type { Both } from './cycleStep'

export interface Parts {
  /** Images to learn from; of pairs, image i of each is the partner of the other. */
  sets: Both<NamedSet>
  heldOut: Both<NamedSet>
}

const SEED = 1

/** One image to learn from and one that is held out, at least. */
const LEAST = 2

/** An eighth: at least one image, and 200 at most. */
const heldOf = (count: number): number => Math.min(200, Math.max(1, Math.floor(count / 8)))

/**
 * Holds the same rows of both out, whose images are partners.
 *
 * @param name  of the data, for the error
 * @throws DataError where there are too few images
 */
export function splitPairs(sets: Both<NamedSet>, name: string): Parts {
  const [a, b] = [checked(sets.a, name), sets.b]
  const order = shuffled(a.count, SEED)
  const first = a.count - heldOf(a.count)
  const rows = (set: NamedSet) => ({
    train: rowsOf(set, order.subarray(0, first)),
    held: rowsOf(set, order.subarray(first)),
  })
  const [ofA, ofB] = [rows(a), rows(b)]
  return { sets: { a: ofA.train, b: ofB.train }, heldOut: { a: ofA.held, b: ofB.held } }
}

/** The same of two sets without partners. */
export function splitEach({ a, b }: Both<NamedSet>, names: Both<string>): Parts {
  const [ofA, ofB] = [splitPairs({ a, b: a }, names.a), splitPairs({ a: b, b }, names.b)]
  return { sets: { a: ofA.sets.a, b: ofB.sets.b }, heldOut: { a: ofA.heldOut.a, b: ofB.heldOut.b } }
}

/** The second half of a set of digits: those that stand in another domain too (gan/adapt/domains.ts). */
export const secondHalf = (set: NamedSet): NamedSet => {
  const from = set.count >> 1
  return rowsOf(
    set,
    Uint32Array.from({ length: set.count - from }, (_, i) => from + i),
  )
}

/** Half of the pairs for each set, so that no image is in one whose partner is in the other. */
export function apart({ a, b }: Both<NamedSet>): Both<NamedSet> {
  const half = a.count >> 1
  const rows = (from: number, to: number) =>
    Uint32Array.from({ length: to - from }, (_, i) => from + i)
  return { a: rowsOf(a, rows(0, half)), b: rowsOf(b, rows(half, a.count)) }
}

/** Both in colour, where one is. */
export function inOneColour({ a, b }: Both<NamedSet>): Both<NamedSet> {
  const channels = Math.max(a.channels, b.channels)
  const as = (set: NamedSet): NamedSet =>
    set.channels === channels ? set : { ...set, channels, pixels: coloursOf(set.pixels) }
  return { a: as(a), b: as(b) }
}

function checked(set: NamedSet, name: string): NamedSet {
  if (set.count >= LEAST) return set
  throw new DataError(
    `${name} holds ${imageCount(set.count)}. A translation needs at least ${LEAST} of each set: some hundred, to learn anything`,
  )
}

/** Names of the folders of partners: `A` and `B`, or `trainA` and `trainB`. */
export function partnerFolders(folders: readonly string[]): Both<string> | undefined {
  for (const names of [/^a$/i, /^train_?a$/i]) {
    const a = folders.find((name) => names.test(name))
    const b = folders.find(
      (name) => a !== undefined && name.toLowerCase() === `${a.slice(0, -1)}b`.toLowerCase(),
    )
    if (a !== undefined && b !== undefined) return { a, b }
  }
  return undefined
}
