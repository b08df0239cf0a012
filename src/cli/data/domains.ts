// The two sets of images of a translation: pairs, or two sets without partners.

import { apart, inOneColour, type Parts, splitEach, splitPairs } from '../../gan/translate/split'
import { readData } from './images'
import { sayNotes } from './notes'
import { EMOJI, type PairOptions, readPairs } from './pairs'

/** Source of the images: two sets, or pairs. */
export type Origin = { from: string; to: string } | { pairs: string }

export interface Domains extends Parts {
  /** Are those partners? */
  partners: boolean
  /** Lines for the announcement. */
  said: string[]
}

const isEmoji = (data: string): boolean => Object.values(EMOJI).includes(data)

/** Reads both sets, and holds an eighth of each out: at least one image, and 200 at most. */
export async function readDomains(origin: Origin, how: PairOptions): Promise<Domains> {
  if ('pairs' in origin) {
    const { sets, said } = await readPairs(origin.pairs, how)
    return { ...splitPairs(inOneColour(sets), origin.pairs), partners: true, said }
  }
  const { from, to } = origin
  const made = {
    a: await readData(from, { ...how, option: '--from' }),
    b: await readData(to, { ...how, option: '--to' }),
  }
  if (isEmoji(from) && isEmoji(to) && from !== to) {
    const { sets, heldOut } = splitPairs({ a: made.a.set, b: made.b.set }, from)
    return { sets: apart(sets), heldOut, partners: true, said: [] }
  }
  const said = [...sayNotes(made.a, from), ...sayNotes(made.b, to)]
  const sets = inOneColour({ a: made.a.set, b: made.b.set })
  return { ...splitEach(sets, { a: from, b: to }), partners: false, said }
}
