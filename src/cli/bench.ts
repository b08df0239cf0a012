// `ganvas bench`: which parts are run, and what is printed while they run. Each kernel's rows appear as
// they are measured; the report is written when all is done.

import { dirname } from 'node:path'
import { benchNames, casesOf } from '../../bench/cases'
import { compareLines, readReport } from '../../bench/compare'
import { iterationNames, quickIterations } from '../../bench/iterations'
import { chosen } from '../../bench/kernels'
import type { Probes } from '../../bench/probes'
import {
  controlLine,
  iterationHead,
  iterationLine,
  kernelHead,
  kernelLine,
  probeLines,
  profileLines,
  type Report,
  rates,
} from '../../bench/report'
import { Failure, Misuse, text } from './failure'
import { exists, isFolder, readWhole, writableFolder, writeWhole } from './files'
import type { Ask } from './jobs'
import { openRuntime, type RuntimeOptions } from './runtime'

export const parts = ['probes', 'kernels', 'iterations'] as const

type Part = (typeof parts)[number]

export interface BenchOptions extends RuntimeOptions {
  op?: string[]
  size?: string
  only?: Part
  profile?: boolean
  quick?: boolean
  json?: string
  compare?: string
}

/** What --quick measures: an op of each kind, all small. */
const QUICK = ['leakyRelu', 'bceWithLogits', 'normal']

/** Runs what was asked for, prints it, and returns the report. */
export async function bench(options: BenchOptions): Promise<Report> {
  const { quick = false, json, compare, runtime } = options
  const ops = chosenOps(options)
  const run = chosenParts(options)
  if (json !== undefined) checkPlace(json)
  const earlier = compare === undefined ? undefined : readEarlier(compare)
  const { ask, close, name } = await openRuntime({ runtime })
  try {
    const told = await ask('describe')
    console.log(`adapter: ${name}, by ${told.timing}`)
    const report: Report = {
      version: 1,
      date: new Date().toISOString(),
      runtime: name.endsWith('Chrome') ? 'Chrome' : 'Node',
      ...told,
      quick,
      probes: run.has('probes') ? await probes(ask, quick) : null,
      kernels: [],
      controls: [],
      iterations: [],
      profiles: [],
    }
    // Before the kernels, whose compiled pipelines would make a first iteration look fast.
    if (run.has('iterations')) await iterations(ask, report, options)
    if (run.has('kernels')) await kernels(ask, report, ops, options)
    if (json !== undefined) writeWhole(json, `${JSON.stringify(report, undefined, 1)}\n`)
    if (earlier) say(['', ...compareLines(earlier, report)])
    return report
  } finally {
    await close()
  }
}

async function probes(ask: Ask, quick: boolean): Promise<Probes> {
  const found = await ask('probe', { quick })
  say(probeLines(found))
  return found
}

async function iterations(ask: Ask, report: Report, { quick, profile }: BenchOptions) {
  const names = quick ? quickIterations : iterationNames
  say(['', iterationHead])
  for (const name of names) {
    const row = await ask('timeIterations', name)
    report.iterations.push(row)
    say([iterationLine(row)])
  }
  if (!profile) return
  // The others take long, and show the same kernels.
  for (const name of names.slice(0, 1)) {
    const found = await ask('profileIteration', name)
    report.profiles.push(found)
    say(['', ...profileLines(found)])
  }
}

async function kernels(
  ask: Ask,
  report: Report,
  ops: readonly string[],
  { size, quick = false }: BenchOptions,
) {
  say(['', kernelHead])
  for (const op of ops) {
    const { rows, control } = await ask('timeOp', op, { size: size ?? '', quick })
    const rated = rows.map((row) => ({ ...row, ...rates(row, report.probes) }))
    report.kernels.push(...rated)
    if (control) report.controls.push(control)
    say([op, ...rated.map(kernelLine)])
  }
  say([controlLine(report.controls)])
}

/** The ops whose kernels will run. */
function chosenOps({ op, size, quick }: BenchOptions): string[] {
  const unknown = op?.find((name) => !benchNames.includes(name))
  if (unknown !== undefined) {
    throw new Misuse(`no op is named ${unknown}; there are ${benchNames.join(', ')}`)
  }
  const wanted = op ?? (quick ? QUICK : benchNames)
  const found = wanted.filter((name) => chosen(name, { size: size ?? '' }).length > 0)
  if (found.length > 0) return found
  const sizes = new Set(wanted.flatMap(casesOf).map((each) => each.size))
  if (sizes.size === 0) throw new Misuse(`${wanted.join(', ')}: runs no kernel to measure`)
  throw new Misuse(`no size contains "${size}"; there are: ${[...sizes].join('; ')}`)
}

/** Without --only: everything, but no iterations where ops or sizes were picked. */
function chosenParts({ only, op, size, profile }: BenchOptions): Set<Part> {
  const picked = op !== undefined || size !== undefined
  if (picked && only !== undefined && only !== 'kernels') {
    throw new Misuse(`--op and --size pick kernels, so they do not go with --only ${only}`)
  }
  const run = new Set<Part>(only ? [only] : picked ? ['probes', 'kernels'] : parts)
  if (profile && !run.has('iterations')) {
    throw new Misuse('--profile is of iterations. Type: ganvas bench --only iterations --profile')
  }
  return run
}

/** Says before minutes of work, not after them, that the report has no place to go. */
function checkPlace(json: string): void {
  if (exists(json) && isFolder(json)) {
    throw new Misuse(`--json is the folder ${json}. Name a file in it`)
  }
  writableFolder(dirname(json), '--json')
}

function readEarlier(path: string): Report {
  if (!exists(path)) throw new Misuse(`--compare: there is no file ${path}`)
  try {
    return readReport(new TextDecoder().decode(readWhole(path)))
  } catch (cause) {
    throw new Failure(`${path} cannot be compared with: ${text(cause)}`, { cause })
  }
}

const say = (lines: readonly string[]): void => console.log(lines.join('\n'))
