import { join } from 'node:path'
import { type Command, Option } from 'commander'
import { AdaptFolder, adaptNames } from '../../folder/adaptFolder'
import { isTranslation } from '../../folder/translationFolder'
import { runtimes } from '../../runtime/runtime'
import { Misuse } from '../../terminal/failure'
import { path, side, whole } from '../../terminal/options'
import { quoted } from '../../terminal/quoted'
import { evaluateTranslation, type TranslationRequest } from '../translate/evaluate'
import { type EvaluateRequest, evaluate } from './evaluate'

export function register(program: Command): void {
  program
    .command('evaluate')
    .description('measure the quality of generated images, compared with held-out images')
    .option('--checkpoint <dir>', 'run folder whose generator draws the images', path)
    .option(
      '--images <dir>',
      'or pictures of any program: a folder with sub-folders, or whatever train reads',
      path,
    )
    .option(
      '--data <name|path>',
      'training images (default: those of the run; with --images, mnist)',
      path,
    )
    .option(
      '--changed-data',
      'measure on other images than the run learned from, which the results note',
    )
    .option('--pairs <path>', 'of a translation: its pairs, if they moved', path)
    .option('--from <path>', 'of a translation: images of the first set, if they moved', path)
    .option('--to <path>', 'of a translation: images of the second set, if they moved', path)
    .option(
      '--count <n>',
      'number of images to draw (default: as many as the training images, at most 10000)',
      whole(1, 1_000_000),
    )
    .option('--quick', 'draw 2000 at most')
    .option('--seed <n>', 'seed for the noise (default: 1)', whole(0))
    .option('--ema', "measure the generator's moving average (default: if the run keeps one)")
    .option('--no-ema', 'measure the generator itself')
    .addOption(
      new Option(
        '--image-size <n>',
        'with --images: compare at this height and width (default: 32)',
      ).argParser(side),
    )
    .option('--keep-judge <file>', 'also write the weights of the judge to this file', path)
    .addOption(new Option('--runtime <name>', 'where to compute').choices(runtimes).default('auto'))
    .option('--adapter <name>', 'part of the name of the adapter to use in Node', path)
    .addHelpText('after', '\nExample:\n  $ ganvas evaluate --checkpoint runs/mnist-1 --quick')
    .action(async (options: Options) => {
      const { checkpoint } = options
      if (checkpoint !== undefined && isTranslation(checkpoint)) {
        refuseForTranslation(options)
        await evaluateTranslation(checkpoint, options)
      } else {
        if (checkpoint !== undefined) refuseAdaptation(checkpoint)
        refuseForGan(options)
        await evaluate(options)
      }
    })
}

type Options = EvaluateRequest & TranslationRequest

const OF_SETS = ['pairs', 'from', 'to'] as const
const OF_BOTH = ['checkpoint', 'changedData', 'runtime', 'adapter', 'json', 'force']

function refuseForTranslation(options: Options): void {
  const known: readonly string[] = [...OF_BOTH, ...OF_SETS]
  const found = Object.entries(options).find(
    ([name, value]) => value !== undefined && !known.includes(name),
  )
  if (!found) return
  const flag = `--${found[0].replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  throw new Misuse(
    `${options.checkpoint} is a translation, which is measured on its own held-out images: --checkpoint is enough. Leave ${flag} out`,
  )
}

function refuseAdaptation(checkpoint: string): void {
  const folder = new AdaptFolder(checkpoint)
  if (!folder.isOwn) return
  const run = quoted(checkpoint)
  const how = folder.hasResults
    ? `its results are in ${folder.at(adaptNames.report)}. Type npx ganvas export --checkpoint ${run} --to onnx --out ${quoted(join(checkpoint, 'classifier.onnx'))}`
    : `Type npx ganvas adapt --resume ${run}`
  throw new Misuse(
    `${checkpoint} is an adaptation, which is measured when its steps are done: ${how}`,
  )
}

function refuseForGan(options: Options): void {
  const found = OF_SETS.find((name) => options[name] !== undefined)
  if (found === undefined) return
  throw new Misuse(`--${found} goes with the --checkpoint of a translation. Use --data`)
}
