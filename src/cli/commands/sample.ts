// `ganvas sample`: a grid of images from a trained generator.

import { type Command, Option } from 'commander'
import { packWeights } from '../../data/packed'
import { readSafetensors } from '../../data/safetensors'
import { noiseFor } from '../../gan/blueprint'
import { checkPlace, writeWhole } from '../files'
import { path, png, whole } from '../options'
import { grid } from '../png'
import { RunFolder } from '../runFolder'
import { openRuntime, type RuntimeOptions, runtimes } from '../runtime'

interface SampleOptions extends RuntimeOptions {
  checkpoint: string
  count: number
  seed: number
  ema?: boolean
  class?: number
  out: string
  keepGenerator?: string
}

export function register(program: Command): void {
  program
    .command('sample')
    .description('draw images from a trained generator into one PNG grid')
    .requiredOption('--checkpoint <dir>', 'the run folder', path)
    .option('--count <n>', 'how many images', whole(1, 10_000), 64)
    .option('--seed <n>', 'of the noise', whole(0), 1)
    .option(
      '--class <n>',
      'what to draw, by a run with --conditional (default: all in turn)',
      whole(0),
    )
    .option('--ema', "draw with the generator's moving average, of a run with --ema")
    .option('--out <file>', 'the PNG to write', png, 'sample.png')
    .option(
      '--keep-generator <file>',
      'also write the weights that draw, in halves, to this file',
      path,
    )
    .addOption(new Option('--runtime <name>', 'where to draw').choices(runtimes).default('auto'))
    .option('--adapter <name>', 'part of the name of the adapter to use in Node', path)
    .addHelpText(
      'after',
      '\nExample:\n  $ ganvas sample --checkpoint runs/mnist-1 --count 100 --out more.png',
    )
    .action(async (options: SampleOptions) => sample(options))
}

async function sample(options: SampleOptions): Promise<void> {
  const { checkpoint, count, seed, ema = false, out, runtime, adapter } = options
  const folder = new RunFolder(checkpoint)
  const config = folder.readConfig()
  const { class: wanted, keepGenerator } = options
  const { classes } = config
  folder.refuseClass(wanted, config)
  const file = folder.readGenerator({ ema })
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
      writeWhole(keepGenerator, packWeights(readSafetensors(file.bytes, file.path).tensors))
    }
    console.log(`${count} images in ${out}`)
  } finally {
    await close()
  }
}
