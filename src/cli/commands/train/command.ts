// `ganvas train`: its options.

import { type Command, Option } from 'commander'
import { LARGE } from '../../../gan/model/config'
import { type Preset, presetOf } from '../../../gan/model/presets'
import { augmentations, modelNames, objectiveNames } from '../../../gan/model/recipes'
import { remedies, scores } from '../../../gan/run/runConfig'
import { KEEP } from '../../folder/checkpoints'
import { runtimes } from '../../runtime/runtime'
import { path, policy, real, side, whole } from '../../terminal/options'
import type { TrainOptions } from './settings'
import { train } from './train'

/** What each model takes where nothing is said. */
function preset(key: keyof Preset): string {
  const values = modelNames.map((model) => {
    const [fast, slow] = [false, true].map((software) => presetOf(model, { software })[key])
    return `${model} ${fast}${fast === slow ? '' : `, on a software adapter ${slow}`}`
  })
  return `(default: ${values.join('; ')})`
}

/** The settings that make a network and its training, which `ganvas tune` takes as well. */
export function settings(command: Command): Command {
  return command
    .option(
      '--data <name|path>',
      'mnist, avatars, or a path: a folder or zip of pictures (a sub-folder a class), an IDX, .npy, safetensors or CIFAR file (default: mnist)',
      path,
    )
    .option(
      '--cell <n>',
      'pictures are sprite sheets, of squares with so many pixels along a side',
      whole(8, 4096),
    )
    .addOption(
      new Option('--objective <name>', '(default: non-saturating)').choices(objectiveNames),
    )
    .addOption(new Option('--model <name>', '(default: dcgan)').choices(modelNames))
    .addOption(
      new Option('--image-size <n>', 'height and width: 16, 32 or 64 (default: 32)').argParser(
        side,
      ),
    )
    .option('--width <n>', `channels nearest the image ${preset('width')}`, whole(1, 1024))
    .option('--latent <n>', 'length of the noise vector (default: 100)', whole(1, 65536))
    .option('--batch-size <n>', '(default: 64)', whole(1, 65536))
    .option(
      '--lr <x>',
      "learning rate (default: the objective's; on a software adapter 5 times that for a dcgan, 2.5 for an mlp)",
      real(0, LARGE),
    )
    .option(
      '--lr-d <x>',
      'learning rate of D alone (default: that of --lr; of a DCGAN with minimax a fifth)',
      real(0, LARGE),
    )
    .option('--beta1 <x>', "Adam's first beta (default: the objective's)", real(0, 1))
    .option(
      '--critic-steps <n>',
      "steps of D for each step of G (default: the objective's)",
      whole(1, 1000),
    )
    .option(
      '--critic-warmup',
      "WGAN's schedule: 100 critic steps in each of the first 25 iterations and every 500th after",
    )
    .option(
      '--clip <x>',
      "clamp D's weights to ±x; 0 for not at all (default: the objective's)",
      real(0, LARGE),
    )
    .option(
      '--lambda <x>',
      "weight of a gradient penalty; 0 for none (default: the objective's)",
      real(0, LARGE),
    )
    .option(
      '--r1 <x>',
      "weight of R1, a penalty on D's gradient at real images; 0 for none (default: 0)",
      real(0, LARGE),
    )
    .option(
      '--augment <list>',
      `what D sees images through: some of ${augmentations.join(',')} (default: nothing)`,
      policy,
    )
    .option(
      '--conditional',
      'tell both networks the label of each image, so that one can ask for one',
    )
    .option(
      '--spectral-norm',
      "divide D's weights by their largest singular value; no other norm in D",
    )
    .option(
      '--ema <x>',
      'keep a moving average of G, such as 0.999, beside it; 0 for none (default: 0)',
      real(0, 1),
    )
    .option(
      '--half-activations',
      'keep activations for the backward as halves: less memory (default: as f32)',
    )
    .option('--seed <n>', '(default: 1)', whole(0))
}

export function register(program: Command): void {
  settings(
    program
      .command('train')
      .description('train a GAN; writes samples, weights and a checkpoint into a run folder'),
  )
    .option('--steps <n>', `step to train to ${preset('steps')}`, whole(1))
    .option('--log-every <n>', 'steps between log lines (default: 10)', whole(1))
    .option(
      '--sample-every <n>',
      'steps between sample grids and checkpoints (default: 100)',
      whole(1),
    )
    .addOption(
      new Option(
        '--on-collapse <what>',
        'when training collapses, diverges, or one player stops the other: say so, or go back to the ' +
          'last healthy snapshot with other noise and half the rate, three times at most (default: warn)',
      ).choices(remedies),
    )
    .option(
      '--keep <n>',
      `checkpoints to keep, for a resume past a damaged one (default: ${KEEP})`,
      whole(1),
    )
    .addOption(
      new Option(
        '--best <score>',
        'keep the best checkpoint too, in checkpoints/best: 1,000 drawn images are compared with training images ' +
          'at each sample grid, by the Fréchet distance of evaluate, which needs labels, or the sliced one',
      ).choices(scores),
    )
    .option('--tensorboard', 'write event files that TensorBoard reads into the run folder')
    .option(
      '--init <file>',
      'begin with the weights of G in this .safetensors, such as PyTorch writes (default: drawn by --seed)',
      path,
    )
    .option('--init-d <file>', 'the same for D', path)
    .option('--out <dir>', 'the run folder (default: the next free runs/NAME-N)', path)
    .option(
      '--resume <dir>',
      'go on with the run in that folder; with --steps below what it has, for so many more. ' +
        '--lr, --lr-d, --clip, --lambda, --r1 and --critic-steps may be other than before',
      path,
    )
    .addOption(new Option('--runtime <name>', 'where to train (default: auto)').choices(runtimes))
    .option('--adapter <name>', 'part of the name of the adapter to use in Node', path)
    .option('--tune', 'race kernels first, on a software adapter too (hardware: where it is new)')
    .option('--no-tune', 'take the rules, whatever was tuned before')
    .option('--dry-run', 'one iteration; writes nothing')
    .addHelpText('after', '\nExample:\n  $ ganvas train --data mnist --steps 600 --out runs/digits')
    .action(async (options: TrainOptions) => train(options))
}
