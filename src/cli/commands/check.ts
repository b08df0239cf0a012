// `ganvas check`: its options.

import { type Command, Option } from 'commander'
import { check } from '../check'
import { type RuntimeOptions, runtimes } from '../runtime'

export function register(program: Command): void {
  program
    .command('check')
    .description('compare the gradients of the kernels with differences of their references')
    .argument('[op]', 'the op to check (default: all)')
    .addOption(new Option('--runtime <name>', 'where to run').choices(runtimes).default('chrome'))
    .addHelpText(
      'after',
      '\nErrors are counted in roundings of f32: 2^-24 of the terms that are added up.' +
        '\nExample:\n  $ ganvas check conv2d',
    )
    .action(async (op: string | undefined, options: RuntimeOptions) => {
      if ((await check(op, options)) > 0) process.exitCode = 1
    })
}
