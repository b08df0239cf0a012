// Trainers of images, with kernels that are tuned where they can be: for the studio's run and for rivals.

import type { ImageSet, NamedSet } from '../../data/imageSet'
import { resized } from '../../data/resize'
import type { GanConfig } from '../../gan/model/config'
import { makeBlueprint } from '../../gan/run/blueprint'
import { Trainer } from '../../gan/run/trainer'
import type { Choices } from '../../gpu/choice'
import type { Gpu } from '../../gpu/device'
import type { Settings } from '../core/protocol'
import { checkFits } from './fits'
import { setOriginal } from './keeper'
import type { Lab } from './lab'
import { tunedTable } from './tables'

/**
 * @param table  kernels to take, without a race
 * @param began  called before kernels race, the first time that this GPU trains such networks
 */
export async function openTrainer(
  gpu: Gpu,
  images: ImageSet,
  { config, table: given, began }: { config: GanConfig; table?: Choices; began: () => void },
): Promise<Trainer> {
  checkFits(config, images)
  const { traits } = gpu
  const table =
    given ?? (await tunedTable(gpu, makeBlueprint(config, images, { traits }), { began }))
  return Trainer.open(
    gpu,
    makeBlueprint(config, images, { traits, table }),
    images.pixels,
    images.labels,
  )
}

/** The user's images, once they are read. */
export const ownImages = new WeakMap<Lab, NamedSet>()

/** Training images of these settings. The user's images are resized to the model. */
export async function imagesOf(
  lab: Lab,
  { data, imageSize = 32 }: Pick<Settings, 'data' | 'imageSize'>,
): Promise<NamedSet> {
  if (data === 'mnist') return (await lab.digits()).train
  const own = ownImages.get(lab)
  if (data === 'own' && own) return fitting(own, imageSize)
  throw new Error('there are no images of your own yet. Drop files onto the page')
}

const made = new WeakMap<ImageSet, { size: number; set: NamedSet }>()

function fitting(own: NamedSet, size: number): NamedSet {
  const last = made.get(own)
  const set = last?.size === size ? last.set : resized(own, size)
  made.set(own, { size, set })
  setOriginal(set, own)
  return set
}
