// `ganvas latent claims`: measures common claims about latent spaces on one generator.

import { classesOf } from '../../../gan/judge/metrics/classes'
import { smoothness } from '../../../gan/judge/metrics/smoothness'
import { analogies, hitsOf, inkOf, type Seen } from '../../../gan/latent/analogies'
import { journey, type Latent, stack } from '../../../gan/latent/latent'
import type { KnownJudge } from '../../gpu/judging'
import { Failure } from '../../terminal/failure'
import { report } from '../../terminal/json'
import { inLatentSpace, type LatentSpace, type SpaceOptions } from './space'

export interface LatentClaimsOptions extends SpaceOptions {
  seed: number
}

/** Frames from one image to another. */
const FRAMES = [16, 32, 64]
/** Pairs of images. */
const WAYS = 20
/** Vectors in the mean of a slot. */
const SLOTS = [1, 3, 10]
const TRIALS = 400
/** Images to choose examples from. */
const POOL = 5000

export function latentClaims(options: LatentClaimsOptions): Promise<void> {
  const { seed } = options
  return inLatentSpace(options, async (space) => {
    const judge = await space.judge()
    if (!judge) throw new Failure(`${space.config.data} has no labels to train a judge on`)
    const interpolation = await interpolate(space, seed)
    const { classes } = space.config
    if (classes > 0) {
      console.log('\nArithmetic changes the class: not measured for a conditional generator')
    }
    const sums = classes > 0 ? undefined : await addUp(space, judge, seed)
    report({ interpolation, sums })
  })
}

/** Measures the largest step of a path over its mean step, compared with the nearest training images. */
async function interpolate(space: LatentSpace, seed: number) {
  console.log(
    `\nThe largest step over the mean step, in the judge's features; median of ${WAYS} ways`,
  )
  console.log('frames  generated  nearest training images')
  const known = await space.looks(await space.training())
  const ends = space.noise(seed, 2 * WAYS)
  const found = []
  for (const frames of FRAMES) {
    const ways = Array.from({ length: WAYS }, (_, i) =>
      journey(ends.slice(2 * i, 2 * i + 2), { frames }).flat(),
    )
    const drawn = await space.looks(await space.draw(ways.flat()))
    const stored = known.pick(await space.nearest(drawn, known))
    const [generated, nearest] = [drawn, stored].map(({ rows, size }) =>
      median(
        ways.map((_, i) => {
          const way = rows.subarray(i * frames * size, (i + 1) * frames * size)
          return smoothness(way, size).figure
        }),
      ),
    )
    found.push({ frames, generated, nearest })
    console.log(
      `${pad(frames, 6)}  ${pad(generated?.toFixed(2), 9)}  ${pad(nearest?.toFixed(2), 23)}`,
    )
  }
  return found
}

/** Measures how often A - B + C has the expected class and stroke, compared with chance and other changes of C. */
async function addUp(space: LatentSpace, judge: KnownJudge, seed: number) {
  console.log(
    `\nThick a - thin a + thin b, and thin for thick: of ${TRIALS} sums, the share that is b, and thick`,
  )
  console.log(
    'vectors a slot  class  stroke  both  with a random change  without a change  by chance',
  )
  const pool = space.noise(seed, POOL)
  const seen = await look(space, judge, pool)
  const chance = 1 / judge.shape.classes / 2
  const found = []
  for (const slot of SLOTS) {
    const { expected, ...made } = analogies(pool, seen, { trials: TRIALS, slot, seed })
    const hits = async (vectors: Latent[]) => hitsOf(expected, await look(space, judge, vectors))
    const [sum, random, plain] = [
      await hits(made.sums),
      await hits(made.random),
      await hits(made.plain),
    ]
    found.push({ slot, sum, random, plain, chance })
    console.log(
      [
        pad(slot, 14),
        percent(sum.label, 5),
        percent(sum.stroke, 6),
        percent(sum.both, 4),
        percent(random.both, 20),
        percent(plain.both, 16),
        percent(chance, 9),
      ].join('  '),
    )
  }
  return found
}

async function look(space: LatentSpace, judge: KnownJudge, vectors: Latent[]): Promise<Seen> {
  const images = await space.draw(vectors)
  const { probabilities } = await space.opinion(judge, stack(images))
  const { classes } = judge.shape
  const labels = classesOf(probabilities, classes)
  const certainty = Array.from(labels, (label, i) => probabilities[i * classes + label] ?? 0)
  return { labels, certainty, ink: images.map(inkOf) }
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]

const pad = (value: unknown, width: number) => String(value).padStart(width)

const percent = (share: number, width: number) => pad(`${(100 * share).toFixed(0)} %`, width)
