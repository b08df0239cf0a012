// Guided edits: what judges and ink should tell of each image after its edit.

import { cornerOf } from '../../../gan/latent/ground'
import type { Latent } from '../../../gan/latent/latent'
import { likeliest, type Reading, shareOf } from '../../../gan/latent/readings'
import { STROKE } from '../../../gan/latent/thirds'
import type { Examiner } from './examiner'
import type { LatentSpace } from './space'

/** Wanted value of a factor. */
export interface Change {
  factor: number
  to: number
  /** Strength, 1 for a plain edit. Of a stroke alone there is more and less. */
  amount: number
}

const STEPS = 60
const LR = 0.1
/** Weight of the squared distance from the start, beside that of a nat. */
const NEAR = 2

/** Codes near the given ones whose images have the changes, and all else as before. */
export async function guide(
  space: LatentSpace,
  examiner: Examiner,
  codes: readonly Latent[],
  changes: readonly (readonly Change[])[],
): Promise<Latent[]> {
  const images = await space.draw(codes)
  const readings = await examiner.read(images)
  const wanted = (reading: Reading, image: number): number => {
    const change = changes[image]?.find(({ factor }) => readings[factor] === reading)
    return change?.to ?? likeliest(reading, image)
  }
  const guides = examiner.teachers.map(({ known, factors, values }) => {
    const each = factors.flatMap((factor, f) =>
      factor.values.map((_, value) => ({ factor, f, value })),
    )
    const own = factors.flatMap((factor) => readings.filter((r) => r.factor === factor))
    return {
      known,
      values: Float32Array.from(
        values.flatMap((row) => each.map(({ f, value }) => Number(row[f] === value))),
      ),
      wanted: codes.map((_, image) => {
        return Float32Array.from(
          each.map(({ f, value }) => {
            const reading = own[f]
            return Number(reading !== undefined && wanted(reading, image) === value)
          }),
        )
      }),
    }
  })
  const ask = await space.ask()
  const ink = inkWanted(examiner, readings, { changes, wanted, count: codes.length })
  const { ground } = examiner
  const corner =
    ground &&
    images.map((image, i) => {
      const change = changes[i]?.find(({ factor }) => readings[factor]?.factor === ground.factor)
      return (change && ground.colours[change.to]) ?? cornerOf(image, space.config.channels)
    })
  return ask(
    'guide',
    space.config,
    space.generator,
    guides.map(({ known, values }) => ({ known, values })),
    { starts: codes, wanted: guides.map((each) => each.wanted), ink, corner },
    {
      steps: STEPS,
      lr: LR,
      near: NEAR,
      spread: examiner.ink?.spread ?? 1,
      class: space.label,
    },
  )
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
