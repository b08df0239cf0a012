// Images of a translation: where they are, and whether they are those that the run began with.

import { identityOf, imageHashes, likeness } from '../../../data/identity'
import type { ImageSet } from '../../../data/imageSet'
import type { Both } from '../../../gan/translate/cycleStep'
import type { TranslationConfig } from '../../../gan/translate/settings'
import type { Parts } from '../../../gan/translate/split'
import type { Origin } from '../../data/domains'
import { isNamed } from '../../data/images'
import { placeOf } from '../../data/inside'
import { PAIRS_NAME } from '../../data/pairs'
import { exists } from '../../folder/files'
import { Failure, Misuse } from '../../terminal/failure'

/** Options that name images. */
export interface Given {
  pairs?: string
  from?: string
  to?: string
}

const OPTIONS = ['pairs', 'from', 'to'] as const

export const originOf = ({ paired, from, to }: TranslationConfig): Origin =>
  paired ? { pairs: from } : { from, to }

/** Name of the user's images in a run of the page. */
const OWN = 'own'

const isThere = (place: string): boolean =>
  isNamed(place) || place === PAIRS_NAME || (place !== OWN && exists(place))

/**
 * Settings of a run with the places where its images are now.
 *
 * @param run    folder of the run
 * @param given  places that options name
 * @throws Misuse that says what to add or to leave out
 */
export function relocated(
  config: TranslationConfig,
  { run, given }: { run: string; given: Given },
): TranslationConfig {
  const { paired } = config
  const places: Given = originOf(config)
  for (const name of OPTIONS) {
    if (given[name] === undefined || places[name] !== undefined) continue
    throw new Misuse(
      `--${name}: ${run} learned from ${paired ? 'pairs, whose place --pairs names' : 'two sets, whose places --from and --to name'}. Leave it out`,
    )
  }
  const missing = OPTIONS.flatMap((name) => {
    const place = places[name]
    const isLost = place !== undefined && given[name] === undefined && !isThere(place)
    return isLost ? [{ name, place }] : []
  })
  if (missing.length > 0) {
    const gone = missing.flatMap(({ place }) => (place === OWN ? [] : [place]))
    const where = [
      ...(gone.length < missing.length ? ['that were chosen in a page'] : []),
      ...(gone.length === 0
        ? []
        : [`of ${gone.join(' and ')}, which ${gone.length === 1 ? 'is' : 'are'} not there`]),
    ]
    const options = missing.map(({ name }) => `--${name}`).join(' and ')
    throw new Misuse(
      `${run}: the run learned from images ${where.join(', and ')}. Add ${options} and the ${missing.length === 1 ? 'place' : 'places'} where they are now`,
    )
  }
  const { pairs, from = pairs, to } = given
  return {
    ...config,
    ...(from !== undefined && { from: placeOf(from) }),
    ...(to !== undefined && { to: placeOf(to) }),
  }
}

export interface Compared {
  config: TranslationConfig
  /** Names of the sets that are others than before. */
  changed: string[]
  /** Lines for the announcement. */
  said: string[]
}

/**
 * Compares the images of a run with those that it began with.
 *
 * @param was      settings of the run
 * @param config   settings with the places of the images now
 * @param changed  may the images be others?
 * @param purpose  end of the advice to add --changed-data: "to …"
 * @throws Failure where they are others, or do not fit the networks
 */
export function compared(
  was: TranslationConfig,
  config: TranslationConfig,
  { sets, changed: may, purpose }: { sets: Both<ImageSet>; changed: boolean; purpose: string },
): Compared {
  const pictures = picturesOf(sets)
  const images = { a: sets.a.count, b: sets.b.count }
  const changed = new Set<string>()
  const said = new Set<string>()
  for (const set of ['a', 'b'] as const) {
    const [old, place] = set === 'a' || was.paired ? [was.from, config.from] : [was.to, config.to]
    const option = was.paired ? '--pairs' : set === 'a' ? '--from' : '--to'
    if (sets[set].channels !== was.channels) {
      const kind = (channels: number) => (channels === 1 ? 'grey' : 'coloured')
      throw new Failure(
        `${place} holds ${kind(sets[set].channels)} images, but the run learned from ${kind(was.channels)} ones. Give those with ${option}`,
      )
    }
    const known = { pictures: was.pictures[set] }
    const facts = { elsewhere: old === OWN, told: false }
    const like =
      images[set] === was.images[set]
        ? likeness(known, { pictures: pictures[set] }, facts)
        : 'other'
    // In another order other images are partners.
    if (like === 'other' || (like === 'reordered' && was.paired)) {
      if (!may) {
        throw new Failure(
          `${place} holds other images than the run began with. Give those with ${option}, or add --changed-data to ${purpose}`,
        )
      }
      changed.add(place)
    } else if (like !== 'same') {
      const how = like === 'reordered' ? 'in another order than before' : 'decoded by a page before'
      said.add(`           ${how}: results will not be bit-identical`)
    }
  }
  return { config: { ...config, images, pictures }, changed: [...changed], said: [...said] }
}

/** Without labels and names of classes, which do not travel. */
export function plain({ a, b }: Both<ImageSet>): Both<ImageSet> {
  const of = ({ count, height, width, channels, pixels }: ImageSet): ImageSet => {
    return { count, height, width, channels, pixels }
  }
  return { a: of(a), b: of(b) }
}

export const picturesOf = ({ a, b }: Both<ImageSet>): Both<string> => ({
  a: identityOf(a, { labels: false }).pictures,
  b: identityOf(b, { labels: false }).pictures,
})

/** Are both sets the same images, in any order? */
export function areSame({ sets, heldOut }: Parts): boolean {
  const [a, b] = (['a', 'b'] as const).map((set) =>
    [sets[set], heldOut[set]]
      .flatMap((part) => imageHashes(part).map(String))
      .sort()
      .join(),
  )
  return a === b
}
