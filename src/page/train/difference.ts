// A line that says how the present run differs from the settings and pictures that are chosen for the next one.

import { computed } from '@preact/signals'
import type { PageName } from '../../gan/model/config'
import { pageNames } from '../../gan/model/config'
import { isToy, next } from '../core/choice'
import type { Settings } from '../core/protocol'
import {
  began,
  chosen,
  config,
  isAnother,
  opened,
  ownTaken,
  phase,
  recorded,
  step,
} from '../core/store'
import { titles } from '../parts/titles'
import { text } from './text'

/** Most settings to name; the rest are counted. */
const NAMED = 3

/** Empty while there is no difference, or no run. */
export const difference = computed((): string => {
  if (!isAnother.value || ['loading', 'empty'].includes(phase.value) || recorded.value) return ''
  if (step.value === 0) return text.value.difference.start
  const uses = began.value && usesOf(began.value)
  return uses ? text.value.difference.uses(uses) : ''
})

function usesOf(run: Settings): string {
  const words = text.value.difference
  const parts = run.data === chosen.value.data ? [] : [titles.value.data[run.data]]
  if (run.data === 'own' && chosen.value.data === 'own' && !ownTaken.value) {
    parts.push(words.imagesBefore)
  }
  // Networks of points and of images have nothing in common to name.
  if (isToy(run) === isToy(chosen.value)) parts.push(...pageNames.flatMap(partOf))
  if (parts.length === 0) return words.other
  const rest = parts.length - NAMED
  return words.named(parts.slice(0, NAMED), rest)
}

/** `Width 8`, where the user chose another for the next run. */
function partOf(name: PageName): string[] {
  // Other settings follow from these.
  if (began.value?.[name] === undefined && chosen.value[name] === undefined) return []
  const value = valueInRun(name)
  const wanted = next.value?.[name] ?? chosen.value[name]
  if (value === wanted) return []
  const { title } = text.value.setup.settings[name]
  const { without, is } = text.value.difference
  if (value === undefined || value === '' || value === false) return [without(title)]
  const { models, objectives } = titles.value
  const named: Record<string, string> = { ...models, ...objectives }
  return [value === true ? title : is(title, named[String(value)] ?? String(value))]
}

const valueInRun = (name: PageName) =>
  opened.value?.about.kind === 'images' ? config.value?.[name] : began.value?.[name]
