// Directions of attributes that edit as often as they can: steered by judges, in the length with which most edits succeed.

import type { Latent } from '../../../gan/latent/latent'
import {
  type Attribute,
  type Reading,
  successOf,
  type Trial,
  trialsOf,
} from '../../../gan/latent/readings'
import type { Examiner } from './examiner'
import type { LatentSpace } from './space'
import { givenBy, picked, wishesOf } from './wishes'

/** Codes, and what their images show. */
interface Pool {
  codes: readonly Latent[]
  readings: readonly Reading[]
}

/** Multiples of a direction that are tried. */
const SCALES = [0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4]
/** Trials of each. */
const TRIALS = 600

interface Fitting {
  space: LatentSpace
  examiner: Examiner
  pool: Pool
  attribute: Attribute
  vector: Latent
  seed: number
}

/** The multiple of a direction with which edits succeed most often, and their share. */
async function bestScale(given: Fitting): Promise<{ scale: number; both: number }> {
  const { space, examiner, pool, attribute, vector, seed } = given
  const trials = trialsOf(pool.readings, attribute, { count: TRIALS, seed })
  let best = { scale: 1, both: -1 }
  for (const scale of SCALES) {
    const codes = edited(space, pool, trials, { attribute, vector: vector.map((x) => scale * x) })
    const after = await examiner.read(await space.draw(codes))
    const { both } = successOf(trials, pool.readings, after)
    if (both > best.both) best = { scale, both }
  }
  return best
}

/** Edits that steer a direction. */
const LESSONS = 1024
/** Steps that steer, and their rate beside that of noise. */
const STEERING = { steps: 200, lr: 0.1 }

/** A direction, and the share of edits that succeed by it: as it was fitted, and as it is. */
export interface Found {
  vector: Latent
  fitted: number
  both: number
}

/** The fitted direction or, where judges or ink tell of the attribute and more edits succeed by it, the steered one. */
export async function bestDirection(given: Fitting): Promise<Found> {
  const { examiner, attribute, vector } = given
  const fitted = await bestScale(given)
  const first = vector.map((x) => x * fitted.scale)
  const found = { vector: first, fitted: fitted.both, both: fitted.both }
  if (!examiner.canGuide(attribute)) return found
  const second = await steered({ ...given, vector: first })
  const { scale, both } = await bestScale({ ...given, vector: second })
  if (both <= fitted.both) return found
  return { ...found, vector: second.map((x) => x * scale), both }
}

/** The direction, moved to where more edits succeed. */
async function steered({ space, examiner, pool, ...given }: Fitting): Promise<Latent> {
  const { attribute, vector, seed } = given
  const trials = trialsOf(pool.readings, attribute, { count: LESSONS, seed: seed + 1 })
  const chosen = trials.map(({ image }) => image)
  const starts = chosen.map((image) => pool.codes[image] ?? vector)
  const { guides, wishes } = wishesOf(space, examiner, {
    images: await space.draw(starts),
    readings: pool.readings.map((reading) => picked(reading, chosen)),
    changes: trials.map(({ factor, to }) => [{ factor, to, amount: 1 }]),
  })
  const signs = trials.map(({ to }) => (to === attribute.value ? 1 : -1))
  const { steps, lr } = STEERING
  return (await space.ask())(
    'steer',
    space.config,
    space.generator,
    guides,
    { starts, signs, direction: vector, ...wishes },
    { steps, lr: lr * space.spread, keepsLength: !space.styles, ...givenBy(space, examiner) },
  )
}

/** Edits of trials: the direction added, or taken away. */
export function edited(
  space: LatentSpace,
  { codes }: Pool,
  trials: readonly Trial[],
  { attribute, vector }: { attribute: Attribute; vector: Latent },
): Latent[] {
  return trials.map(({ image, to }) =>
    space.moved(codes[image] ?? vector, vector, to === attribute.value ? 1 : -1),
  )
}
