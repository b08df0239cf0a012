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
import { titles } from '../parts/titles'

/** Error in the address, if there is one. */
export let misread: string | undefined

export const comparison = signal<Comparison>(read())

/** Part of the address after the settings of runs. */
export const comparisonPart = computed(() => writeComparison(comparison.value))

function read(): Comparison {
  try {
    return readComparison(location.search)
  } catch (error) {
    misread = messageOf(error)
    return usualComparison
  }
}

/** Settings of runs that all rivals take; the others come from each objective's recipe. */
const COMMON = ['imageSize', 'width', 'latent', 'batchSize'] as const

/** Common settings; digits replace points, which cannot be compared. */
export const common = computed((): Settings => {
  const settings = chosen.value
  const data = settings.data === 'own' ? 'own' : 'mnist'
  const shared: Settings = { seed: settings.seed, data }
  for (const key of COMMON) {
    if (settings[key] !== undefined) Object.assign(shared, { [key]: settings[key] })
  }
  return shared
})

/** Replaces the rival at this index; undefined ends the list there. */
export function chooseRival(index: number, rival: RivalChoice | undefined): void {
  const rivals = [...comparison.value.rivals]
  if (rival) rivals[index] = rival
  else rivals.length = index
  comparison.value = { ...comparison.value, rivals }
}

/** "Hinge", or "LSGAN, MLP". */
export function titleOf({ objective, model }: RivalChoice): string {
  const { models, objectives } = titles.value
  const title = objectives[objective]
  const capital = `${title.charAt(0).toUpperCase()}${title.slice(1)}`
  return model === 'dcgan' ? capital : `${capital}, ${models[model]}`
}

/** Colour and dashes of each line: dashes help readers who cannot tell the colours apart. */
export const looks = [
  { colour: '--first', dash: [] },
  { colour: '--second', dash: [8, 4] },
  { colour: '--third', dash: [2, 3] },
] as const
