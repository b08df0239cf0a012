// Factors of images, each of which takes one of several values: the class, a hat or none, a thin or a thick stroke.
// Readings say which an image has; trials ask for another value of one factor while the others stay.

import { Random } from '../../nn/philox'

export interface Factor {
  name: string
  /** Names of the values. */
  values: readonly string[]
  /** An image counts as an example only where its class is certain. */
  isClass?: boolean
}

/** A factor of some images. */
export interface Reading {
  factor: Factor
  /** [images, values]: from 0 to 1, and 1 in total. */
  shares: Float32Array
}

/** Name of the value of an image without what a factor is about. */
export const NONE = 'none'

/** Share from which a value is certain. */
export const CERTAIN = 0.9

export const shareOf = ({ factor, shares }: Reading, image: number, value: number): number =>
  shares[image * factor.values.length + value] ?? 0

/** The value with the largest share. */
export function likeliest(reading: Reading, image: number): number {
  let best = 0
  for (let v = 1; v < reading.factor.values.length; v++) {
    if (shareOf(reading, image, v) > shareOf(reading, image, best)) best = v
  }
  return best
}

const isCertain = (reading: Reading, image: number): boolean =>
  shareOf(reading, image, likeliest(reading, image)) >= CERTAIN

/** A value of a factor: what a direction leads to. */
export interface Attribute {
  /** Place of the factor. */
  factor: number
  value: number
}

/** Names that `attributeOf` knows. */
export const namesOf = (factors: readonly Factor[]): string[] => [
  ...new Set(factors.flatMap(({ values }) => values.filter((name) => name !== NONE))),
]

export function attributeOf(name: string, factors: readonly Factor[]): Attribute | undefined {
  const factor = factors.findIndex(({ values }) => name !== NONE && values.includes(name))
  const value = factors[factor]?.values.indexOf(name)
  return value === undefined ? undefined : { factor, value }
}

/** An edit to try: an image whose factor is to become another value. */
export interface Trial {
  image: number
  factor: number
  to: number
}

/** Images with and without an attribute, if they and their class are certain. */
export function examplesOf(readings: readonly Reading[], { factor, value }: Attribute) {
  const reading = readings[factor]
  if (!reading) return { with: [], without: [] }
  const sure = readings.filter((each) => each === reading || each.factor.isClass)
  const images = Array.from(
    { length: reading.shares.length / reading.factor.values.length },
    (_, n) => n,
  ).filter((n) => sure.every((each) => isCertain(each, n)))
  return {
    with: images.filter((n) => likeliest(reading, n) === value),
    without: images.filter((n) => likeliest(reading, n) !== value),
  }
}

/** Trials of an attribute: put on, and, where the factor has two values, as often taken off. None without examples. */
export function trialsOf(
  readings: readonly Reading[],
  attribute: Attribute,
  { count, seed }: { count: number; seed: number },
): Trial[] {
  const { factor, value } = attribute
  const examples = examplesOf(readings, attribute)
  const back = readings[factor]?.factor.values.length === 2
  if (examples.without.length === 0 || (back && examples.with.length === 0)) return []
  const random = new Random(seed, 0x65646974)
  return Array.from({ length: count }, (_, n) => {
    const off = back && n % 2 === 1
    const from = off ? examples.with : examples.without
    return { image: from[random.below(from.length)] ?? 0, factor, to: off ? 1 - value : value }
  })
}

/** Shares of trials, from 0 to 1. */
export interface Success {
  /** The value that was asked for appears. */
  appears: number
  /** All other factors stay. */
  stays: number
  both: number
  /** Each of the other factors stays. */
  kept: Record<string, number>
}

/**
 * Success of trials.
 *
 * @param before  readings of the images to which the trials point
 * @param after   readings of the edited images, one for each trial
 */
export function successOf(
  trials: readonly Trial[],
  before: readonly Reading[],
  after: readonly Reading[],
): Success {
  const value = (readings: readonly Reading[], factor: number, image: number) => {
    const reading = readings[factor]
    return reading ? likeliest(reading, image) : 0
  }
  const factors = before.map((_, f) => f)
  const kept = factors.map((f) =>
    trials.map(
      ({ image, factor }, n) => f === factor || value(before, f, image) === value(after, f, n),
    ),
  )
  const appears = trials.map(({ factor, to }, n) => value(after, factor, n) === to)
  const stays = trials.map((_, n) => kept.every((each) => each[n]))
  const share = (hits: readonly boolean[]) => hits.filter(Boolean).length / hits.length
  return {
    appears: share(appears),
    stays: share(stays),
    both: share(stays.map((stay, n) => stay && appears[n] === true)),
    kept: Object.fromEntries(
      factors
        .filter((f) => f !== trials[0]?.factor)
        .map((f) => [before[f]?.factor.name ?? '', share(kept[f] ?? [])]),
    ),
  }
}
