import { join } from 'node:path'
import { type Command, Option } from 'commander'
import { imageCount } from '../../data/imageSet'
import { packWeights, readWeights } from '../../data/packed'
import { describeGenerator } from '../../gan/draw/generator'
import type { Styles } from '../../gan/draw/styles'
import { stack, unstack } from '../../gan/latent/latent'
import { noiseFor } from '../../gan/model/noise'
import { refuseInData } from '../data/inside'
import { classNameOf, labelOf } from '../folder/classes'
import { checkPlace, writeOutput } from '../folder/outputs'
import { grid } from '../folder/png'
import { RunFolder } from '../folder/runFolder'
import { stylesOf } from '../folder/stylesOf'
import { openRuntime, type RuntimeOptions, runtimes } from '../runtime/runtime'
import { report } from '../terminal/json'
import { path, png, real, whole } from '../terminal/options'
import { quoted } from '../terminal/quoted'

export function register(program: Command): void {
  program
    .command('sample')
    .description('draw images from a trained generator into one PNG grid')
    .requiredOption('--checkpoint <dir>', 'the run folder', path)
    .option('--count <n>', 'number of images', whole(1, 10_000), 64)
    .option('--seed <n>', 'seed for the noise', whole(0), 1)
    .option(
      '--class <name>',
      'class to draw, of a run with --conditional: its name or number (default: all in turn)',
      path,
    )
    .option('--ema', "draw with the generator's moving average (default: if the run keeps one)")
    .option('--no-ema', 'draw with the generator itself')
    .option(
      '--weights <file>',
      'weights of the generator to use instead of those in the run folder',
      path,
    )
    .option(
      '--truncation <x>',
      'of --model style: share of the distance from the mean of W; 0.7 draws more typical images',
      real(0, 10),
    )
    .option('--out <file>', 'PNG to write', png, 'sample.png')
    .option(
      '--keep-generator <file>',
      'also write the weights, packed in halves and bytes, to this file',
      path,
    )
    .addOption(new Option('--runtime <name>', 'where to draw').choices(runtimes).default('auto'))
    .option('--adapter <name>', 'part of the name of the adapter to use in Node', path)
    .addHelpText(
      'after',
      '\nExample:\n  $ ganvas sample --checkpoint runs/mnist-1 --count 100 --out more.png',
    )
    .action(async (options: SampleOptions) => {
      await sample(options)
      console.log(`next       ${nextOf(options.checkpoint)}`)
    })
}

/** Command that measures a run; of a single picture none can be held out, so that it is exported instead. */
export function nextOf(path: string): string {
  const folder = new RunFolder(path)
  const run = quoted(path)
  return folder.readConfig().images > 1
    ? `npx ganvas evaluate --checkpoint ${run}`
    : `npx ganvas export --checkpoint ${run} --to onnx --out ${quoted(join(path, 'generator.onnx'))}`
}

export interface SampleOptions extends RuntimeOptions {
  checkpoint: string
  count: number
  seed: number
  ema?: boolean
  /** File of generator weights to use instead of those in the run folder. */
  weights?: string
  class?: string
  /** Share of a style's distance from the mean of W. */
  truncation?: number
  out: string
  keepGenerator?: string
}

export async function sample(options: SampleOptions): Promise<void> {
  const { checkpoint, count, seed, out, runtime, adapter } = options
  const folder = new RunFolder(checkpoint)
  const config = folder.readConfig()
  const { keepGenerator, truncation } = options
  const { classes } = config
  const wanted = labelOf(options.class, config, checkpoint)
  const file = folder.readGenerator(options)
  const styles = truncation === undefined ? undefined : stylesOf(config, file, '--truncation')
  refuseInData(out, config)
  checkPlace(out)
  if (keepGenerator !== undefined) {
    refuseInData(keepGenerator, config, '--keep-generator')
    checkPlace(keepGenerator, '--keep-generator')
  }
  const { imageSize, channels } = config
  const { name, ask, close } = await openRuntime({ runtime, adapter })
  try {
    console.error(`adapter: ${name}`)
    const classOf = wanted === undefined ? {} : { classOf: () => wanted }
    const noise = noiseFor(config, { seed, count, ...classOf })
    const images =
      styles && truncation !== undefined
        ? await ask(
            'draw',
            config,
            file,
            nearer(styles, noise, { ...config, psi: truncation }),
            'w',
          )
        : await ask('draw', config, file, noise)
    // A column for each class, where all are drawn in turn.
    const columns = wanted === undefined && classes > 0 ? { columns: classes } : {}
    const size = { height: imageSize, width: imageSize, channels }
    writeOutput(out, grid(images, { count, ...size, ...columns }))
    if (keepGenerator !== undefined) {
      const { metadata, tensors } = readWeights(file.bytes, file.path)
      const words = { ...metadata, ...describeGenerator(config) }
      writeOutput(keepGenerator, packWeights(tensors, words))
    }
    const of = wanted === undefined ? '' : ` of ${classNameOf(config, wanted)}`
    console.log(`${imageCount(count)}${of} in ${out}`)
    if (wanted === undefined && config.classNames && classes > 0) {
      const { classNames } = config
      const each = Array.from({ length: classes }, (_, n) => classNames[n] ?? `class ${n}`)
      console.log(`columns: ${each.join(', ')}`)
    }
    const files = [out, ...(keepGenerator === undefined ? [] : [keepGenerator])]
    report({ files, count, seed, ...(wanted !== undefined && { class: wanted }) })
  } finally {
    await close()
  }
}

/** Styles of noise [count, latent + classes], nearer to the mean of W. */
function nearer(
  styles: Styles,
  noise: Float32Array,
  { latent, classes, psi }: { latent: number; classes: number; psi: number },
): Float32Array {
  return stack(
    unstack(noise, latent + classes).map((row) => {
      const label = Math.max(0, row.subarray(latent).indexOf(1))
      return styles.truncated(styles.of(row.slice(0, latent), label), psi, label)
    }),
  )
}
