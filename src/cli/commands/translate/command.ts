import { type Command, Option } from 'commander'
import type { Row } from '../../../gan/model/row'
import { translationSettings } from '../../../gan/translate/settings'
import { runtimes } from '../../runtime/runtime'
import { Misuse } from '../../terminal/failure'
import { optionOf, path, whole } from '../../terminal/options'
import { type ApplyOptions, apply } from './apply'
import type { TranslateOptions } from './request'
import { train } from './train'

export function register(program: Command): void {
  const command = program
    .command('translate')
    .description('turn images of one set into images of another: learn it, and apply it')
    .option(
      '--pairs <path>',
      'pairs to learn from: a folder or zip with A and B in which partners have one name, pictures of two images side by side, emoji, or digits inverted or coloured',
      path,
    )
    .option(
      '--from <path>',
      'without pairs: images of the first set, as ganvas train --data takes them; also emoji-line, emoji-colour',
      path,
    )
    .option('--to <path>', 'without pairs: images of the second set', path)
  for (const row of Object.values<Row>(translationSettings)) {
    const { terminal } = row
    if (terminal) command.addOption(optionOf({ ...row, terminal }))
  }
  command
    .option(
      '--out <path>',
      'the run folder (default: the next free runs/translate-N); with --image the PNG, or the folder of PNGs, to write',
      path,
    )
    .option('--resume <dir>', 'continue the run in that folder, to --steps', path)
    .option('--changed-data', 'let a resumed run go on with other images, which the log notes')
    .option('--checkpoint <dir>', 'translate with the run in that folder, which has learned', path)
    .option(
      '--image <path>',
      'with --checkpoint: a picture of any size, or a folder of pictures',
      path,
    )
    .option('--back', 'with --image: from the second set to the first')
    .option('--round-trip', 'with --image: also write what the way back makes of the result')
    .option(
      '--size <n>',
      "with --image: pixels of the picture's shorter side, or own; larger than the model's, it goes in tiles (default: the model's)",
      sizeOf,
    )
    .addOption(new Option('--runtime <name>', 'where to compute').choices(runtimes).default('auto'))
    .option('--adapter <name>', 'part of the name of the adapter to use in Node', path)
    .addHelpText(
      'after',
      '\nExamples:\n  $ ganvas translate --pairs emoji --out runs/colour\n  $ ganvas translate --from photos --to paintings' +
        '\n  $ ganvas translate --checkpoint runs/colour --image mine.png --out coloured.png',
    )
    .allowExcessArguments()
    .action(async (options: Options, { args }: Command) => {
      refuseWords(args, options)
      await translate(options)
    })
}

/** Refuses words that belong to no option: two folders after --pairs, most likely. */
function refuseWords([word]: readonly string[], { pairs }: Options): void {
  if (word === undefined) return
  const advice =
    pairs === undefined
      ? '--from and --to each name one set, and a path with a space needs quotes'
      : '--pairs takes one folder, which holds A and B; two sets without partners go with --from and --to'
  throw new Misuse(`${word} belongs to no option: ${advice}`)
}

function sizeOf(text: string): number | 'own' {
  return text === 'own' ? text : whole(8, 4096)(text)
}

type Options = TranslateOptions & Partial<ApplyOptions>

async function translate(options: Options): Promise<void> {
  const { checkpoint, image } = options
  if (checkpoint !== undefined) {
    for (const name of ['pairs', 'from', 'to', 'resume', 'changedData'] as const) {
      if (options[name] === undefined) continue
      const flag = name === 'changedData' ? '--changed-data' : `--${name}`
      throw new Misuse(`${flag} does not go with --checkpoint, which translates. Leave one out`)
    }
    if (image === undefined) {
      throw new Misuse('--checkpoint translates a picture: add --image and its path')
    }
    return apply({ ...options, checkpoint, image })
  }
  for (const [name, value] of Object.entries({
    '--image': image,
    '--back': options.back,
    '--round-trip': options.roundTrip,
    '--size': options.size,
  })) {
    if (value === undefined) continue
    throw new Misuse(
      `${name} goes with --checkpoint and the folder of a run that has learned. Add that`,
    )
  }
  await train(options)
}
