// `ganvas bench`: what was typed, checked before any work; where the report goes, and what it is compared
// with. The run itself is bench/run.ts.

import { benchNames, casesOf } from '../../../../bench/cases'
import { choose, contains, type Pass } from '../../../../bench/choose'
import { compareLines, readReport } from '../../../../bench/compare'
import { type IterationName, iterationNames, quickIterations } from '../../../../bench/iterations'
import { type Report, writeReport } from '../../../../bench/report'
import { type Bench, type Part, parts, quickOps, runBench } from '../../../../bench/run'
import { messageOf } from '../../../data/imageSet'
import { checkPlace, exists, readWhole, writeWhole } from '../../folder/files'
import type { AskGpu } from '../../gpu/jobs'
import { openRuntime, type RuntimeOptions } from '../../runtime/runtime'
import { Failure, Misuse } from '../../terminal/failure'

export interface BenchOptions extends RuntimeOptions {
  op?: string[]
  size?: string
  pass?: Pass
  only?: Part
  profile?: boolean
  quick?: boolean
  json?: string
  compare?: string
}

/** Runs what was asked for, prints it, and returns the report. */
export async function bench(options: BenchOptions): Promise<Report> {
  const { size = '', pass, quick = false, profile = false, json, compare, runtime } = options
  const ops = chosenOps(options)
  const chosenParts = partsOf(options)
  const iterations = iterationsOf(options)
  if (json !== undefined) checkPlace(json, '--json')
  const earlier = compare === undefined ? undefined : readEarlier(compare)
  const opened = await openRuntime({ runtime })
  try {
    const place = opened.name.endsWith('in Chrome') ? 'Chrome' : 'Node'
    const run = { parts: chosenParts, ops, size, pass, iterations, quick, profile }
    const report = await runBench(asked(opened.ask), place, run, say)
    if (json !== undefined) writeWhole(json, writeReport(report))
    if (earlier) say(['', ...compareLines(earlier, report)])
    return report
  } finally {
    await opened.close()
  }
}

/** The bench of a runtime. */
function asked(ask: AskGpu): Bench {
  return {
    describe: () => ask('describe'),
    probe: (options) => ask('probe', options),
    timeOp: (op, options) => ask('timeOp', op, options),
    timeIterations: (name) => ask('timeIterations', name),
    profileIteration: (name) => ask('profileIteration', name),
  }
}

/** The ops whose kernels will run. */
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

/** The iterations that will run. */
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
