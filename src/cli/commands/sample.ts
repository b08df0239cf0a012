// `ganvas sample`: a grid of images from a trained generator.

import type { Command } from 'commander'
import { generate } from '../../gan/generate'
import { buildModels } from '../../gan/models'
import { seededNoise } from '../../gan/trainer'
import { writeWhole } from '../files'
import { openNodeGpu } from '../nodeRuntime'
import { path, png, whole } from '../options'
import { grid } from '../png'
import { RunFolder } from '../runFolder'

interface SampleOptions {
  checkpoint: string
  count: number
  seed: number
  out: string
  adapter?: string
}

export function register(program: Command): void {
  program
    .command('sample')
    .description('draw images from a trained generator into one PNG grid')
    .requiredOption('--checkpoint <dir>', 'the run folder', path)
    .option('--count <n>', 'how many images', whole(1, 10_000), 64)
    .option('--seed <n>', 'of the noise', whole(0), 1)
    .option('--out <file>', 'the PNG to write', png, 'sample.png')
    .option('--adapter <name>', 'part of the name of the adapter to use', path)
    .addHelpText(
      'after',
      '\nExample:\n  $ ganvas sample --checkpoint runs/mnist-1 --count 100 --out more.png',
    )
    .action(async (options: SampleOptions) => sample(options))
}

async function sample({ checkpoint, count, seed, out, adapter }: SampleOptions): Promise<void> {
  const folder = new RunFolder(checkpoint)
  const config = folder.readConfig()
  const gpu = await openNodeGpu(adapter === undefined ? {} : { adapter })
  try {
    const { generator } = buildModels(config)
    folder.loadGenerator(gpu, generator)
    const images = await generate(
      gpu,
      generator,
      seededNoise(seed, count, config.latent),
      config.latent,
    )
    const { imageSize, channels } = config
    writeWhole(out, grid(images, { count, height: imageSize, width: imageSize, channels }))
    console.log(`${count} images in ${out}`)
  } finally {
    gpu.close()
  }
}
