// The choice of data, and the settings that go with it.

import { computed } from '@preact/signals'
import type { DataName, Settings } from './protocol'
import { chosen, own } from './store'

/** Batch size, where the user chose none. */
const BATCH = 64

/** Settings that the last images brought, where the user chose none: other images bring their own. */
let brought: Pick<Settings, 'imageSize' | 'batchSize'> = {}

/** Takes other data, with the size, the batch and the classes that these images allow. */
export function chooseData(data: DataName): void {
  const settings: Settings = { ...chosen.value, data }
  if (chosen.value.data !== data) delete settings.imageSize
  chosen.value = fitted(settings)
}

/** Number of classes that the next run could learn. */
export const classCount = computed((): number =>
  chosen.value.data === 'own' ? (own.value?.classes.length ?? 0) : 10,
)

function fitted(settings: Settings): Settings {
  for (const key of ['imageSize', 'batchSize'] as const) {
    if (settings[key] === brought[key]) delete settings[key]
  }
  brought = {}
  const { imageSize, classes = 0, batchSize = BATCH } = settings
  const ofOwn = settings.data === 'own' ? own.value : undefined
  const most = ofOwn ? ofOwn.classes.length : settings.data === 'mnist' ? 10 : 0
  if (classes > 0 && (ofOwn || settings.data === 'mnist')) {
    if (most > 1) settings.classes = most
    else delete settings.classes
  }
  if (!ofOwn) return settings
  if (imageSize === undefined) brought.imageSize = ofOwn.imageSize
  // The largest power of two with enough images.
  if (batchSize > ofOwn.count) brought.batchSize = 2 ** Math.floor(Math.log2(ofOwn.count))
  return { ...settings, ...brought }
}
