// `ganvas sample`: a grid of images from a trained generator.

import { packWeights, readWeights } from '../../../data/packed'
import { describeGenerator } from '../../../gan/draw/generator'
import { noiseFor } from '../../../gan/model/noise'
import { checkPlace, writeWhole } from '../../folder/files'
import { grid } from '../../folder/png'
import { RunFolder } from '../../folder/runFolder'
import { openRuntime, type RuntimeOptions } from '../../runtime/runtime'

export interface SampleOptions extends RuntimeOptions {
  checkpoint: string
  count: number
  seed: number
  ema?: boolean
  /** The generator's, in the place of those in the run folder. */
  weights?: string
  class?: number
  out: string
  keepGenerator?: string
}

export async function sample(options: SampleOptions): Promise<void> {
  const { checkpoint, count, seed, out, runtime, adapter } = options
  const folder = new RunFolder(checkpoint)
  const config = folder.readConfig()
  const { class: wanted, keepGenerator } = options
  const { classes } = config
  folder.refuseClass(wanted, config)
  const file = folder.readGenerator(options)
  checkPlace(out)
  if (keepGenerator !== undefined) checkPlace(keepGenerator, '--keep-generator')
  const { imageSize, channels } = config
  const { name, ask, close } = await openRuntime({ runtime, adapter })
  try {
    console.error(`adapter: ${name}`)
    const classOf = wanted === undefined ? {} : { classOf: () => wanted }
    const noise = noiseFor(config, { seed, count, ...classOf })
    const images = await ask('draw', config, file, noise)
    // A column for each class, where they take turns.
    const columns = wanted === undefined && classes > 0 ? { columns: classes } : {}
    const size = { height: imageSize, width: imageSize, channels }
    writeWhole(out, grid(images, { count, ...size, ...columns }))
    if (keepGenerator !== undefined) {
      const { metadata, tensors } = readWeights(file.bytes, file.path)
      const words = { ...metadata, ...describeGenerator(config) }
      writeWhole(keepGenerator, packWeights(tensors, words))
    }
    console.log(`${count} images in ${out}`)
  } finally {
    await close()
  }
}
