// `ganvas check`: checks the gradients of the kernels, and prints them as a table.

import { type Command, Option } from 'commander'
import { accuracyCases } from '../../catalogue/accuracy/cases'
import type { Accuracy } from '../../catalogue/accuracy/measure'
import { placeOf } from '../../catalogue/card'
import { type OpName, opNames } from '../../catalogue/index'
import type { Judgement } from '../../catalogue/own'
import type { Verdict } from '../../catalogue/verify'
import type { OwnShader } from '../../gpu/own'
import { ownShader, type ShaderOptions, shaderOptions } from '../folder/ownShader'
import { openRuntime, type RuntimeOptions, runtimes } from '../runtime/runtime'
import { columns } from '../terminal/columns'
import { Misuse } from '../terminal/failure'
import { report } from '../terminal/json'

export function register(program: Command): void {
  const command = program
    .command('check')
    .description('compare the gradients of the kernels with finite differences of their references')
    .argument('[op]', 'the op to check (default: all)')
    .option('--accuracy', "measure errors against float64, beside those of PyTorch's float32")
    .addOption(new Option('--runtime <name>', 'where to run').choices(runtimes).default('chrome'))
  shaderOptions(command)
    .addHelpText(
      'after',
      '\nErrors are in units of f32 rounding: 2^-24 times the sum of the terms.' +
        '\nWith --accuracy they are root mean squares, and a line must have at most 1.5 times' +
        "\nPyTorch's error, or no error above one rounding (tanh: two units in the last place)." +
        '\nWith --shader the entry points of your file run in place of ours, on every sample of the op:' +
        '\nvalues and gradients against float64, the same bits twice, races, and places outside an array.' +
        '\nExit code 1: a gradient is wrong, or an error above that, or your kernel is.' +
        '\nExamples:\n  $ ganvas check conv2d\n  $ ganvas check --accuracy conv2d' +
        '\n  $ ganvas check conv2d --shader mine.wgsl',
    )
    .action(async (op: string | undefined, options: CheckOptions) => {
      const failed = await carryOut(op, options)
      if (failed > 0) process.exitCode = 1
    })
}

type CheckOptions = RuntimeOptions & ShaderOptions & { accuracy?: true }

function carryOut(op: string | undefined, options: CheckOptions): Promise<number> {
  const [only] = op === undefined ? [] : opsNamed(op)
  const own = ownShader(only, options)
  if (own && options.accuracy) {
    throw new Misuse('--accuracy is a table of our kernels; it does not go with --shader')
  }
  if (own && only) return checkOwn(only, own, options)
  return options.accuracy ? checkAccuracy(op, options) : check(op, options)
}

/** Checks a kernel of the user's, prints what is wrong with it, and returns how much that is. */
async function checkOwn(op: OpName, own: OwnShader, options: RuntimeOptions): Promise<number> {
  const { name, ask, close } = await openRuntime(options)
  try {
    console.error(`adapter: ${name}`)
    console.log(`${own.name} in place of ${own.file}`)
    const judgement = await ask('judgeOwn', op, own)
    const { verdicts, unsteady, suspects, unfollowed } = judgement
    console.log(row('op', 'sample', 'tensor', 'error', 'bound'))
    const wrong = print(op, verdicts)
    const lines = [
      ...unsteady.map((where) => `NOT STEADY  sample ${where}: two runs gave different bits`),
      ...suspects.map(suspectLine),
    ]
    for (const line of lines) console.log(line)
    for (const reason of unfollowed) {
      console.log(`not followed, so no races were looked for: ${reason}`)
    }
    const failed = wrong + lines.length
    report({ adapter: name, shader: own.name, file: own.file, failed, ...judgement })
    console.log(failed === 0 ? `${own.name} is right` : `${own.name}: ${failed} things are wrong`)
    return failed
  } finally {
    await close()
  }
}

