import { type Command, Option } from 'commander'
import { LIVE } from '../../../gan/model/config'
import { type Preset, presetOf } from '../../../gan/model/presets'
import { modelNames } from '../../../gan/model/recipes'
import type { Row } from '../../../gan/model/row'
import { settings } from '../../../gan/model/settings'
import { runSettings } from '../../../gan/run/runSettings'
import { runtimes } from '../../runtime/runtime'
import { optionOf, path } from '../../terminal/options'
import { flagOf, type TrainOptions } from './settings'
import { train } from './train'

/** Defaults of each model, in words. */
function preset(key: keyof Preset): string {
  const values = modelNames.map((model) => {
    const [fast, slow] = [false, true].map((software) => presetOf(model, { software })[key])
    return `${model} ${fast}${fast === slow ? '' : `, on a software adapter ${slow}`}`
  })
  return values.join('; ')
}

const usual: Record<string, string> = {
  width: preset('width'),
  steps: preset('steps'),
  batchSize: preset('batch'),
}

function addOptions(command: Command, table: Record<string, Row>): Command {
  for (const [name, row] of Object.entries(table)) {
    const { terminal } = row
    if (terminal) command.addOption(optionOf({ ...row, terminal }, usual[name]))
  }
  return command
}

const { cell, crop, ...ofTraining } = runSettings

/** Options for the data and the GAN, which `ganvas tune` takes as well. */
export function ganOptions(command: Command): Command {
  command
    .option(
      '--data <name|path>',
      'mnist, avatars, or a path: a folder or zip of pictures (each sub-folder is a class), an IDX, .npy, safetensors or CIFAR file (default: mnist)',
      path,
    )
    .addOption(optionOf(cell))
    .addOption(optionOf(crop))
  return addOptions(command, settings)
}

export function register(program: Command): void {
  const command = ganOptions(
    program
      .command('train')
      .description('train a GAN; writes samples, weights and a checkpoint into a run folder'),
  )
  addOptions(command, ofTraining)
  command
    .option(
      '--stream',
      'leave the images in main memory and upload each batch while the one before is computed: for a set that the GPU cannot hold',
    )
    .option('--tensorboard', 'write event files that TensorBoard reads into the run folder')
    .option(
      '--init <file>',
      'initial weights of G: a .safetensors file, such as PyTorch writes (default: drawn by --seed)',
      path,
    )
    .option('--init-d <file>', 'initial weights of D', path)
    .option('--out <dir>', 'the run folder (default: the next free runs/NAME-N)', path)
    .option(
      '--resume <dir>',
      'continue the run in that folder; if it has reached --steps already, for that many more steps. ' +
        `${LIVE.map(flagOf).join(', ')} may be changed`,
      path,
    )
    .option('--changed-data', 'with --resume: go on with other pictures than the run began with')
    .addOption(new Option('--runtime <name>', 'where to train (default: auto)').choices(runtimes))
    .option('--adapter <name>', 'part of the name of the adapter to use in Node', path)
    .option('--tune', 'race kernels first (default: only on hardware adapters that are new)')
    .option('--no-tune', 'use the default kernels, even if others were tuned')
    .option(
      '--dry-run',
      'train a few steps, print the time of a step and of the run, and its memory; writes nothing',
    )
    .addHelpText('after', '\nExample:\n  $ ganvas train --data mnist --steps 600 --out runs/digits')
    .action(async (options: TrainOptions) => train(options))
}
