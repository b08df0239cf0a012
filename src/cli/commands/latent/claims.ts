// `ganvas latent claims`: what is said of the latent spaces of GANs, measured on one of them.

import { classesOf } from '../../../gan/judge/metrics/classes'
import { smoothness } from '../../../gan/judge/metrics/smoothness'
import { analogies, hitsOf, inkOf, type Seen } from '../../../gan/latent/analogies'
import { journey, type Latent } from '../../../gan/latent/latent'
import { writeWhole } from '../../folder/files'
import type { KnownJudge } from '../../gpu/judging'
import { Failure } from '../../terminal/failure'
import { inStudio, type Studio, type StudioOptions } from './studio'

export interface ClaimsOptions extends StudioOptions {
  seed: number
  json?: string
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

export function claims(options: ClaimsOptions): Promise<void> {
  const { seed, json } = options
  return inStudio(options, async (studio) => {
    const judge = await studio.judge()
    if (!judge) throw new Failure(`${studio.config.data} has no labels for a judge to learn`)
    const interpolation = await interpolate(studio, seed)
    const { classes } = studio.config
    if (classes > 0) {
      console.log('\nArithmetic changes the class: not measured where --class says which to draw')
    }
    const sums = classes > 0 ? undefined : await addUp(studio, judge, seed)
    if (json !== undefined)
      writeWhole(json, `${JSON.stringify({ interpolation, sums }, null, 2)}\n`)
  })
}

/** The largest step of a way over its mean step, beside the training images nearest to its frames. */
async function interpolate(studio: Studio, seed: number) {
  console.log(
    `\nThe largest step over the mean step, in the judge's features; median of ${WAYS} ways`,
  )
  console.log('frames  generated  nearest training images')
  const known = await studio.looks(await studio.training())
  const ends = studio.noise(seed, 2 * WAYS)
  const found = []
  for (const frames of FRAMES) {
    const ways = Array.from({ length: WAYS }, (_, i) =>
      journey(ends.slice(2 * i, 2 * i + 2), { frames }).flat(),
    )
    const drawn = await studio.looks(await studio.draw(ways.flat()))
    const stored = known.pick(await studio.nearest(drawn, known))
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

/** How often A - B + C is what it should be, beside what chance and other changes of C bring. */
async function addUp(studio: Studio, judge: KnownJudge, seed: number) {
  console.log(
    `\nThick a - thin a + thin b, and thin for thick: of ${TRIALS} sums, the share that is b, and thick`,
  )
  console.log(
    'vectors a slot  class  stroke  both  with a random change  without a change  by chance',
  )
  const pool = studio.noise(seed, POOL)
  const seen = await look(studio, judge, pool)
  const chance = 1 / judge.shape.classes / 2
  const found = []
  for (const slot of SLOTS) {
    const { expected, ...made } = analogies(pool, seen, { trials: TRIALS, slot, seed })
    const hits = async (vectors: Latent[]) => hitsOf(expected, await look(studio, judge, vectors))
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

async function look(studio: Studio, judge: KnownJudge, vectors: Latent[]): Promise<Seen> {
  const images = await studio.draw(vectors)
  const { probabilities } = await studio.opinion(judge, images)
  const { classes } = judge.shape
  const labels = classesOf(probabilities, classes)
  const certainty = Array.from(labels, (label, i) => probabilities[i * classes + label] ?? 0)
  return { labels, certainty, ink: images.map(inkOf) }
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]

const pad = (value: unknown, width: number) => String(value).padStart(width)

const percent = (share: number, width: number) => pad(`${(100 * share).toFixed(0)} %`, width)
