// The terminal's front door: hands the arguments to commander and turns what comes back into an exit
// code (0 done, 1 failed, 2 typed wrongly). Each command is a file in commands/ that registers itself.

import { Command, CommanderError } from 'commander'
import { version } from '../../package.json'
import * as bench from './commands/bench/command'
import * as check from './commands/check/command'
import * as claims from './commands/claims/command'
import * as data from './commands/data/command'
import * as doctor from './commands/doctor/command'
import * as evaluate from './commands/evaluate/command'
import * as exported from './commands/export/command'
import * as golden from './commands/golden/command'
import * as latent from './commands/latent/command'
import * as sample from './commands/sample/command'
import * as toy from './commands/toy/command'
import * as train from './commands/train/command'
import * as tune from './commands/tune/command'
import { report } from './terminal/failure'

const COMMANDS = [
  train,
  data,
  tune,
  sample,
  exported,
  latent,
  evaluate,
  toy,
  claims,
  golden,
  check,
  bench,
  doctor,
]

const EXIT_CODES = `
Exit codes: 0 done, or stopped by Ctrl-C and saved; 1 failed: a file, the GPU, the disk, a run that diverged, or
a check that found something; 2 typed wrongly; 130 stopped by a second Ctrl-C, without saving.`

/** Every command, with its options. */
export function commands(): Command {
  const program = new Command('ganvas')
    .description('Trains generative adversarial networks on the GPU, with WGSL kernels.')
    .version(version)
    .exitOverride()
    .showSuggestionAfterError()
    .addHelpText('after', `${EXIT_CODES}\nExample:\n  $ ganvas train --help`)
    .configureOutput({ outputError: (message, write) => write(oneLine(message)) })
  for (const command of COMMANDS) command.register(program)
  return program
}

/** Runs one command. A command that ends without an error but not well sets process.exitCode. */
export async function main(args: string[]): Promise<number> {
  try {
    await commands().parseAsync(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) return report(error)
    return error.exitCode === 0 ? 0 : 2
  }
  return Number(process.exitCode ?? 0)
}

/** `error: unknown command 'x'⏎(Did you mean y?)⏎` as one line that always ends in advice. */
function oneLine(message: string): string {
  const line = message
    .replace(/^error: /, '')
    .trim()
    .replaceAll(/\p{Cc}+/gu, ' ')
  const advice = line.endsWith(')') ? '' : ' (see ganvas --help)'
  return `ganvas: ${line}${advice}\n`
}
