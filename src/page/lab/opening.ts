// A trainer of images, with kernels that are tuned where they can be: for the studio's run and for rivals.

import type { ImageSet } from '../../data/imageSet'
import { resized } from '../../data/resize'
import type { GanConfig } from '../../gan/model/config'
import { blueprint } from '../../gan/run/blueprint'
import { Trainer } from '../../gan/run/trainer'
import type { Choices } from '../../gpu/choice'
import type { Gpu } from '../../gpu/device'
import type { Settings } from '../core/protocol'
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
  const { traits } = gpu
  const table = given ?? (await tunedTable(gpu, blueprint(config, images, { traits }), { began }))
  return Trainer.open(
    gpu,
    blueprint(config, images, { traits, table }),
    images.pixels,
    images.labels,
  )
}

/** What is learned from. Images of one's own fit the size of the model. */
export async function imagesOf(
  lab: Pick<Lab, 'digits' | 'own'>,
  { data, imageSize = 32 }: Pick<Settings, 'data' | 'imageSize'>,
): Promise<ImageSet> {
  if (data === 'mnist') return (await lab.digits()).train
  if (data === 'own' && lab.own) return fitting(lab.own, imageSize)
  throw new Error('there are no images of your own yet. Drop files onto the page')
}

const made = new WeakMap<ImageSet, { size: number; set: ImageSet }>()

function fitting(own: ImageSet, size: number): ImageSet {
  const last = made.get(own)
  const set = last?.size === size ? last.set : resized(own, size)
  made.set(own, { size, set })
  return set
}
