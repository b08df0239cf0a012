// Images of a translation: where they come from, and whether they are those that the run began with.

import { identityOf } from '../../../data/identity'
import type { ImageSet } from '../../../data/imageSet'
import type { Both } from '../../../gan/translate/cycleStep'
import type { TranslationConfig } from '../../../gan/translate/settings'
import type { Origin } from '../../data/domains'

export const originOf = ({ paired, from, to }: TranslationConfig): Origin =>
  paired ? { pairs: from } : { from, to }

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

export function sameImages({ pictures }: TranslationConfig, sets: Both<ImageSet>): boolean {
  const { a, b } = picturesOf(sets)
  return a === pictures.a && b === pictures.b
}
