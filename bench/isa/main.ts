// `npm run isa`: what real GPUs execute of the kernels, on a machine without one. README.md explains the table.

import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command, InvalidArgumentError } from 'commander'
import { opNames } from '../../src/catalogue/index'
import { placeOwn } from '../../src/catalogue/own'
import { messageOf } from '../../src/data/imageSet'
import type { GanConfig } from '../../src/gan/model/config'
import { parts } from './cards'
import { compileAll, type Job } from './compile'
import { environmentOf } from './layer'
import { crossed } from './limits'
import { networks } from './networks'
import type { Row } from './row'
import { comparisonOf, groupsOf, summaryOf, tableOf } from './table'

interface Options {
  chips: string[]
  networks: string[]
  settings: Partial<GanConfig>
  only: string
  kernel?: string
  op?: string
  shader?: string
  as?: string
  listing?: true
  json?: string
  compare?: Row[]
  code?: string
  check?: true
}

const list = (text: string): string[] => text.split(',')

const NAMES = Object.keys({ ...networks, ...parts })

function namesOfNetworks(text: string): string[] {
  const unknown = list(text).find((name) => !NAMES.includes(name))
  if (unknown === undefined) return list(text)
  const known = NAMES.join(', ')
  throw new InvalidArgumentError(`There is no network "${unknown}". Choose from ${known}.`)
}

function settings(text: string): Partial<GanConfig> {
  try {
    return JSON.parse(text)
  } catch {
    throw new InvalidArgumentError('It is not JSON. Write \'{"batchSize":64}\'.')
  }
}

function readRows(file: string): Row[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new InvalidArgumentError(`${messageOf(error)}. Write one with --json first.`)
  }
}

const program = new Command('isa')
  .description("compile the kernels for AMD's GPUs by Mesa, without one, and count instructions")
  .option('--chips <a,b>', 'families that Mesa knows', list, ['navi31', 'navi21', 'vega10'])
  .option('--networks <a,b>', 'networks', namesOfNetworks, NAMES)
  .option('--settings <json>', 'more settings of every network', settings, {})
  .option('--only <text>', 'only pipelines whose file and entry point contain this', '')
  .option('--kernel <name>', 'this kernel where the rule chooses tiles of a workgroup: shared')
  .option('--op <name>', 'with --shader: the op that it computes, at the sizes of its card')
  .option('--shader <file>', 'a kernel of your own, in place of the networks')
  .option('--as <file>', 'with --shader: the file of shaders/ that it replaces')
  .option('--json <file>', 'write the rows into a file')
  .option('--listing', 'with --json: keep the instructions of the loop that computes')
  .option(
    '--compare <file>',
    'print what changed since an earlier file of --json, not the table',
    readRows,
  )
  .option('--code <folder>', 'keep the machine code of every pipeline, one folder a chip')
  .option('--check', 'print only where a limit is crossed; exit code 1 if one is')
  .addHelpText('after', '\nExample:\n  $ npm run isa -- --networks dcgan32 --chips navi31')
  .action(main)

async function main(options: Options): Promise<void> {
  const environment = environmentOf(import.meta.dirname)
  const chosen = Object.fromEntries(
    options.networks.map((name) => [name, { ...networks[name], ...options.settings }]),
  )
  const { only, kernel, listing } = options
  const own = ownOf(options)
  const jobOf = (chip: string) => ({
    ...{ chip, networks: chosen, only },
    ...(kernel && { kernel }),
    ...(listing && { listing }),
    ...(own && { own }),
  })
  const found = await Promise.all(
    options.chips.map((chip) => inProcess(jobOf(chip), environment, options.code)),
  )
  const rows = found.flat()
  if (options.json) writeFileSync(options.json, `${JSON.stringify(rows)}\n`)
  if (options.check) return check(rows)
  if (options.compare) {
    for (const line of comparisonOf(options.compare, rows)) console.log(line)
    return
  }
  for (const group of groupsOf(rows)) {
    console.log(`${group[0]?.chip}, ${group[0]?.network}`)
    for (const line of [...tableOf(group), '']) console.log(line)
  }
  for (const line of summaryOf(rows)) console.log(line)
}

/** The user's kernel and its op; undefined without --shader. */
function ownOf({ op, shader, as }: Options): Job['own'] {
  if (shader === undefined) return undefined
  const known = opNames.find((name) => name === op)
  if (!known) throw new Error(`--shader needs --op, one of ${opNames.join(', ')}`)
  const source = readFileSync(shader, 'utf8')
  return { op: known, shader: placeOwn(known, { name: basename(shader), source, as }) }
}

function check(rows: readonly Row[]): void {
  const wrong = crossed(rows)
  for (const line of wrong) console.error(line)
  console.log(`isa: ${rows.length} pipelines, ${wrong.length} limits crossed`)
  if (wrong.length > 0) process.exitCode = 1
}

/** Lines that Mesa and Dawn print for every device without hardware. */
const USUAL = /not a conformant|invalid pci bus|^Warning: |^\s*$/i

/** Rows of one chip, compiled in a process of its own: a process has one Vulkan. */
async function inProcess(
  job: Omit<Job, 'folder'>,
  environment: Record<string, string>,
  code: string | undefined,
): Promise<Row[]> {
  const folder = code ? join(resolve(code), job.chip) : mkdtempSync(join(tmpdir(), 'ganvas-isa-'))
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const variables = { ...environment, ISA_OUT: folder, RADV_FORCE_FAMILY: job.chip }
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), COMPILE], {
    env: { ...process.env, ...variables },
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  child.stdin.end(JSON.stringify({ ...job, folder }))
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  try {
    const ended = await new Promise((done) =>
      child.on('close', (status, signal) => done(signal ?? status)),
    )
    if (ended !== 0) {
      const lines = said.split('\n').filter((line) => !USUAL.test(line))
      const why = lines.join('\n') || `the process ended with ${ended}`
      throw new Error(`${job.chip}: ${why}`)
    }
    return JSON.parse(readFileSync(join(folder, ROWS), 'utf8'))
  } finally {
    if (!code) rmSync(folder, { recursive: true })
  }
}

/** Argument of the process that compiles; its job comes through standard input, its rows go into a file. */
const COMPILE = 'compile-here'
const ROWS = 'rows.json'

if (process.argv[2] === COMPILE) {
  const job: Job = JSON.parse(readFileSync(0, 'utf8'))
  try {
    writeFileSync(join(job.folder, ROWS), JSON.stringify(await compileAll(job)))
  } catch (error) {
    console.error(messageOf(error))
    process.exit(1)
  }
  // Dawn would wait for a device that never worked.
  process.exit(0)
}
try {
  await program.parseAsync()
} catch (error) {
  console.error(`isa: ${messageOf(error)}`)
  process.exitCode = 1
}
