// Worker jobs of the sliders: directions of what the page can read of a run's images, and truncation.

import { inkOf } from '../../gan/latent/analogies'
import { directionsOf } from '../../gan/latent/directions'
import { type Latent, unstack } from '../../gan/latent/latent'
import { principalDirections } from '../../gan/latent/latentMap'
import { examplesOf, type Factor, NONE, type Reading } from '../../gan/latent/readings'
import { STROKE, Thirds } from '../../gan/latent/thirds'
import { seededNoise } from '../../gan/model/noise'
import type { Artist } from '../lab/artist'
import type { Lab } from '../lab/lab'
import { artistOf, type From } from './jobs'
import { comparedBy } from './looks'

/** Factor that a slider changes, and the vector that it adds. */
export interface Attribute {
  name: string
  vector: Latent
}

export interface Attributes {
  attributes: Attribute[]
  /** Whether the generator has styles, which can be truncated. */
  hasStyles: boolean
}

/** Images by which directions are found, and those with and without an attribute, at least. */
const POOL = 1024
const LEAST = 10
/** Length of a direction in which images differ most, in typical lengths of noise. */
const FAR = 0.5

export const attributeJobs = {
  /** Directions of attributes, the class among them where the judge knows it; and two in which images differ most. */
  async latentAttributes(lab: Lab, from: From): Promise<Attributes> {
    const artist = await artistOf(lab, from)
    const { latent, channels, model } = artist.config
    const z = seededNoise(1, POOL, latent)
    const all = await artist.draw(z, from.label)
    const [codes, images] = [unstack(z, latent), unstack(all, all.length / POOL)]
    const readings = [
      ...(await classesOf(lab, artist, all)),
      ...(channels === 1
        ? [readingOf(STROKE, images.map(inkOf))]
        : [
            readingOf(factorOf('light'), images.map(mean)),
            readingOf(factorOf('warm'), images.map(warmth)),
          ]),
    ]
    const fitted = directionsOf(codes, readings)
    const known = readings.flatMap((reading, factor) =>
      reading.factor.values.flatMap((name, value): Attribute[] => {
        const vector = fitted[factor]?.[value]
        if (name === NONE || !vector) return []
        const examples = examplesOf(readings, { factor, value })
        const few = Math.min(examples.with.length, examples.without.length) < LEAST
        return few ? [] : [{ name, vector }]
      }),
    )
    const main = principalDirections(codes, all, 2).map((vector, i) => ({
      name: `direction ${i + 1}`,
      vector: vector.map((x) => x * FAR * Math.sqrt(latent)),
    }))
    return { attributes: [...known.reverse(), ...main], hasStyles: model === 'style' }
  },
}

/** The class by the judge of digits. */
async function classesOf(lab: Lab, artist: Artist, images: Float32Array): Promise<Reading[]> {
  if ((await comparedBy(lab, artist)) !== 'judge' || artist.config.classes > 0) return []
  const { probabilities } = await lab.judged.look(images)
  const values = Array.from({ length: probabilities.length / POOL }, (_, digit) => String(digit))
  return [{ factor: { name: 'class', values, isClass: true }, shares: probabilities }]
}

const factorOf = (name: string): Factor => ({ name, values: [NONE, name] })

/** Reading of an amount: certain for its lowest and its highest third. */
function readingOf(factor: Factor, amounts: readonly number[]): Reading {
  const labels = amounts.map(() => 0)
  return new Thirds(amounts, labels).read(amounts, { labels, factor })
}

const mean = (image: Float32Array): number =>
  image.reduce((sum, value) => sum + value, 0) / image.length

/** Red over blue, of an image in colour. */
const warmth = (image: Float32Array): number =>
  image.reduce((sum, value, i) => sum + (i % 3 === 0 ? value : i % 3 === 2 ? -value : 0), 0)
