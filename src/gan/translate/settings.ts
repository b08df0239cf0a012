// Settings of a translation, a row each: options of the terminal, ranges of config.json, and defaults follow from them.

import { DataError } from '../../data/imageSet'
import { quote } from '../../data/json'
import { LARGE, mapRows, offerOf, type Row, type Rule, type ValueOf, whole } from '../model/row'

export const translatorModels = ['resnet', 'unet'] as const

export type TranslatorModel = (typeof translatorModels)[number]

/** Height and width of the images that a translator learns from. */
export const translationSizes = [32, 64, 128] as const

export const translationSettings = {
  model: {
    value: { kind: 'choice', of: translatorModels },
    terminal: { flag: '--model <name>', usual: 'unet with --pairs, else resnet' },
    help: 'translators: residual blocks (resnet), or each size handed across (unet)',
  },
  imageSize: {
    value: { kind: 'whole', least: 1, offered: translationSizes, default: 32 },
    terminal: { flag: '--image-size <n>' },
    help: 'height and width of the images to learn from: 32, 64 or 128',
  },
  width: {
    value: { kind: 'whole', least: 1, most: 1024 },
    terminal: { flag: '--width <n>', usual: 'resnet 16, from 64 pixels on 24; unet 32' },
    help: 'channels of the layer nearest the image; D has 32, or as many where they are fewer than 8',
  },
  blocks: {
    value: { kind: 'whole', least: 1, most: 64, default: 3 },
    terminal: { flag: '--blocks <n>' },
    help: 'residual blocks of a resnet',
  },
  batchSize: {
    value: { kind: 'whole', least: 1, most: 4096 },
    terminal: { flag: '--batch-size <n>', usual: '8; with --pairs 16' },
    help: 'images in a batch',
  },
  lr: {
    value: { kind: 'number', below: LARGE },
    terminal: { flag: '--lr <x>', usual: '0.0004; with --pairs 0.0005' },
    help: "Adam's learning rate, which falls to 0 in the second half of the steps",
  },
  cycle: {
    value: { kind: 'number', below: LARGE, default: 10 },
    terminal: { flag: '--cycle <x>' },
    help: 'without pairs: weight of the way there and back',
  },
  identity: {
    value: { kind: 'number', below: LARGE, default: 5 },
    terminal: { flag: '--identity <x>' },
    help: 'without pairs: weight of leaving an image alone that is of the other set already',
  },
  l1: {
    value: { kind: 'number', below: LARGE, default: 100 },
    terminal: { flag: '--l1 <x>' },
    help: 'with --pairs: weight of the difference to the true partner',
  },
  pool: {
    value: { kind: 'whole', least: 0, most: 65536, default: 50 },
    terminal: { flag: '--pool <n>' },
    help: 'without pairs: earlier images, some of which D sees in place of new ones',
  },
  shift: {
    value: { kind: 'whole', least: 0, most: 16, default: 2 },
    terminal: { flag: '--shift <n>' },
    help: 'pixels that an image is moved by at random, at most; partners move together',
  },
  flip: {
    value: { kind: 'flag', default: true },
    terminal: { flag: '--no-flip' },
    help: 'mirror no images; else half of them are, partners together',
  },
  steps: {
    value: { kind: 'whole', least: 1 },
    terminal: { flag: '--steps <n>', usual: '700; with --pairs 1000' },
    help: 'step to train to',
  },
  seed: {
    value: { kind: 'whole', least: 0, default: 1 },
    terminal: { flag: '--seed <n>' },
    help: 'seed of the weights, of the order of images, and of their changes',
  },
  logEvery: {
    value: { kind: 'whole', least: 1, default: 10 },
    terminal: { flag: '--log-every <n>' },
    help: 'steps between log lines',
  },
  sampleEvery: {
    value: { kind: 'whole', least: 1, default: 100 },
    terminal: { flag: '--sample-every <n>' },
    help: 'steps between sample sheets and checkpoints',
  },
} as const satisfies Record<string, Row>

type Table = typeof translationSettings

export type TranslationSettings = { -readonly [Name in keyof Table]: ValueOf<Table[Name]> }

export interface TranslationConfig extends TranslationSettings {
  kind: 'translation'
  /** Name or path of the two sets; of pairs, `from` alone. */
  from: string
  to: string
  paired: boolean
  channels: number
  /** Images of each set to learn from, and their identities. */
  images: { a: number; b: number }
  pictures: { a: string; b: string }
  adapter: string
}

/** Settings that are not typed, for pairs or for two sets. */
export function presetOf(
  chosen: Partial<TranslationSettings>,
  { paired }: { paired: boolean },
): TranslationSettings {
  const { model = paired ? 'unet' : 'resnet', imageSize = 32 } = chosen
  const usual = paired
    ? { batchSize: 16, lr: 5e-4, steps: 1000 }
    : { batchSize: 8, lr: 4e-4, steps: 700 }
  const { width: _, ...defaults } = mapRows<string, unknown>(
    translationSettings,
    ({ value }) => value.default,
  )
  return {
    ...defaults,
    model,
    width: model === 'unet' ? 32 : imageSize > 32 ? 24 : 16,
    ...usual,
    ...chosen,
  } as TranslationSettings
}

const text: Rule = { must: 'a text', holds: (value) => typeof value === 'string' }

function both({ must, holds }: Rule): Rule {
  return {
    must: `a and b, each ${must}`,
    holds: (value) =>
      value instanceof Object && holds(Reflect.get(value, 'a')) && holds(Reflect.get(value, 'b')),
  }
}

const RULES: Readonly<Record<keyof TranslationConfig, Rule>> = {
  ...mapRows<keyof TranslationSettings, Rule>(translationSettings, offerOf),
  kind: { must: 'translation', holds: (value) => value === 'translation' },
  from: text,
  to: text,
  paired: { must: 'true or false', holds: (value) => typeof value === 'boolean' },
  channels: { must: '1 or 3', holds: (value) => value === 1 || value === 3 },
  images: both(whole(1)),
  pictures: both(text),
  adapter: text,
}

/**
 * A configuration from a file.
 *
 * @param path  for the error
 * @throws DataError if a setting is missing or out of range
 */
export function checkTranslation(value: unknown, path: string): TranslationConfig {
  const entries = new Map<string, unknown>(Object.entries(value instanceof Object ? value : {}))
  for (const [key, { must, holds }] of Object.entries(RULES)) {
    if (!holds(entries.get(key))) {
      throw new DataError(`${path}: ${key} is ${quote(entries.get(key))}, but must be ${must}`)
    }
  }
  return value as TranslationConfig
}
