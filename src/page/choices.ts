// The fields of what a run begins with: which GAN, of which networks, from which seed.

import { type ModelName, modelNames } from '../gan/models'
import { type ObjectiveName, objectiveNames } from '../gan/objectives'
import type { Settings } from './protocol'
import { modelTitles, objectiveTitles } from './titles'
import { element } from './view'

export interface Choices {
  objective: ObjectiveName
  model: ModelName
  seed: number
}

const objective = element('objective', HTMLSelectElement)
const model = element('model', HTMLSelectElement)
const seed = element('seed', HTMLInputElement)

for (const name of objectiveNames) objective.add(new Option(objectiveTitles[name], name))
for (const name of modelNames) model.add(new Option(modelTitles[name], name))

/** Shows what the address says, and what is taken where it says nothing. */
export function show(settings: Settings): void {
  objective.value = settings.objective ?? 'non-saturating'
  model.value = settings.model ?? 'dcgan'
  seed.valueAsNumber = settings.seed
}

export function chosen(): Choices {
  return {
    objective: objectiveNames.find((name) => name === objective.value) ?? 'non-saturating',
    model: modelNames.find((name) => name === model.value) ?? 'dcgan',
    seed: seed.valueAsNumber,
  }
}

export const areValid = (): boolean => seed.validity.valid

export const same = (a: Choices, b: Choices): boolean =>
  a.objective === b.objective && a.model === b.model && a.seed === b.seed

export function onInput(changed: () => void): void {
  for (const field of [objective, model, seed]) field.addEventListener('input', changed)
}
