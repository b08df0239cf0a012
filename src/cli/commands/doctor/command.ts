// `ganvas doctor`: says what this machine can run, and what to type for what is missing.

import type { Command } from 'commander'
import { path } from '../../terminal/options'
import { chromeGpu } from './advice'
import { type DoctorOptions, doctor } from './doctor'

export function register(program: Command): void {
  program
    .command('doctor')
    .description('what Node and Chrome reach on this machine, how fast it is, and what is missing')
    .option('--fix', 'install what is missing')
    .option('--no-measure', 'leave out what takes seconds: peak and bandwidth')
    .option('--json <file>', 'write what was found', path)
    .addHelpText(
      'after',
      `\nA GPU in headless Chrome:\n${Object.values(chromeGpu)
        .map((line) => `  ${line}.\n`)
        .join('')}` +
        'Exit code 1: neither reaches an adapter.' +
        '\nExamples:\n  $ ganvas doctor\n  $ ganvas doctor --no-measure --json machine.json',
    )
    .action(async (options: DoctorOptions) => {
      process.exitCode = await doctor(options)
    })
}
