// `ganvas bench`: checks the options before any work, writes the report, and compares it with an earlier one. The
// benchmark itself is bench/run.ts.

import { type Command, Option } from 'commander'
import { benchNames, casesOf } from '../../../bench/cases'
import { choose, contains, type Pass, passes } from '../../../bench/choose'
import { compare, compareLines, readReport, verdictOf } from '../../../bench/compare'
import { type IterationName, iterationNames, quickIterations } from '../../../bench/iterations'
import { type Report, raceHead, raceLine } from '../../../bench/report'
import { type Bench, type Part, parts, quickOps, runBench } from '../../../bench/run'
import { opNames } from '../../catalogue/index'
import { messageOf } from '../../data/imageSet'
import { exists, readWhole } from '../folder/files'
import { checkPlace } from '../folder/outputs'
import { ownShader, type ShaderOptions, shaderOptions } from '../folder/ownShader'
import type { AskGpu } from '../gpu/jobs'
import { openRuntime, type RuntimeOptions, runtimes } from '../runtime/runtime'
import { Failure, Misuse } from '../terminal/failure'
import { report } from '../terminal/json'
import { path } from '../terminal/options'
import { quoted } from '../terminal/quoted'

export function register(program: Command): void {
  const command = program
    .command('bench')
    .description(
      "time the kernels and whole iterations, and compare them with the adapter's limits",
    )
    .option('--op <name>', 'only this op; may be repeated', collect)
    .option(
      '--size <text>',
      'only layers (with --only iterations: networks) whose name contains this',
      path,
    )
    .addOption(new Option('--pass <name>', 'only these kernels').choices(passes))
    .addOption(new Option('--only <part>', 'only one part').choices(parts))
    .option('--profile', 'time of each kernel in an iteration')
    .option('--quick', 'only a few small kernels, to see that it works')
    .option(
      '--compare <file>',
      'print ratios to an earlier file of --json, marked beyond the noise',
      path,
    )
    .option(
      '--fail-on-regression',
      'with --compare: exit code 1 if a row is slower beyond the noise',
    )
    .addOption(new Option('--runtime <name>', 'where to run').choices(runtimes).default('chrome'))
  shaderOptions(command)
    .addHelpText(
      'after',
      "\npeak and roof: shares of the adapter's own multiply-adds and bytes a second, as measured." +
        '\nMore than 100 %: a cache helped, or the machine was busier before.' +
        '\nWith --shader your kernel races against ours and the plain one, in turn, at the sizes of one --op.' +
        '\nExamples:' +
        '\n  $ ganvas bench --op conv2d --op batchNorm --json before.json' +
        '\n  $ ganvas bench --op conv2d --op batchNorm --compare before.json' +
        '\n  $ ganvas bench --op conv2d --size "block 2" --shader mine.wgsl',
    )
    .action(async (options: BenchOptions) => {
      await (options.shader === undefined && options.as === undefined
        ? bench(options)
        : race(options))
    })
}

function collect(name: string, before: string[] = []): string[] {
  return [...before, path(name)]
}

export interface BenchOptions extends RuntimeOptions, ShaderOptions {
  op?: string[]
  size?: string
  pass?: Pass
  only?: Part
  profile?: boolean
  quick?: boolean
  compare?: string
  json?: string | true
  failOnRegression?: boolean
}

/** Runs the benchmark, prints the results, and returns the report. */
export async function bench(options: BenchOptions): Promise<Report> {
  const { size = '', pass, quick = false, profile = false, runtime } = options
  const ops = chosenOps(options)
  const chosenParts = partsOf(options)
  const iterations = iterationsOf(options)
  const earlier = options.compare === undefined ? undefined : readEarlier(options.compare)
  if (options.failOnRegression && !earlier) {
    throw new Misuse('--fail-on-regression goes with --compare, an earlier file of --json')
  }
  // Again, now that the earlier file was read: it is not replaced.
  if (typeof options.json === 'string') checkPlace(options.json, '--json')
  const opened = await openRuntime({ runtime })
  try {
    const run = { parts: chosenParts, ops, size, pass, iterations, quick, profile }
    const measured = await runBench(asked(opened.ask), opened.place, run, say)
    report(earlier ? { ...measured, compared: judged(earlier, measured) } : measured)
    if (!earlier) return measured
    say(['', ...compareLines(earlier, measured)])
    if (judged(earlier, measured).some(({ verdict }) => verdict === 'slower')) {
      say(['regression: rows are slower than before, beyond the noise'])
      if (options.failOnRegression) process.exitCode = 1
    }
    return measured
  } finally {
    await opened.close()
  }
}

