// `ganvas golden`: its options.

import { type Command, Option } from 'commander'
import { runtimes } from '../../runtime/runtime'
import { path } from '../../terminal/options'
import { type GoldenOptions, golden } from './golden'

export function register(program: Command): void {
  program
    .command('golden')
    .description('compare with values that PyTorch computed, case by case')
    .argument('<dir>', 'folder of cases with an index.json, such as test/golden')
    .option('--dump <out>', 'folder to write what was computed to, one file a case', path)
    .addOption(new Option('--runtime <name>', 'where to run').choices(runtimes).default('auto'))
    .addHelpText('after', '\nExample:\n  $ ganvas golden test/golden --runtime chrome')
    .action(async (folder: string, options: GoldenOptions) => {
      const { failed } = await golden(folder, options)
      if (failed > 0) process.exitCode = 1
    })
}
