// Guided edits: what judges and ink should tell of each image after its edit, and further tries for those that they
// do not tell it of.

import { cornerOf } from '../../../gan/latent/ground'
import type { Latent } from '../../../gan/latent/latent'
import { CERTAIN, likeliest, type Reading, shareOf } from '../../../gan/latent/readings'
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
  const found = [...codes]
  let open = codes.map((_, n) => n)
  for (const how of TRIES) {
    if (open.length === 0) break
    const of = <T>(all: readonly T[]): T[] => open.flatMap((n) => all.slice(n, n + 1))
    const readings = before.map((reading) => picked(reading, open))
    const tried = { images: of(images), readings, changes: of(changes) }
    const made = await led(space, examiner, of(codes), tried, how)
    const after = await examiner.read(await space.draw(made))
    for (const [i, n] of open.entries()) found[n] = made[i] ?? found[n] ?? new Float32Array()
    open = open.filter((n, i) => {
      return !before.every((reading, f) => {
        const change = changes[n]?.find(({ factor }) => factor === f)
        const reached = after[f]
        if (!reached) return true
        return likeliest(reached, i) === (change?.to ?? likeliest(reading, n))
      })
    })
  }
  return found
}

/** Readings of some images. */
function picked({ factor, shares }: Reading, images: readonly number[]): Reading {
  const each = factor.values.length
  const rows = images.flatMap((n) => [...shares.subarray(n * each, (n + 1) * each)])
  return { factor, shares: Float32Array.from(rows) }
}

interface Tried {
  images: readonly Float32Array[]
  readings: readonly Reading[]
  changes: readonly (readonly Change[])[]
}

async function led(
  space: LatentSpace,
  examiner: Examiner,
  codes: readonly Latent[],
  { images, readings, changes }: Tried,
  { steps, lr, near }: Try,
): Promise<Latent[]> {
  const wanted = (reading: Reading, image: number): number => {
    const change = changes[image]?.find(({ factor }) => readings[factor] === reading)
    return change?.to ?? likeliest(reading, image)
  }
  /** Certain factors stay certain; uncertain ones stay as they are. */
  const share = (reading: Reading, image: number, value: number): number => {
    const changes = wanted(reading, image) !== likeliest(reading, image)
    const now = shareOf(reading, image, likeliest(reading, image))
    return changes || now >= CERTAIN
      ? Number(wanted(reading, image) === value)
      : shareOf(reading, image, value)
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
      wanted: codes.map((_, image) => {
        return Float32Array.from(
          each.map(({ f, value }) => {
            const reading = own[f]
            return reading ? share(reading, image, value) / judges.length : 0
          }),
        )
      }),
    }
    return judges.map((known) => ({ known, ...aim }))
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
      steps,
      lr: lr * space.spread,
      near: near / space.spread ** 2,
      spread: examiner.ink?.spread ?? 1,
      class: space.label,
      space: space.codes,
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
