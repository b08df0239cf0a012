import { type Command, Option } from 'commander'
import { runtimes } from '../../runtime/runtime'
import { path, whole } from '../../terminal/options'
import { ganOptions } from '../train/command'
import { type TuneOptions, tune } from './tune'

export function register(program: Command): void {
  ganOptions(
    program
      .command('tune')
      .description(
        "find the fastest kernels for a run's convolutions on this adapter, and keep them",
      ),
  )
    .option(
      '--seconds <n>',
      'time limit (default: 20, on a software adapter 120)',
      whole(1, 86_400),
    )
    .addOption(new Option('--runtime <name>', 'where to run (default: auto)').choices(runtimes))
    .option('--adapter <name>', 'part of the name of the adapter to use in Node', path)
    .addHelpText('after', '\nExample:\n  $ ganvas tune --width 64 --seconds 60')
    .action(async (options: TuneOptions) => tune(options))
}