/** Races the user's kernel against ours, and prints a row for each size. */
async function race(options: BenchOptions): Promise<void> {
  for (const name of ['only', 'profile', 'compare', 'failOnRegression'] as const) {
    if (options[name] === undefined) continue
    const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    throw new Misuse(`--${flag} does not go with --shader, which measures the rows of one op`)
  }
  const [name, ...more] = options.op === undefined ? [] : chosenOps(options)
  const op = opNames.find((each) => each === name)
  if (!op || more.length > 0)
    throw new Misuse('--shader races the kernel of one op. Add --op and its name')
  const own = ownShader(op, options)
  if (!own) return
  const { size = '', pass, quick = false, runtime } = options
  const opened = await openRuntime({ runtime })
  try {
    console.error(`adapter: ${opened.name}`)
    const { rows, wrong } = await opened.ask('raceOp', op, own, { size, pass, quick })
    report({ adapter: opened.name, shader: own.name, file: own.file, rows, wrong })
    if (wrong[0]) {
      say([`${own.name} computes wrong values, so its times mean nothing. See what is wrong:`])
      say([`  ganvas check ${op} --shader ${quoted(options.shader ?? '')}`])
      process.exitCode = 1
      return
    }
    say([`${own.name} in place of ${own.file}`, raceHead, ...rows.map(raceLine)])
    if (rows.length === 0) say(['no row that was asked for runs it'])
  } finally {
    await opened.close()
  }
}

const judged = (earlier: Report, now: Report) =>
  compare(earlier, now).map((each) => ({ ...each, verdict: verdictOf(each) }))

function asked(ask: AskGpu): Bench {
  return {
    describe: () => ask('describe'),
    probe: (options) => ask('probe', options),
    timeOp: (op, options) => ask('timeOp', op, options),
    timeIterations: (name, options) => ask('timeIterations', name, options),
    profileIteration: (name, options) => ask('profileIteration', name, options),
  }
}

function chosenOps({ op, size = '', pass, quick, only }: BenchOptions): string[] {
  if (only !== undefined && only !== 'kernels') return []
  const unknown = op?.find((name) => !benchNames.includes(name))
  if (unknown !== undefined) {
    throw new Misuse(`no op is named ${unknown}; there are ${benchNames.join(', ')}`)
  }
  const wanted = op ?? (quick ? quickOps : benchNames)
  const rows = wanted.flatMap(casesOf)
  if (rows.length === 0) throw new Misuse(`${wanted.join(', ')}: runs no kernel to measure`)
  try {
    const found = choose(rows, { size, pass })
    return wanted.filter((name) => found.some((row) => row.op === name))
  } catch (cause) {
    throw new Misuse(messageOf(cause), { cause })
  }
}

/** Without --only: everything, but no iterations where ops or sizes were picked. */
function partsOf({ only, op, size, pass, profile }: BenchOptions): Set<Part> {
  if (only === 'probes' && size !== undefined) {
    throw new Misuse('--size picks layers or iterations, and probes have none. Leave it out')
  }
  if (only !== undefined && only !== 'kernels') {
    const picks = Object.entries({ '--op': op, '--pass': pass })
    const [name] = picks.find(([, picked]) => picked !== undefined) ?? []
    if (name) throw new Misuse(`${name} picks kernels, so it does not go with --only ${only}`)
  }
  const picked = [op, pass, size].some((each) => each !== undefined)
  const run = new Set<Part>(only ? [only] : picked ? ['probes', 'kernels'] : parts)
  if (profile && !run.has('iterations')) {
    throw new Misuse('--profile is of iterations. Type: ganvas bench --only iterations --profile')
  }
  return run
}

function iterationsOf({ only, quick, size = '' }: BenchOptions): IterationName[] {
  const all = quick ? quickIterations : iterationNames
  if (only !== 'iterations') return all
  const found = all.filter((name) => contains(name, size))
  if (found.length > 0) return found
  throw new Misuse(`no iteration's name contains "${size}"; there are: ${all.join('; ')}`)
}

function readEarlier(path: string): Report {
  if (!exists(path)) throw new Misuse(`--compare: there is no file ${path}`)
  try {
    return readReport(new TextDecoder().decode(readWhole(path)))
  } catch (cause) {
    throw new Failure(`${path} cannot be compared with: ${messageOf(cause)}`, { cause })
  }
}

const say = (lines: readonly string[]): void => console.log(lines.join('\n'))
