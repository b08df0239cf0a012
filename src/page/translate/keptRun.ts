// State of a translation that can go on and be saved without a GPU, and its form in the browser's storage.

import { isRecord, parseJson } from '../../data/json'
import { CHECKPOINT, type Checkpoint, type Files, filesOf } from '../../gan/translate/files'
import { playersOf } from '../../gan/translate/players'
import { checkTranslation, type TranslationConfig } from '../../gan/translate/settings'
import type { LossLine } from '../../gan/translate/training'
import type { Curves } from '../core/history'
import type { StoredState } from '../core/storage'

export interface KeptTranslation extends Checkpoint {
  /** Lines of log.jsonl. */
  lines: readonly LossLine[]
  curves: Curves
}

/** Files as in the folder of `ganvas translate`. */
export function filesOfKept({ config, state, step, lines }: KeptTranslation): Files {
  const plan = { config, players: playersOf(config) }
  const { [CHECKPOINT]: checkpoint, ...networks } = filesOf(plan, { state, step })
  const text = (written: string) => new TextEncoder().encode(written)
  return {
    'config.json': text(textOf(config)),
    'log.jsonl': text(logOf(lines)),
    ...networks,
    ...(checkpoint && { [CHECKPOINT]: checkpoint }),
  }
}

const textOf = (config: TranslationConfig): string => `${JSON.stringify(config, null, 2)}\n`

const logOf = (lines: readonly LossLine[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('')

export const storedOf = ({ config, state, step, lines, curves }: KeptTranslation): StoredState => ({
  ...{ config: textOf(config), step, seconds: 0, state, curves },
  log: logOf(lines),
})

/** @throws DataError where this version cannot read its settings */
export function unpacked(
  { config, step, state, curves, log = '' }: StoredState,
  path: string,
): KeptTranslation {
  const lines = linesOf(log)
  return { config: checkTranslation(parseJson(config), path), step, state, curves, lines }
}

/** Lines of a log; those that cannot be read are left out. */
export const linesOf = (log: string): LossLine[] =>
  log.split('\n').flatMap((text) => {
    const line = text === '' ? undefined : parseJson(text)
    const known = isRecord(line) && typeof line['step'] === 'number'
    return known ? [line as unknown as LossLine] : []
  })
