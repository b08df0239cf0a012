// `ganvas check`: its options.

import { type Command, Option } from 'commander'
import { runtimes } from '../../runtime/runtime'
import { path } from '../../terminal/options'
import { type CheckOptions, check } from './check'

export function register(program: Command): void {
  program
    .command('check')
    .description('compare the gradients of the kernels with differences of their references')
    .argument('[op]', 'the op to check (default: all)')
    .addOption(new Option('--runtime <name>', 'where to run').choices(runtimes).default('chrome'))
    .option('--json <file>', 'write the errors', path)
    .addHelpText(
      'after',
      '\nErrors are counted in roundings of f32: 2^-24 of the terms that are added up.' +
        '\nExit code 1: a gradient is wrong.' +
        '\nExample:\n  $ ganvas check conv2d',
    )
    .action(async (op: string | undefined, options: CheckOptions) => {
      if ((await check(op, options)) > 0) process.exitCode = 1
    })
}
