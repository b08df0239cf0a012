// The configuration of a GAN: its type, ranges and groups of settings, as the table of settings has them.

import { check } from '../../autograd/check'
import { type Having, mapRows, namesOf, offerOf, type Rule, ruleOf, type ValueOf } from './row'
import { settings } from './settings'

type Table = typeof settings

/** Value of every setting; `settings` describes each. */
export type GanConfig = { -readonly [Name in keyof Table]: ValueOf<Table[Name]> }

export type SettingName = keyof GanConfig

export type PageName = Having<Table, { page: object }>

/** Settings that can change while a run goes on. */
export type Live = Pick<GanConfig, Having<Table, { run: { live: number } }>>

export const rules: Record<SettingName, Rule> = mapRows(settings, ruleOf)

/** Rules of runs whose networks are the program's own. */
export const offers: Record<SettingName, Rule> = mapRows(settings, offerOf)

export const pageNames = namesOf<PageName>(settings, ({ page }) => page !== undefined)

/** In the order of their values in a checkpoint. */
export const LIVE: readonly (keyof Live)[] = namesOf<keyof Live>(
  settings,
  ({ run }) => run?.live !== undefined,
).sort((a, b) => settings[a].run.live - settings[b].run.live)

export const penalties = namesOf<Having<Table, { run: { penalty: string } }>>(
  settings,
  ({ run }) => run?.penalty !== undefined,
)

/** Does a penalty on D's gradient shape D? */
export const hasPenalty = (config: GanConfig): boolean => penalties.some((name) => config[name] > 0)

/** @throws TensorError if a setting is out of range */
export function checkConfig(config: Partial<GanConfig>): void {
  for (const [name, value] of Object.entries(config)) {
    const rule = rules[name as SettingName] as Rule | undefined
    check(!rule || rule.holds(value), 'GanConfig', () => {
      return `${name} is ${String(value)}, but must be ${rule?.must}.`
    })
  }
}
