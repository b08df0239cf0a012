// The terminal's front door: passes the arguments to commander and turns the outcome into an exit code (0 done,
// 1 failed, 2 typed wrongly). Each command is a file in commands/, or a folder with a command.ts, that registers itself.

import { Command, CommanderError } from 'commander'
import { version } from '../../package.json'
import { beginCommand, checkPlace, writeOutput } from './folder/outputs'
import { Misuse, reportError } from './terminal/failure'
import { aloneOnOutput, jsonOption, jsonText, printsJson, takeReport } from './terminal/json'

/** Commands, in the order of the help. */
const COMMANDS = await Promise.all([
  import('./commands/train/command'),
  import('./commands/data'),
  import('./commands/tune/command'),
  import('./commands/sample'),
  import('./commands/export'),
  import('./commands/latent/command'),
  import('./commands/evaluate/command'),
  import('./commands/translate/command'),
  import('./commands/adapt/command'),
  import('./commands/runs'),
  import('./commands/toy/command'),
  import('./commands/claims/command'),
  import('./commands/golden'),
  import('./commands/check'),
  import('./commands/bench'),
  import('./commands/doctor/command'),
])

const EXIT_CODES = `
Exit codes: 0 done, or stopped by Ctrl-C and saved; 1 failed: a file, the GPU, the disk, a run that diverged, or
a check that found something; 2 typed wrongly; 130 stopped by a second Ctrl-C, without saving.
With --json a failure is {"error": "…"} on standard output.`

/** @param print  prints JSON on standard output, if the arguments ask for it */
export function commands(print?: (value: unknown) => void): Command {
  const program = new Command('ganvas')
    .description('Trains generative adversarial networks on the GPU, with WGSL kernels.')
    .version(version)
    .showSuggestionAfterError()
    .addHelpText('after', `${EXIT_CODES}\nExample:\n  $ ganvas train --help`)
    // An error is printed where it is caught, as all others are.
    .configureOutput({ outputError: () => {} })
    .hook('preAction', (_, command) => {
      const { json, force } = command.opts()
      beginCommand(nameOf(command), { force: force === true })
      if (typeof json === 'string') checkPlace(json, '--json')
    })
    .hook('postAction', (_, command) => {
      const result = takeReport()
      const { json } = command.opts()
      if (typeof json === 'string') writeOutput(json, jsonText(result))
      else print?.(result)
    })
  for (const command of COMMANDS) command.register(program)
  for (const command of below(program)) {
    command.exitOverride((error) => {
      throw error.exitCode === 0 ? error : new Misuse(adviceOf(error, command))
    })
  }
  for (const command of leavesOf(program)) {
    command
      .option('--force', 'replace files that this command did not make')
      .addOption(jsonOption())
  }
  return program
}

const below = (command: Command): Command[] => [command, ...command.commands.flatMap(below)]

/** Commands that do something themselves. */
export const leavesOf = (command: Command): Command[] =>
  below(command).filter(({ commands }) => commands.length === 0)

/** Name of a command as the user types it: `latent map`. */
export function nameOf(command: Command): string {
  const { parent } = command
  return parent?.parent ? `${nameOf(parent)} ${command.name()}` : command.name()
}

/** Runs one command. A command that ends without an error but not well sets process.exitCode. */
export async function main(args: string[]): Promise<number> {
  return printsJson(args) ? aloneOnOutput((print) => run(args, print)) : run(args)
}

async function run(args: string[], print?: (value: unknown) => void): Promise<number> {
  takeReport()
  try {
    const program = commands(print)
    await program.parseAsync(corrected(program, args), { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return 0
    const { code, said } = reportError(error, { quiet: print !== undefined })
    print?.({ error: said })
    return code
  }
  return Number(process.exitCode ?? 0)
}

/** `help nope` as `nope`, which commander refuses with a suggestion. */
function corrected(program: Command, args: string[]): string[] {
  const [first, name] = args
  const known = program.commands.some((command) => command.name() === name)
  return first === 'help' && name !== undefined && !known ? [name] : args
}

/** `error: unknown command 'x'⏎(Did you mean y?)⏎` as one line that always ends in advice. */
function adviceOf({ code, message }: CommanderError, command: Command): string {
  const name = command.parent ? ` ${nameOf(command)}` : ''
  const help = `(see ganvas${name} --help)`
  // Commander has printed the help, in place of a message.
  if (code === 'commander.help') return `a command is missing ${help}`
  const line = message
    .replace(/^error: /, '')
    .replace(
      /^command-argument value (.*) is invalid for argument '(.*)'\./,
      '$1 is not a valid $2.',
    )
    .trim()
    .replaceAll(/\p{Cc}+/gu, ' ')
  return line.endsWith(')') ? line : `${line} ${help}`
}
