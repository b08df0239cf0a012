// config.json: the settings of a run, and what each of them may be.

import { imageSizes, modelNames } from '../gan/models'
import { objectiveNames } from '../gan/objectives'
import type { GanConfig } from '../gan/trainer'
import { Failure, text } from './failure'
import { LARGE, MOST } from './options'

export interface RunConfig extends GanConfig {
  data: string
  /** Images in the data: another count is another data set. */
  images: number
  steps: number
  logEvery: number
  sampleEvery: number
  /** What it was trained on: another adapter continues the run, but not to the same bits. */
  adapter: string
}

type Rule = { must: string; holds: (value: unknown) => boolean }

const whole = (least: number, most = MOST): Rule => ({
  must: `a whole number from ${least} to ${most}`,
  holds: (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
})

const oneOf = (values: readonly unknown[]): Rule => ({
  must: `one of ${values.join(', ')}`,
  holds: (value) => values.includes(value),
})

const notNegative: Rule = {
  must: `a number from 0 to below ${LARGE}`,
  holds: (value) => Number.isFinite(value) && Number(value) >= 0 && Number(value) < LARGE,
}

const words: Rule = { must: 'a text', holds: (value) => typeof value === 'string' }

const RULES: Record<keyof RunConfig, Rule> = {
  data: words,
  images: whole(1),
  objective: oneOf(objectiveNames),
  model: oneOf(modelNames),
  imageSize: oneOf(imageSizes),
  channels: oneOf([1, 3]),
  width: whole(1, 1024),
  latent: whole(1, 65536),
  batchSize: whole(1, 65536),
  lr: notNegative,
  beta1: {
    must: 'a number from 0 to below 1',
    holds: (value) => Number.isFinite(value) && Number(value) >= 0 && Number(value) < 1,
  },
  criticSteps: whole(1, 1000),
  clip: notNegative,
  lambda: notNegative,
  seed: whole(0),
  steps: whole(1),
  logEvery: whole(1),
  sampleEvery: whole(1),
  adapter: words,
}

/** Reads the text of a config.json; `path` is for the error. */
export function parseConfig(json: string, path: string): RunConfig {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (cause) {
    throw new Failure(`${path} is not JSON: ${text(cause)}`, { cause })
  }
  const entries = new Map(Object.entries(value ?? {}))
  for (const [key, { must, holds }] of Object.entries(RULES)) {
    if (!holds(entries.get(key))) {
      throw new Failure(
        `${path}: ${key} is ${JSON.stringify(entries.get(key))}, but must be ${must}`,
      )
    }
  }
  return value as RunConfig
}
