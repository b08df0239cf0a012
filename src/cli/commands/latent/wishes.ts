// Wishes for edited images: what judges, ink and the corner should tell of each.

import type { Wishes } from '../../../gan/latent/aims'
import { cornerOf } from '../../../gan/latent/ground'
import { likeliest, type Reading, shareOf } from '../../../gan/latent/readings'
import { STROKE } from '../../../gan/latent/thirds'
import type { KnownGuide } from '../../gpu/drawing'
import type { Examiner } from './examiner'
import type { LatentSpace } from './space'

/** Wanted value of a factor. */
export interface Change {
  factor: number
  to: number
  /** Strength, 1 for a plain edit. Of a stroke alone there is more and less. */
  amount: number
}

/** Images before their changes. */
export interface Tried {
  images: readonly Float32Array[]
  readings: readonly Reading[]
  changes: readonly (readonly Change[])[]
}

/** Readings of some images. */
export function picked({ factor, shares }: Reading, images: readonly number[]): Reading {
  const each = factor.values.length
  const rows = images.flatMap((n) => [...shares.subarray(n * each, (n + 1) * each)])
  return { factor, shares: Float32Array.from(rows) }
}

/** Facts about the space that an edit along a gradient needs. */
export const givenBy = (space: LatentSpace, { ink }: Examiner) => ({
  spread: ink?.spread ?? 1,
  class: space.label,
  space: space.codes,
})

/** Judges that guide, and what they, the ink and the corner should tell of each image after its changes. */
export function wishesOf(
  space: LatentSpace,
  examiner: Examiner,
  { images, readings, changes }: Tried,
): { guides: KnownGuide[]; wishes: Wishes } {
  const wanted = (reading: Reading, image: number): number => {
    const change = changes[image]?.find(({ factor }) => readings[factor] === reading)
    return change?.to ?? likeliest(reading, image)
  }
  const guides = examiner.teachers.flatMap(({ judges, factors, values }) => {
    const each = factors.flatMap((factor, f) =>
      factor.values.map((_, value) => ({ factor, f, value })),
    )
    const own = factors.flatMap((factor) => readings.filter((r) => r.factor === factor))
    const aim = {
      values: Float32Array.from(
        values.flatMap((row) => each.map(({ f, value }) => Number(row[f] === value))),
      ),
      wanted: images.map((_, image) => {
        return Float32Array.from(
          each.map(({ f, value }) => {
            const reading = own[f]
            // An uncertain factor becomes certain: on the border between two values, other judges would see either.
            return reading && wanted(reading, image) === value ? 1 / judges.length : 0
          }),
        )
      }),
    }
    return judges.map((known) => ({ known, ...aim }))
  })
  const ink = inkWanted(examiner, readings, { changes, wanted, count: images.length })
  const { ground } = examiner
  const corner =
    ground &&
    images.map((image, i) => {
      const change = changes[i]?.find(({ factor }) => readings[factor]?.factor === ground.factor)
      return (change && ground.colours[change.to]) ?? cornerOf(image, space.config.channels)
    })
  return {
    guides: guides.map(({ known, values }) => ({ known, values })),
    wishes: { wanted: guides.map((each) => each.wanted), ink, corner },
  }
}

/** Ink that each image should have: as thick as before among those of its class, or as its change says. */
function inkWanted(
  { ink }: Examiner,
  readings: readonly Reading[],
  {
    changes,
    wanted,
    count,
  }: {
    changes: readonly (readonly Change[])[]
    wanted: (reading: Reading, image: number) => number
    count: number
  },
): number[] | undefined {
  const stroke = readings.find(({ factor }) => factor === STROKE)
  if (!ink || !stroke) return undefined
  const named = readings.find(({ factor }) => factor.isClass)
  return Array.from({ length: count }, (_, image) => {
    const change = changes[image]?.find(({ factor }) => readings[factor] === stroke)
    const now = shareOf(stroke, image, 1)
    // An image that is thick already stays as it is.
    const [end, side] = change?.to === 1 ? [1, Math.max] : [-1, Math.min]
    const share = change ? side(now, 0.5 + 0.5 * end * change.amount) : now
    return ink.amountOf(share, named ? wanted(named, image) : 0)
  })
}
