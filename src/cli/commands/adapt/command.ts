import { type Command, Option } from 'commander'
import { adaptRecipes, methodNames } from '../../../gan/adapt/config'
import { runtimes } from '../../runtime/runtime'
import { path, real, side, whole } from '../../terminal/options'
import { adapt } from './adapt'
import type { AdaptRequest } from './request'

const { adda, dann, translate } = adaptRecipes

export function register(program: Command): void {
  program
    .command('adapt')
    .description('make a classifier of one data set work on another, without labels of the other')
    .option(
      '--target <name|path>',
      'images of the other domain: uci, coloured or inverted digits, or what train reads. Their labels, if any, only measure',
      path,
    )
    .option(
      '--source <name|path>',
      'labelled images that the classifier learned from (default: mnist, whose classifier comes with Ganvas)',
      path,
    )
    .addOption(
      new Option(
        '--method <name>',
        "adda: a discriminator of the classifier's logits; dann: a reversed gradient; translate: images of the target made to look like the source's (default: adda)",
      ).choices(methodNames),
    )
    .option(
      '--steps <n>',
      `steps (default: ${adda.steps}; dann: ${dann.steps}; translate: ${translate.steps})`,
      whole(1),
    )
    .option(
      '--seed <n>',
      'seed for the order of images and the first weights (default: 1)',
      whole(0),
    )
    .option(
      '--batch-size <n>',
      `images of each domain in a step (default: ${adda.batchSize}; translate: ${translate.batchSize})`,
      whole(2, 4096),
    )
    .option(
      '--lr <x>',
      `learning rate of the classifier, or of the translators (default: ${adda.lr}; dann: ${dann.lr}; translate: ${translate.lr})`,
      real(0, 1),
    )
    .option(
      '--lr-d <x>',
      `adda: learning rate of the discriminator (default: ${adda.lrD})`,
      real(0, 1),
    )
    .addOption(
      new Option(
        '--image-size <n>',
        'height and width of the classifier, where the source is not mnist (default: 32)',
      ).argParser(side),
    )
    .option('--log-every <n>', 'steps between two lines of the log (default: 100)', whole(1))
    .option('--save-every <n>', 'steps between two checkpoints (default: 500)', whole(1))
    .option(
      '--no-upper-bound',
      'do not train a classifier with the labels of the target to compare with',
    )
    .option('--out <dir>', 'the run folder (default: the next free runs/adapt-N)', path)
    .option('--resume <dir>', 'continue the adaptation in that folder, up to --steps', path)
    .option('--dry-run', 'take a few steps and say how long the run will take; writes nothing')
    .addOption(new Option('--runtime <name>', 'where to compute').choices(runtimes).default('auto'))
    .option('--adapter <name>', 'part of the name of the adapter to use in Node', path)
    .addHelpText(
      'after',
      '\nExamples:\n  $ ganvas adapt --target uci\n  $ ganvas adapt --source digits --target scans --out runs/scans\n  $ ganvas export --checkpoint runs/adapt-1 --to onnx --out scans.onnx',
    )
    .action(async (options: AdaptRequest) => adapt(options))
}
