// `ganvas check`: checks the gradients of the kernels, and prints them as a table.

import { type Command, Option } from 'commander'
import { type OpName, opNames } from '../../catalogue/index'
import type { Verdict } from '../../catalogue/verify'
import { openRuntime, type RuntimeOptions, runtimes } from '../runtime/runtime'
import { columns } from '../terminal/columns'
import { Misuse } from '../terminal/failure'
import { report } from '../terminal/json'

export function register(program: Command): void {
  program
    .command('check')
    .description('compare the gradients of the kernels with finite differences of their references')
    .argument('[op]', 'the op to check (default: all)')
    .addOption(new Option('--runtime <name>', 'where to run').choices(runtimes).default('chrome'))
    .addHelpText(
      'after',
      '\nErrors are in units of f32 rounding: 2^-24 times the sum of the terms.' +
        '\nExit code 1: a gradient is wrong.' +
        '\nExample:\n  $ ganvas check conv2d',
    )
    .action(async (op: string | undefined, options: RuntimeOptions) => {
      if ((await check(op, options)) > 0) process.exitCode = 1
    })
}

/** Checks one op or all, prints a row for each gradient, and returns how many are wrong. */
export async function check(op: string | undefined, options: RuntimeOptions): Promise<number> {
  const wanted = opNames.filter((name) => op === undefined || name === op)
  if (wanted.length === 0) {
    throw new Misuse(`no op is named ${op}; there are ${opNames.join(', ')}`)
  }
  const { name, ask, close } = await openRuntime(options)
  try {
    console.error(`adapter: ${name}`)
    console.log(row('op', 'sample', 'gradient', 'error', 'bound'))
    let failed = 0
    const all: Verdict[] = []
    for (const each of wanted) {
      const verdicts = await ask('verifyGradients', each)
      failed += print(each, verdicts)
      all.push(...verdicts)
    }
    report({ adapter: name, failed, verdicts: all })
    console.log(failed === 0 ? 'all gradients are right' : `${failed} gradients are wrong`)
    return failed
  } finally {
    await close()
  }
}

/** Prints the verdicts on one op; returns how many are bad. */
function print(op: OpName, verdicts: readonly Verdict[]): number {
  if (verdicts.length === 0) console.log(row(op, '', 'none'))
  for (const { sample, input, error, bound, ok, worst } of verdicts) {
    const { index, got, expected } = worst
    const verdict = ok ? 'ok' : `WRONG at ${index}: ${got}, expected ${expected}`
    console.log(row(op, `${sample}`, input, round(error), round(bound), verdict))
  }
  return verdicts.filter(({ ok }) => !ok).length
}

const row = columns([20, 8, 16, 10, 8])

/** Errors are in roundings of f32: see src/catalogue/verify.ts. */
function round(value: number): string {
  return value < 1e6 ? value.toFixed(2) : value.toExponential(0)
}
