// `ganvas sample`: its options.

import { type Command, Option } from 'commander'
import { runtimes } from '../../runtime/runtime'
import { path, png, whole } from '../../terminal/options'
import { type SampleOptions, sample } from './sample'

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
    .option('--weights <file>', 'of the generator, in the place of those in the run folder', path)
    .option('--out <file>', 'the PNG to write', png, 'sample.png')
    .option(
      '--keep-generator <file>',
      'also write the weights that draw, in halves and bytes, to this file',
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
