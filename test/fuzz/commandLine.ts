// Command lines as a user may type them. They are parsed as usual, but nothing is run,
// except for building a run's settings.

import { type Command, CommanderError } from 'commander'
import fc from 'fast-check'
import { TensorError } from '../../src/autograd/check'
import { fresh, type TrainOptions } from '../../src/cli/commands/train/settings'
import { commands } from '../../src/cli/main'
import { Misuse } from '../../src/cli/terminal/failure'
import { rules } from '../../src/gan/model/config'
import { Bug } from './attempt'

class Refused extends Error {}

const leaves = (command: Command): Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leaves)

const options = leaves(commands()).flatMap(({ options: all }) => all)
const flags = [...new Set(options.map(({ long }) => long ?? ''))]
const choices = options.flatMap(({ argChoices = [] }) => argChoices)
const names = [...commands().commands, ...leaves(commands())].map((command) => command.name())

const value = fc.oneof(
  fc.constantFrom(
    '0',
    '-1',
    '1',
    '16',
    '64',
    '0.5',
    'NaN',
    'Infinity',
    '1e400',
    '1e-400',
    '0x10',
    '',
    ' ',
  ),
  fc.constantFrom(
    'mnist',
    'ring',
    'relu',
    'x.png',
    '../../x.png',
    '7:3,5:1',
    '9:99999',
    'colour,flip',
    'a\nb',
  ),
  fc.constantFrom(...new Set(choices)),
  fc.string({ maxLength: 20 }),
  fc.double().map(String),
  fc.integer().map(String),
)

const option = fc.tuple(fc.constantFrom(...flags), fc.option(value)).map(([flag, given]) => {
  return given === null ? [flag] : [flag, given]
})

const train = fc.array(option, { maxLength: 5 }).map((list) => ['train', ...list.flat()])

const anything = fc
  .tuple(
    fc.constantFrom(...names),
    fc.array(
      fc.oneof(
        option,
        value.map((each) => [each]),
      ),
      { maxLength: 6 },
    ),
  )
  .map(([name, list]) => [name, ...list.flat()])

const images = { count: 9000, height: 28, width: 28, channels: 1, pixels: new Uint8Array() }
const runtime = { name: 'none', software: true }

async function read(args: string[]): Promise<void> {
  const program = commands()
  let said = ''
  const output = {
    writeOut: () => {},
    writeErr: (line: string) => {
      said += line
    },
  }
  const every = (command: Command): Command[] => [command, ...command.commands.flatMap(every)]
  for (const command of every(program)) command.configureOutput(output)
  for (const leaf of leaves(program)) {
    leaf.action(() => checkOptions(leaf))
  }
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // Help is no refusal, even if it is shown because no command was given.
    if (error.exitCode === 0 || error.code === 'commander.help') return
    throw new Refused(said.replace(/\n$/, ''))
  }
}

function checkOptions(command: Command): void {
  const typed = command.opts()
  for (const [name, given] of Object.entries(typed)) {
    if (typeof given === 'number' && !Number.isFinite(given)) throw new Bug(`--${name} is ${given}`)
  }
  if (command.name() !== 'train' && command.name() !== 'tune') return
  const config = fresh(typed as TrainOptions, runtime as Parameters<typeof fresh>[1], images)
  for (const [key, { must, holds }] of Object.entries(rules)) {
    const is: unknown = config[key as keyof typeof config]
    if (!holds(is)) throw new Bug(`${key} would be ${is}, but must be ${must}`)
  }
}

export const typed = {
  inputs: fc.oneof(train, anything, fc.array(fc.string({ maxLength: 20 }), { maxLength: 4 })),
  read,
  refusals: [Refused, Misuse, TensorError],
  most: () => 2 ** 22,
}
