// A line that says how the present run differs from the settings and pictures that are chosen for the next one.

import { computed } from '@preact/signals'
import type { PageName } from '../../gan/model/config'
import { pageNames } from '../../gan/model/config'
import type { Row } from '../../gan/model/row'
import { settings } from '../../gan/model/settings'
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
import { dataTitles, modelTitles, objectiveTitles } from '../parts/titles'

/** Most settings to name; the rest are counted. */
const NAMED = 3

const titles: Record<string, string> = { ...modelTitles, ...objectiveTitles }

/** Empty while there is no difference, or no run. */
export const difference = computed((): string => {
  if (!isAnother.value || ['loading', 'empty'].includes(phase.value) || recorded.value) return ''
  if (step.value === 0) return 'Start uses the new settings.'
  const uses = began.value && usesOf(began.value)
  return uses ? `The run uses ${uses}; Reset to use the new settings.` : ''
})

function usesOf(run: Settings): string {
  const parts = run.data === chosen.value.data ? [] : [dataTitles[run.data]]
  if (run.data === 'own' && chosen.value.data === 'own' && !ownTaken.value) {
    parts.push('the images before these')
  }
  // Networks of points and of images have nothing in common to name.
  if (isToy(run) === isToy(chosen.value)) parts.push(...pageNames.flatMap(partOf))
  if (parts.length === 0) return 'other settings'
  const rest = parts.length - NAMED
  const named = parts.slice(0, NAMED).join(', ')
  return rest > 0 ? `${named} and ${rest} other settings` : named
}

/** `Width 8`, where the user chose another for the next run. */
function partOf(name: PageName): string[] {
  // Other settings follow from these.
  if (began.value?.[name] === undefined && chosen.value[name] === undefined) return []
  const value = valueInRun(name)
  const wanted = next.value?.[name] ?? chosen.value[name]
  if (value === wanted) return []
  const { page }: Row = settings[name]
  const title = page?.title ?? name
  if (value === undefined || value === '' || value === false) return [`no ${title}`]
  return [value === true ? title : `${title} ${titles[String(value)] ?? value}`]
}

const valueInRun = (name: PageName) =>
  opened.value?.about.kind === 'images' ? config.value?.[name] : began.value?.[name]
