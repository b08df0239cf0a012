// Who is compared with whom, and what all of them have in common.

import { computed, signal } from '@preact/signals'
import {
  type Comparison,
  type RivalChoice,
  readComparison,
  usualComparison,
  writeComparison,
} from '../core/address'
import type { Settings } from '../core/protocol'
import { chosen } from '../core/store'
import { messageOf } from '../core/words'
import { modelTitles, objectiveTitles } from '../parts/titles'

/** What is wrong with the address, if it says what cannot be. */
export let misread: string | undefined

export const comparison = signal<Comparison>(read())

/** It stands in the address after the settings of runs. */
export const comparisonPart = computed(() => writeComparison(comparison.value))

function read(): Comparison {
  try {
    return readComparison(location.search)
  } catch (error) {
    misread = messageOf(error)
    return usualComparison
  }
}

/** What rivals take over from the settings of runs; all else is each one's own recipe. */
const COMMON = ['imageSize', 'width', 'latent', 'batchSize'] as const

/** Points have no rivals: digits take their place. */
export const common = computed((): Settings => {
  const settings = chosen.value
  const data = settings.data === 'own' ? 'own' : 'mnist'
  const shared: Settings = { seed: settings.seed, data }
  for (const key of COMMON) {
    if (settings[key] !== undefined) Object.assign(shared, { [key]: settings[key] })
  }
  return shared
})

/** The rival at this place becomes another; none ends the list. */
export function chooseRival(index: number, rival: RivalChoice | undefined): void {
  const rivals = [...comparison.value.rivals]
  if (rival) rivals[index] = rival
  else rivals.length = index
  comparison.value = { ...comparison.value, rivals }
}

/** Hinge, or LSGAN, MLP. */
export function titleOf({ objective, model }: RivalChoice): string {
  const title = objectiveTitles[objective]
  const capital = `${title.charAt(0).toUpperCase()}${title.slice(1)}`
  return model === 'dcgan' ? capital : `${capital}, ${modelTitles[model]}`
}

/** How each is told from the others, in colour and, for those who see colours otherwise, in dashes. */
export const looks = [
  { colour: '--first', dash: [] },
  { colour: '--second', dash: [8, 4] },
  { colour: '--third', dash: [2, 3] },
] as const