function suspectLine({ kind, entry, sample, array, index, lines, invocations }: Found): string {
  const [first, second = first] = lines
  const [one, other = one] = invocations
  const at = `${array}[${index}]`
  if (kind === 'outside') {
    return `OUTSIDE     ${entry}, sample ${sample}: line ${first} uses ${at}, beyond its end (invocation ${one})`
  }
  const who = `invocation ${one} in line ${first}, ${other} in line ${second}`
  return `RACE        ${entry}, sample ${sample}: ${at} is used by two without a barrier between: ${who}`
}

type Found = Judgement['suspects'][number]

/** Checks one op or all, prints a row for each gradient, and returns how many are wrong. */
export async function check(op: string | undefined, options: RuntimeOptions): Promise<number> {
  const wanted = opsNamed(op)
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
    console.log(failed === 0 ? 'all gradients are right' : `gradients that are wrong: ${failed}`)
    return failed
  } finally {
    await close()
  }
}

function opsNamed(op: string | undefined): OpName[] {
  const wanted = opNames.filter((name) => op === undefined || name === op)
  if (wanted.length > 0) return wanted
  throw new Misuse(`no op is named ${op}; there are ${opNames.join(', ')}`)
}

/** Prints a row for each op, gradient and kernel of the accuracy table, and returns how many are above the line. */
async function checkAccuracy(op: string | undefined, options: RuntimeOptions): Promise<number> {
  const wanted = opsNamed(op)
  const { name, ask, close } = await openRuntime(options)
  try {
    console.error(`adapter: ${name}`)
    console.log(accuracyRow('op', '', 'rule', 'kernels', 'error', 'PyTorch', 'ratio', 'roundings'))
    const all: Accuracy[] = []
    for (const [index, { op: each }] of accuracyCases.entries()) {
      if (!wanted.includes(each)) continue
      const rows = await ask('measureAccuracy', index)
      console.log(accuracyLines(rows).join('\n'))
      all.push(...rows)
    }
    const failed = all.filter(({ ok }) => !ok).length
    report({ adapter: name, failed, accuracy: all })
    console.log(failed === 0 ? 'all errors are small enough' : `${failed} errors are too large`)
    return failed
  } finally {
    await close()
  }
}

const accuracyRow = columns([5, 5, 14, 34, -9, -9, -6, -10], { gap: 1 })

/** The case, and a line for each of its rows. */
function accuracyLines(rows: readonly Accuracy[]): string[] {
  const [first] = rows
  if (!first) return []
  const lines = rows.map(({ tensor, rule, kernels, rms, pytorch, roundings, ok }) => {
    const ratio = pytorch === undefined || rms === 0 ? '' : (rms / pytorch).toFixed(2)
    const theirs = pytorch === undefined ? 'none' : shortly(pytorch)
    const title = tensor === 'y' ? 'y' : `∂${tensor}`
    const cells = [rule, kernels, shortly(rms), theirs, ratio, roundings.toFixed(2)]
    return accuracyRow('', title, ...cells) + (ok ? '' : '  ABOVE THE LINE')
  })
  return [`${first.op}, ${first.name}`, ...lines]
}

const shortly = (value: number): string => (value === 0 ? '0' : value.toExponential(2))

/** Prints the verdicts on one op; returns how many are bad. */
function print(op: OpName, verdicts: readonly Verdict[]): number {
  if (verdicts.length === 0) console.log(row(op, '', 'none'))
  for (const { sample, input, error, bound, ok, worst, shape } of verdicts) {
    const { index, got, expected } = worst
    const place = placeOf(index, shape).join(', ')
    const verdict = ok ? 'ok' : `WRONG at [${place}]: ${got}, expected ${expected}`
    console.log(row(op, `${sample}`, input, round(error), round(bound), verdict))
  }
  return verdicts.filter(({ ok }) => !ok).length
}

const row = columns([20, 8, 16, 10, 8])

/** Errors are in roundings of f32: see src/catalogue/verify.ts. */
function round(value: number): string {
  return value < 1e6 ? value.toFixed(2) : value.toExponential(0)
}
