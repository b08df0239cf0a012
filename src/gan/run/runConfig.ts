// config.json: the settings of a run, those of its GAN included, and their ranges.

import type { Identity } from '../../data/identity'
import { DataError } from '../../data/imageSet'
import { quote } from '../../data/json'
import type { Choices } from '../../gpu/choice'
import { type GanConfig, offers } from '../model/config'
import {
  type Having,
  mapRows,
  type Row,
  type Rule,
  ruleOf,
  type ValueOf,
  whole,
} from '../model/row'
import { settings } from '../model/settings'
import type { DataFacts } from './checkpoint'
import { type RunName, runSettings } from './runSettings'
import { isChoices } from './table'

type Table = typeof runSettings

type Optional = Having<Table, { value: { optional: true } }>

type RunSettings = { -readonly [Name in Exclude<RunName, Optional>]: ValueOf<Table[Name]> } & {
  -readonly [Name in Optional]?: ValueOf<Table[Name]> | undefined
}

export interface RunConfig extends GanConfig, RunSettings, Partial<Identity> {
  data: string
  /** Images in the data: another count is another data set. */
  images: number
  /** The adapter that trained the run: on another, a resumed run is not bit-identical. */
  adapter: string
  /** Kernels that were tuned for the run. A resumed run takes those of its checkpoint, which are the same. */
  table: Choices
}

const isText = (value: unknown): boolean => typeof value === 'string'

const words: Rule = { must: 'a text', holds: isText }

function orNone(row: Row): Rule {
  const { must, holds } = ruleOf(row)
  if (!row.value.optional) return { must, holds }
  return { must: `${must}, or left out`, holds: (value) => value === undefined || holds(value) }
}

const { cell, crop, ...ofTraining } = mapRows<RunName, Rule>(runSettings, orNone)

const RULES: Record<keyof RunConfig, Rule> = {
  data: words,
  cell,
  crop,
  images: whole(1),
  pictures: { must: 'a text, or left out', holds: (value) => value === undefined || isText(value) },
  classNames: {
    must: 'a list of texts, or left out',
    holds: (value) => value === undefined || (Array.isArray(value) && value.every(isText)),
  },
  ...offers,
  ...ofTraining,
  adapter: words,
  table: { must: 'a table of kernels', holds: isChoices },
}

/** Facts about the run's data, as its checkpoint stores them. */
export function dataFactsOf({ data, images, pictures, classNames }: RunConfig): DataFacts {
  const isNamed = !/[/\\]/.test(data) && data !== OWN
  return {
    ...(isNamed && { data }),
    images,
    ...(pictures !== undefined && { pictures }),
    ...(classNames && { classNames }),
  }
}

/** Name of the data of a run whose pictures were chosen in a page. */
export const OWN = 'own'

/** Values of what a config.json lacks, as runs had them before these settings existed. */
function absent(read: Partial<RunConfig>): [string, unknown][] {
  const rows = Object.entries<Row>({ ...settings, ...runSettings })
  const values = rows.flatMap(([name, { value }]): [string, unknown][] =>
    value.absent === undefined
      ? []
      : [[name, typeof value.absent === 'function' ? value.absent(read) : value.absent]],
  )
  return [...values, ['table', {}]]
}

/**
 * Reads the text of a config.json; `path` is for the error.
 *
 * @throws DataError if it is not JSON, or a setting is out of range
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
  if ('kind' in read && read.kind === 'translation') {
    throw new DataError(
      `${path} is of a translation: ganvas translate --checkpoint, evaluate and export take it`,
    )
  }
  if (Reflect.get(read, 'command') === 'adapt') {
    throw new DataError(
      `${path} is of a run of ganvas adapt, which has a classifier and no generator: ganvas adapt --resume, export and runs take it`,
    )
  }
  // In the file's own order: a resumed run writes the same bytes.
  const missing = Object.fromEntries(absent(read).filter(([key]) => !Object.hasOwn(read, key)))
  const config = { ...read, ...missing }
  const entries = new Map<string, unknown>(Object.entries(config))
  for (const [key, { must, holds }] of Object.entries(RULES)) {
    if (!holds(entries.get(key))) {
      throw new DataError(`${path}: ${key} is ${quote(entries.get(key))}, but must be ${must}`)
    }
  }
  return config as RunConfig
}
