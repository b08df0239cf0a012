// `ganvas data`: its options.

import { type Command, Option } from 'commander'
import { path, png, side, whole } from '../../terminal/options'
import { type DataCommandOptions, data } from './data'

export function register(program: Command): void {
  program
    .command('data')
    .description('look at images before training on them: how many, how large, which classes')
    .argument(
      '<path>',
      'a folder or zip of pictures, an IDX, .npy, safetensors or CIFAR file, mnist, or avatars',
      path,
    )
    .addOption(
      new Option('--size <n>', 'of the model (default: what suits the images)').argParser(side),
    )
    .option(
      '--cell <n>',
      'pictures are sprite sheets, of squares with so many pixels along a side',
      whole(8, 4096),
    )
    .option('--out <file>', 'the PNG to write: the mean, and some of the images', png, 'data.png')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ ganvas data photos --size 32 --out photos.png\n  $ ganvas data avatars --json',
    )
    .action(async (path: string, options: DataCommandOptions) => data(path, options))
}
