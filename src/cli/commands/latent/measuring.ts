// Success of edits: the attribute appears, and all other factors stay, as judges see it that had no part in the edit.

import { type Latent, lengthOf, resized } from '../../../gan/latent/latent'
import { attributeOf, type Success, successOf, trialsOf } from '../../../gan/latent/readings'
import { Random } from '../../../nn/philox'
import { columns } from '../../terminal/columns'
import { movedEnough } from './adding'
import type { Direction } from './directionsFile'
import type { Examiner } from './examiner'
import { edited } from './fitting'
import { guide } from './guiding'
import type { LatentSpace } from './space'

export interface Measurement {
  attribute: string
  edits: number
  /** The direction added with strength 1. */
  linear: Success
  /** The direction added as far as each image needs. */
  enough: Success
  /** An equally long change in a random direction. */
  random: Success
  /** None for an attribute that no judge and no ink tells. */
  guided: Success | undefined
}

/** Images from which edits begin, at least; and for each edit. */
const BEGINNINGS = 3000

interface Measuring {
  space: LatentSpace
  /** Judge of linear edits that go as far as each image needs. */
  examiner: Examiner
  /** Judges that guide. */
  leader: Examiner
  /** Judges that had no part in the edits. */
  witness: Examiner
  directions: readonly Direction[]
  count: number
  seed: number
}

export async function measured(given: Measuring): Promise<Measurement[]> {
  const { space, examiner, leader, witness, directions, count, seed } = given
  const codes = space.noise(seed + 1, Math.max(BEGINNINGS, count))
  const readings = await witness.read(await space.draw(codes))
  const pool = { codes, readings }
  const found: Measurement[] = []
  for (const { name, vector } of directions) {
    const attribute = attributeOf(name, witness.factors)
    if (!attribute) continue
    const trials = trialsOf(readings, attribute, { count, seed })
    if (trials.length === 0) {
      console.error(`${name}: not measured, for no drawn image is certainly with it, or without it`)
      continue
    }
    const success = async (z: Latent[]) =>
      successOf(trials, readings, await witness.read(await space.draw(z)))
    const random = new Random(seed, 0x6c696e65)
    const arbitrary = resized(
      vector.map(() => random.normal(0, 1)),
      lengthOf(vector),
    )
    found.push({
      attribute: name,
      edits: count,
      linear: await success(edited(space, pool, trials, { attribute, vector })),
      enough: await success(
        await movedEnough(
          space,
          examiner,
          trials.map(({ image, to }) => ({ code: codes[image] ?? vector, to })),
          { attribute, vector },
        ),
      ),
      random: await success(edited(space, pool, trials, { attribute, vector: arbitrary })),
      guided: examiner.canGuide(attribute)
        ? await success(
            await guide(
              space,
              leader,
              trials.map(({ image }) => codes[image] ?? vector),
              trials.map(({ factor, to }) => [{ factor, to, amount: 1 }]),
            ),
          )
        : undefined,
    })
  }
  return found
}

/** Lines of a table of measurements. */
export function tableOf(measurements: readonly Measurement[], count = 0): string[] {
  if (measurements.length === 0) return []
  const row = columns([16, -9, -9, -9, -9, -9, -9, -9, -9, -9, -9], { gap: 1 })
  const shares = (success: Success | undefined) =>
    success ? [success.appears, success.stays, success.both].map(percent) : ['-', '-', '-']
  const each = ['appears', 'stays', 'both']
  return [
    `\nOf ${count} edits of each attribute the share where it appears, where all else stays, and both: linear with strength 1,`,
    'linear as far as each image needs, guided, and a random change as long as the first',
    row('', 'linear', '', '', 'as needed', '', '', 'guided', '', '', 'random'),
    row('attribute', ...each, ...each, ...each, 'both'),
    ...measurements.map(({ attribute, linear, enough, guided, random }) =>
      row(attribute, ...[linear, enough, guided].flatMap(shares), percent(random.both)),
    ),
  ]
}

export const percent = (share: number) => `${(100 * share).toFixed(1)} %`
