// Settings of an adaptation.

import { DataError } from '../../data/imageSet'
import { isRecord, parseJson } from '../../data/json'
import type { JudgeShape } from '../judge/judge'

export const methodNames = ['adda', 'dann', 'translate'] as const

export type MethodName = (typeof methodNames)[number]

/** Numbers with which a method was measured (docs/adapt.md). */
export interface Recipe {
  steps: number
  batchSize: number
  /** Learning rate of the classifier, or of the translators. */
  lr: number
  /** Learning rate of the discriminator. */
  lrD: number
}

export const adaptRecipes: Record<MethodName, Recipe> = {
  // The classifier moves at a tenth of D's rate: faster, classes are swapped.
  adda: { steps: 1500, batchSize: 64, lr: 5e-5, lrD: 5e-4 },
  dann: { steps: 600, batchSize: 64, lr: 1e-3, lrD: 1e-3 },
  translate: { steps: 600, batchSize: 8, lr: 4e-4, lrD: 4e-4 },
}

/** Fewest images of a domain. */
export const LEAST_IMAGES = 16

export interface AdaptConfig extends Recipe, JudgeShape {
  /** Tells the folder of an adaptation from that of a GAN. */
  command: 'adapt'
  method: MethodName
  /** Names or paths of the data sets. */
  source: string
  target: string
  /** Hashes of the images (data/identity.ts). */
  sourcePictures: string
  targetPictures: string
  /** Names of the source's classes. */
  classNames: readonly string[]
  /** Width of the classifier. */
  width: number
  seed: number
  /** Steps that schedules are made for: those that the run began with. */
  planned: number
  logEvery: number
  saveEvery: number
  /** Whether a classifier of the target's labels is measured, too. */
  upperBound: boolean
  /** The adapter that the run began on: on another, a resumed run is not bit-identical. */
  adapter: string
}

/** A value of a file, which may be long. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing'
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

const whole = (value: unknown): boolean => Number.isInteger(value) && Number(value) > 0
const rate = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value < 1e3
const text = (value: unknown): boolean => typeof value === 'string'

const RULES: Record<keyof AdaptConfig, (value: unknown) => boolean> = {
  command: (value) => value === 'adapt',
  method: (value) => methodNames.some((name) => name === value),
  source: text,
  target: text,
  sourcePictures: text,
  targetPictures: text,
  classNames: (value) => Array.isArray(value) && value.every(text),
  imageSize: (value) => [16, 32, 64].some((side) => side === value),
  channels: (value) => value === 1 || value === 3,
  classes: whole,
  width: whole,
  seed: (value) => value === 0 || whole(value),
  steps: whole,
  planned: whole,
  batchSize: whole,
  lr: rate,
  lrD: rate,
  logEvery: whole,
  saveEvery: whole,
  upperBound: (value) => typeof value === 'boolean',
  adapter: text,
}

/**
 * Reads the text of the config.json of an adaptation; `path` is for the error.
 *
 * @throws DataError if it is not JSON, of another command, or a setting is out of range
 */
export function parseAdaptConfig(json: string, path: string): AdaptConfig {
  const read = parseJson(json)
  if (!isRecord(read)) throw new DataError(`${path} is not JSON. Take an earlier copy`)
  if (read['command'] !== 'adapt') {
    throw new DataError(
      `${path} is of a run of ganvas train. Give a folder that ganvas adapt wrote`,
    )
  }
  for (const [key, holds] of Object.entries(RULES)) {
    const value = read[key]
    if (!holds(value)) {
      throw new DataError(`${path}: ${key} is ${shown(value)}. Take an earlier copy`)
    }
  }
  return read as unknown as AdaptConfig
}
