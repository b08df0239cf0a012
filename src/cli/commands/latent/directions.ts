// `ganvas latent directions`: directions of attributes in the latent space, fitted to all of them at once.

import { join } from 'node:path'
import { directionsOf } from '../../../gan/latent/directions'
import { Handfuls } from '../../../gan/latent/handfuls'
import type { Latent } from '../../../gan/latent/latent'
import {
  type Attribute,
  attributeOf,
  examplesOf,
  type Factor,
  namesOf,
  type Reading,
} from '../../../gan/latent/readings'
import { Failure, Misuse } from '../../terminal/failure'
import { report } from '../../terminal/json'
import { DIRECTIONS, type Direction, digestOf, saveDirections } from './directionsFile'
import { Examiner, factorsOf, GUIDES, WITNESSES } from './examiner'
import { bestDirection } from './fitting'
import { type Asked, lessonsFor } from './lessons'
import { type Measurement, measured, percent, tableOf } from './measuring'
import { inLatentSpace, type LatentSpace, type SpaceOptions } from './space'
import type { VectorName } from './vectors'

export interface DirectionsOptions extends SpaceOptions {
  attribute: Asked[]
  /** Vectors whose images have the attribute, and those whose images lack it. */
  with?: VectorName[]
  without?: VectorName[]
  /** Edits of each attribute to measure. */
  measure?: number
  out?: string
  seed: number
}

/** Images to which directions are fitted. */
const POOL = 10_000
/** Images with an attribute, and without it. */
const LEAST = 20

export function directions(options: DirectionsOptions): Promise<void> {
  const { attribute: asked, measure, seed } = options
  const { out = join(options.checkpoint, DIRECTIONS) } = options
  return inLatentSpace({ ...options, out }, async (space) => {
    const shown = await handfulsOf(space, options)
    const lessons = await lessonsFor(space, asked)
    const attributes = attributesFor(factorsOf(space, lessons, shown.handfuls), asked)
    const examiner = await Examiner.open(space, lessons, shown)
    const codes = space.noise(seed, POOL)
    const images = await space.draw(codes)
    const readings = await examiner.read(images)
    const able = attributes.filter(({ name, attribute }) => {
      const lack = lackOf(name, readings, attribute)
      if (lack !== undefined && asked.length > 0) throw new Failure(lack)
      if (lack !== undefined) console.error(lack)
      return lack === undefined
    })
    if (able.length === 0) throw new Failure('no attribute has examples. Train longer')
    const fitted = directionsOf(codes, readings)
    const found: Direction[] = []
    for (const { name, attribute } of able) {
      const vector = fitted[attribute.factor]?.[attribute.value] as Latent
      const pool = { codes, readings }
      const best = await bestDirection({ space, examiner, pool, attribute, vector, seed })
      found.push({ name, vector: best.vector })
      console.error(
        `${name}: ${percent(best.both)} of its edits succeed, of the fitted direction's ${percent(best.fitted)}`,
      )
    }
    const measurements: Measurement[] = []
    if (measure !== undefined) {
      const witness = await Examiner.open(space, lessons, { ...shown, seeds: WITNESSES })
      const leader = await Examiner.open(space, lessons, { ...shown, seeds: GUIDES })
      // Its scale of ink is that of the same images.
      await leader.read(images)
      const judges = { examiner, leader, witness }
      measurements.push(
        ...(await measured({ space, ...judges, directions: found, count: measure, seed })),
      )
    }
    saveDirections(out, {
      directions: found,
      generator: digestOf(space.generator.bytes),
      codes: space.codes,
    })
    report({ files: [out], attributes: found.map(({ name }) => name), measurements })
    for (const line of tableOf(measurements, measure)) console.log(line)
    console.log(
      `${found.length === 1 ? '1 direction' : `${found.length} directions`} in ${out}: ${found.map(({ name }) => name).join(', ')}`,
    )
  })
}

/** Examples that are named by their vectors. */
async function handfulsOf(
  space: LatentSpace,
  { attribute: asked, with: has, without: lacks }: DirectionsOptions,
): Promise<{ handfuls?: Handfuls }> {
  if (!has && !lacks) return {}
  if (!has || !lacks) throw new Misuse('--with and --without belong together. Add the other one')
  const [only, ...more] = asked
  if (!only || only.pictures !== undefined || more.length > 0) {
    throw new Misuse('--with and --without show one attribute. Add one --attribute with its name')
  }
  const names = [...has, ...lacks].map((name) => JSON.stringify(name))
  if (new Set(names).size < names.length) {
    throw new Misuse('--with and --without name a vector twice. Name each once')
  }
  const images = await space.draw(space.vectors([...has, ...lacks]))
  const { each } = await space.looks(images)
  const handfuls = new Handfuls(only.name, each.slice(0, has.length), each.slice(has.length))
  return { handfuls }
}

interface Named {
  name: string
  attribute: Attribute
}

/** Attributes that are asked for; by default all. */
function attributesFor(factors: readonly Factor[], asked: readonly Asked[]): Named[] {
  const names = namesOf(factors)
  if (names.length === 0)
    throw new Failure(
      "the run's images have no labels. Add --attribute NAME=PATH of labelled pictures, or --with and --without",
    )
  return (asked.length > 0 ? asked.map(({ name }) => name) : names).map((name) => {
    const attribute = attributeOf(name, factors)
    if (attribute) return { name, attribute }
    throw new Misuse(
      `--attribute ${name}: the run knows ${names.join(', ')}. For another, add =PATH of labelled pictures, or --with and --without`,
    )
  })
}

/** Line that says why there is no direction, where examples are missing. */
function lackOf(
  name: string,
  readings: readonly Reading[],
  attribute: Attribute,
): string | undefined {
  const examples = examplesOf(readings, attribute)
  const [fewer, what] =
    examples.with.length < examples.without.length
      ? [examples.with.length, 'with it']
      : [examples.without.length, 'without it']
  if (fewer >= LEAST) return undefined
  return `${name}: no direction, for ${fewer} of ${POOL.toLocaleString('en')} drawn images are certainly ${what}, and ${LEAST} are needed. Train longer, or on more pictures ${what}`
}
