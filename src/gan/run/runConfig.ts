// config.json: the settings of a run, and what each of them may be.

import { DataError } from '../../data/imageSet'
import { quote } from '../../data/json'
import type { Choices } from '../../gpu/choice'
import { type GanConfig, oneOf, type Rule, rules, whole } from '../model/config'
import { imageSizes } from '../model/recipes'
import { isChoices } from './table'

/** What a run in the terminal does when it goes wrong. */
export const remedies = ['warn', 'rollback'] as const

export type Remedy = (typeof remedies)[number]

/** What the best checkpoint of a run may be chosen by; less is better. */
export const scores = ['frechet', 'sliced'] as const

export type Score = (typeof scores)[number]

export const scoreNames: Record<Score, string> = {
  frechet: 'Fréchet distance',
  sliced: 'sliced Wasserstein distance',
}

export interface RunConfig extends GanConfig {
  data: string
  /** Of data that are sprite sheets: pixels along a side of each sprite. */
  cell?: number | undefined
  /** Images in the data: another count is another data set. */
  images: number
  steps: number
  logEvery: number
  sampleEvery: number
  onCollapse: Remedy
  /** Checkpoints that are kept. */
  keep?: number | undefined
  /** What the best one is chosen by. */
  best?: Score | undefined
  /** What it was trained on: another adapter continues the run, but not to the same bits. */
  adapter: string
  /** The kernels that were tuned for it. A resumed run takes those of its checkpoint, which are the same. */
  table: Choices
}

const words: Rule = { must: 'a text', holds: (value) => typeof value === 'string' }

const orNone = ({ must, holds }: Rule): Rule => ({
  must: `${must}, or left out`,
  holds: (value) => value === undefined || holds(value),
})

const RULES: Record<keyof RunConfig, Rule> = {
  data: words,
  cell: orNone(whole(1)),
  images: whole(1),
  ...rules,
  imageSize: oneOf(imageSizes),
  steps: whole(1),
  logEvery: whole(1),
  sampleEvery: whole(1),
  onCollapse: oneOf(remedies),
  keep: orNone(whole(1)),
  best: orNone(oneOf(scores)),
  adapter: words,
  table: { must: 'a table of kernels', holds: isChoices },
}

/** What runs had, before these could be chosen. */
const EARLIER = {
  criticSteps: 1,
  criticWarmup: false,
  clip: 0,
  lambda: 0,
  r1: 0,
  augment: '',
  classes: 0,
  spectralNorm: false,
  ema: 0,
  halfActivations: false,
  onCollapse: 'warn',
  table: {},
}

/**
 * Reads the text of a config.json; `path` is for the error.
 *
 * @throws DataError where it is no JSON, or a setting is what it must not be
 */
export function parseConfig(json: string, path: string): RunConfig {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new DataError(`${path} is not JSON: ${why}`, { cause })
  }
  const read: Partial<RunConfig> = value instanceof Object ? value : {}
  // In the file's own order: a run that goes on writes the same bytes.
  const earlier = Object.entries({ ...EARLIER, lrD: read.lr })
  const missing = Object.fromEntries(earlier.filter(([key]) => !Object.hasOwn(read, key)))
  const config = { ...read, ...missing }
  const entries = new Map<string, unknown>(Object.entries(config))
  for (const [key, { must, holds }] of Object.entries(RULES)) {
    if (!holds(entries.get(key))) {
      throw new DataError(`${path}: ${key} is ${quote(entries.get(key))}, but must be ${must}`)
    }
  }
  return config as RunConfig
}
