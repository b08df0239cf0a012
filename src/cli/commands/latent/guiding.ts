// Guided edits, and further tries for those that the judges that guide do not find done.

import type { Latent } from '../../../gan/latent/latent'
import { likeliest, type Reading, shareOf } from '../../../gan/latent/readings'
import type { Examiner } from './examiner'
import type { LatentSpace } from './space'
import { type Change, givenBy, picked, type Tried, wishesOf } from './wishes'

interface Try {
  steps: number
  lr: number
  /** Weight of the squared distance from the start, beside that of a nat. */
  near: number
}

/** One after the other, for those edits that the judges that guide do not find done. */
const TRIES: readonly Try[] = [
  { steps: 60, lr: 0.1, near: 2 },
  { steps: 120, lr: 0.1, near: 0.5 },
  { steps: 120, lr: 0.2, near: 0.2 },
]

/** Codes near the given ones whose images have the changes, and all else as before. */
export async function guide(
  space: LatentSpace,
  examiner: Examiner,
  codes: readonly Latent[],
  changes: readonly (readonly Change[])[],
): Promise<Latent[]> {
  const images = await space.draw(codes)
  const before = await examiner.read(images)
  const found = codes.map((code) => ({ code, doubt: Number.POSITIVE_INFINITY }))
  let open = codes.map((_, n) => n)
  for (const how of TRIES) {
    if (open.length === 0) break
    const of = <T>(all: readonly T[]): T[] => open.flatMap((n) => all.slice(n, n + 1))
    const readings = before.map((reading) => picked(reading, open))
    const tried = { images: of(images), readings, changes: of(changes) }
    const made = await led(space, examiner, of(codes), tried, how)
    const after = await examiner.read(await space.draw(made))
    for (const [i, n] of open.entries()) {
      const doubt = doubtOf(before, after, { from: n, to: i, changes: changes[n] ?? [] })
      const [code, best] = [made[i], found[n]]
      if (code && best && doubt < best.doubt) found[n] = { code, doubt }
    }
    open = open.filter((n) => (found[n]?.doubt ?? 0) > ENOUGH)
  }
  return found.map(({ code }) => code)
}

/** Doubt at which an edit counts as done. */
const ENOUGH = 0.05

/**
 * Doubt of the judges that guide about an edit: the largest share, over all factors, that speaks against the wanted value;
 * 1 more for each factor that has another value.
 */
function doubtOf(
  before: readonly Reading[],
  after: readonly Reading[],
  { from, to, changes }: { from: number; to: number; changes: readonly Change[] },
): number {
  const doubts = before.map((reading, f) => {
    const reached = after[f]
    const change = changes.find(({ factor }) => factor === f)
    const wanted = change?.to ?? likeliest(reading, from)
    if (!reached) return 0
    if (likeliest(reached, to) !== wanted) return 1 + (1 - shareOf(reached, to, wanted))
    return 1 - shareOf(reached, to, wanted)
  })
  return Math.max(...doubts) + doubts.filter((doubt) => doubt >= 1).length
}

async function led(
  space: LatentSpace,
  examiner: Examiner,
  codes: readonly Latent[],
  tried: Tried,
  { steps, lr, near }: Try,
): Promise<Latent[]> {
  const { guides, wishes } = wishesOf(space, examiner, tried)
  const options = { steps, lr: lr * space.spread, near: near / space.spread ** 2 }
  return (await space.ask())(
    'guide',
    space.config,
    space.generator,
    guides,
    { starts: codes, ...wishes },
    { ...options, ...givenBy(space, examiner) },
  )
}
