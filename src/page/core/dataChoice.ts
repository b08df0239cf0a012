import { computed } from '@preact/signals'
import { batchFor, usualBatch } from '../../gan/model/presets'
import { imageSizes, USUAL_SIZE } from '../../gan/model/recipes'
import type { Said } from './line'
import type { DataName, Settings } from './protocol'
import { chosen, own } from './store'
import { text } from './text'

/** Settings derived from the images, not chosen by the user: other images replace them. */
let brought: Pick<Settings, 'imageSize' | 'batchSize'> = {}

/** Chooses other data, with the image size, batch size and classes that they allow. */
export function chooseData(data: DataName): void {
  const settings: Settings = { ...chosen.value, data }
  if (chosen.value.data !== data) delete settings.imageSize
  chosen.value = fitted(settings)
}

/** Height and width of the digits. The user's images are scaled to the model. */
const DIGITS = 28

/** Image sizes that the data fits into. The user's pictures are read at the usual size at most. */
export const sizesFor = ({ data }: Pick<Settings, 'data'>): readonly number[] =>
  imageSizes.filter((size) => size <= USUAL_SIZE && (data !== 'mnist' || size >= DIGITS))

/** Settings with the nearest image size that the data fits into, and a line about the change if there is one. */
export function fitting(settings: Settings): { settings: Settings; said: Said | undefined } {
  const { imageSize, ...rest } = settings
  const [least = 0] = sizesFor(settings)
  if (imageSize === undefined || imageSize >= least) return { settings, said: undefined }
  const said = () => text.value.status.fitted(DIGITS, least, imageSize)
  return { settings: { ...rest, imageSize: least }, said }
}

/** Number of classes that the next run could be conditioned on. */
export const classCount = computed((): number =>
  chosen.value.data === 'own' ? (own.value?.classes.length ?? 0) : 10,
)

function fitted(settings: Settings): Settings {
  for (const key of ['imageSize', 'batchSize'] as const) {
    if (settings[key] === brought[key]) delete settings[key]
  }
  brought = {}
  const { imageSize, classes = 0, batchSize = usualBatch } = settings
  const ofOwn = settings.data === 'own' ? own.value : undefined
  const most = ofOwn ? ofOwn.classes.length : settings.data === 'mnist' ? 10 : 0
  if (classes > 0 && (ofOwn || settings.data === 'mnist')) {
    if (most > 1) settings.classes = most
    else delete settings.classes
  }
  if (!ofOwn) return settings
  if (imageSize === undefined) brought.imageSize = ofOwn.imageSize
  if (batchSize > ofOwn.count) brought.batchSize = batchFor(ofOwn.count, batchSize)
  return { ...settings, ...brought }
}
