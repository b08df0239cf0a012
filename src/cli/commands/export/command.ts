// `ganvas export`: its options.

import { type Command, Option } from 'commander'
import { runtimes } from '../../runtime/runtime'
import { path, whole } from '../../terminal/options'
import { type ExportOptions, exportRun, forms } from './export'

export function register(program: Command): void {
  program
    .command('export')
    .description('write what a run has learned for others: ONNX, PyTorch, a picture, a film')
    .requiredOption('--checkpoint <dir>', 'the run folder', path)
    .addOption(new Option('--to <form>', 'what to write').choices(forms).makeOptionMandatory())
    .requiredOption('--out <file>', 'the file to write: .onnx, .py, .png or .gif', path)
    .option('--ema', "the generator's moving average, of a run with --ema")
    .option('--weights <file>', 'of the generator, in the place of those in the run folder', path)
    .option('--count <n>', 'png: how many images', whole(1, 10_000), 64)
    .option('--seed <n>', 'png: of the noise', whole(0), 1)
    .option('--class <n>', 'png: what to draw, by a run with --conditional', whole(0))
    .option('--delay <ms>', 'gif: how long a grid of the run is shown', whole(20, 10_000), 200)
    .addOption(
      new Option('--runtime <name>', 'png: where to draw').choices(runtimes).default('auto'),
    )
    .option('--adapter <name>', 'png: part of the name of the adapter to use in Node', path)
    .addHelpText(
      'after',
      `
onnx     the generator: in z [N, latent], and label [N] where it is told classes; out images [N, C, H, W]
         in [-1, 1] and pixels [N, H, W, C] in bytes
pytorch  both networks as Python, and their weights in two safetensors files beside it
png      a grid of drawings, as ganvas sample draws it
gif      the run's sample grids, from the first to the last
Examples:
  $ ganvas export --checkpoint runs/mnist-1 --to onnx --out digits.onnx
  $ ganvas export --checkpoint runs/mnist-1 --to pytorch --out digits.py`,
    )
    .action(async (options: ExportOptions) => exportRun(options))
}
