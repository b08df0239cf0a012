// Linear edits: a direction is added to a code, by a given strength or as far as each image needs.

import type { Latent } from '../../../gan/latent/latent'
import { type Attribute, likeliest, shareOf } from '../../../gan/latent/readings'
import type { Examiner } from './examiner'
import type { LatentSpace } from './space'

/** Strengths that are tried, the weakest first. */
const STRENGTHS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5]
/** Share of the wanted value that is enough. */
const ENOUGH = 0.6

/** An edit: the value that a factor is to have. */
interface Edit {
  code: Latent
  to: number
}

/**
 * Codes moved as far along a direction as it takes until the examiner sees the wanted value and nothing else changed;
 * otherwise until it sees the value; otherwise by 1.
 */
export async function movedEnough(
  space: LatentSpace,
  examiner: Examiner,
  edits: readonly Edit[],
  { attribute, vector }: { attribute: Attribute; vector: Latent },
): Promise<Latent[]> {
  const at = ({ code, to }: Edit, strength: number) =>
    space.moved(code, vector, to === attribute.value ? strength : -strength)
  const before = await examiner.read(await space.draw(edits.map(({ code }) => code)))
  const found = edits.map((edit) => at(edit, 1))
  const seen = new Set<number>()
  let open = edits.map((_, n) => n)
  for (const strength of STRENGTHS) {
    if (open.length === 0) break
    const tried = open.flatMap((n) => {
      const edit = edits[n]
      return edit ? [{ n, to: edit.to, code: at(edit, strength) }] : []
    })
    const after = await examiner.read(await space.draw(tried.map(({ code }) => code)))
    open = tried.flatMap(({ n, to, code }, i) => {
      const reading = after[attribute.factor]
      if (!reading || shareOf(reading, i, to) < ENOUGH) return [n]
      const stays = after.every((each, f) => {
        const was = before[f]
        return f === attribute.factor || !was || likeliest(each, i) === likeliest(was, n)
      })
      if (stays || !seen.has(n)) found[n] = code
      seen.add(n)
      return stays ? [] : [n]
    })
  }
  return found
}
