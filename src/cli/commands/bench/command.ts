// `ganvas bench`: its options.

import { type Command, Option } from 'commander'
import { passes } from '../../../../bench/choose'
import { parts } from '../../../../bench/run'
import { runtimes } from '../../runtime/runtime'
import { path } from '../../terminal/options'
import { type BenchOptions, bench } from './bench'

export function register(program: Command): void {
  program
    .command('bench')
    .description(
      "time the kernels and whole iterations, and hold them against the adapter's limits",
    )
    .option('--op <name>', 'only this op; may be given again', collect)
    .option(
      '--size <text>',
      'only layers (with --only iterations: networks) whose name contains this',
      path,
    )
    .addOption(new Option('--pass <name>', 'only these kernels').choices(passes))
    .addOption(new Option('--only <part>', 'one part of it').choices(parts))
    .option('--profile', 'where the time of an iteration goes, kernel by kernel')
    .option('--quick', 'a few small kernels: does it work?')
    .option('--json <file>', 'write what was measured', path)
    .option('--compare <file>', 'print ratios to an earlier --json', path)
    .addOption(new Option('--runtime <name>', 'where to run').choices(runtimes).default('chrome'))
    .addHelpText(
      'after',
      "\npeak and roof: shares of the adapter's own multiply-adds and bytes a second, as measured." +
        '\nMore than 100 %: a cache helped, or the machine was busier before.' +
        '\nExamples:' +
        '\n  $ ganvas bench --op conv2d --op batchNorm --json before.json' +
        '\n  $ ganvas bench --op conv2d --op batchNorm --compare before.json',
    )
    .action(async (options: BenchOptions) => {
      await bench(options)
    })
}

function collect(name: string, before: string[] = []): string[] {
  return [...before, path(name)]
}
