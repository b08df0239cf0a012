// `ganvas golden`: runs the cases of a folder of golden values in one of the runtimes and judges here,
// from the bytes that --dump writes, so that what is judged is what somebody else can compare.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { judge, runGoldenCase } from '../catalogue/golden'
import {
  type GoldenEntry,
  type GoldenTensors,
  readGoldenFile,
  readGoldenIndex,
} from '../catalogue/goldenIndex'
import { readSafetensors, writeSafetensors } from '../data/safetensors'
import { openChromeRuntime } from './chromeRuntime'
import { Failure, Misuse, text } from './failure'
import { exists, readWhole, writeWhole } from './files'
import type { GoldenAnswer } from './goldenPage'
import { openNodeGpu } from './nodeRuntime'

export const runtimes = ['node', 'chrome'] as const

export interface GoldenOptions {
  runtime: (typeof runtimes)[number]
  dump?: string
}

type Counts = Record<'passed' | 'failed' | 'skipped', number>

/** A place where cases run; bytes in, bytes out. */
interface Runtime {
  run(
    entry: GoldenEntry,
    bytes: Uint8Array,
  ): Promise<{ skipped: string } | { computed: Uint8Array }>
  close(): Promise<void>
}

/** Prints a line a case and the counts; returns them. */
export async function golden(folder: string, { runtime, dump }: GoldenOptions): Promise<Counts> {
  const entries = readFolder(folder)
  if (dump !== undefined) checkWritable(dump)
  const opened = runtime === 'chrome' ? await openInChrome() : await openInNode()
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 }
  try {
    for (const entry of entries) {
      const { outcome, line } = await runCase(folder, entry, opened, dump)
      counts[outcome]++
      console.log(line)
    }
  } finally {
    await opened.close()
  }
  const { passed, failed, skipped } = counts
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
  return counts
}

async function runCase(
  folder: string,
  entry: GoldenEntry,
  runtime: Runtime,
  dump: string | undefined,
): Promise<{ outcome: keyof Counts; line: string }> {
  const { name } = entry
  const path = join(folder, entry.file)
  const bytes = readWhole(path)
  let answer: Awaited<ReturnType<Runtime['run']>>
  try {
    answer = await runtime.run(entry, bytes)
  } catch (error) {
    // Without its adapter no case can run; anything else is told about this case.
    if (error instanceof Failure) throw error
    return { outcome: 'failed', line: `FAIL ${name}: ${text(error)}` }
  }
  if ('skipped' in answer) return { outcome: 'skipped', line: `SKIP ${name}: ${answer.skipped}` }
  if (dump !== undefined) writeWhole(join(dump, entry.file), answer.computed)
  const { tensors } = readSafetensors(answer.computed, `what was computed for ${name}`)
  const { passed, worst, tensor, fault } = judge(entry, readCase(entry, bytes, path), tensors)
  const where = fault === undefined ? tensor : `${tensor}: ${fault}`
  return {
    outcome: passed ? 'passed' : 'failed',
    line: `${passed ? 'PASS' : 'FAIL'} ${name}: ${multiple(worst)} × tolerance in ${where}`,
  }
}

const multiple = (worst: number) => (worst < 1000 ? worst.toFixed(2) : worst.toExponential(2))

/** The cases of a folder. Every file is read and checked before the first case is run. */
function readFolder(folder: string): GoldenEntry[] {
  const path = join(folder, 'index.json')
  if (!exists(path)) {
    throw new Misuse(`${folder} holds no golden cases: index.json is missing. See test/golden`)
  }
  let entries: GoldenEntry[]
  try {
    entries = readGoldenIndex(new TextDecoder().decode(readWhole(path)))
  } catch (cause) {
    throw new Failure(`${path} is not an index of golden cases: ${text(cause)}`, { cause })
  }
  for (const entry of entries) {
    const file = join(folder, entry.file)
    readCase(entry, readWhole(file), file)
  }
  return entries
}

function readCase(entry: GoldenEntry, bytes: Uint8Array, path: string): GoldenTensors {
  try {
    return readGoldenFile(entry, bytes, path)
  } catch (cause) {
    throw new Failure(text(cause), { cause })
  }
}

/** Says before an hour of work, not after it, that its results have no place to go. */
function checkWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `.${process.pid}.tmp`), '', { flag: 'wx' })
    rmSync(join(folder, `.${process.pid}.tmp`))
  } catch (cause) {
    throw new Failure(`cannot write to ${folder}: ${text(cause)}. Choose another --dump`, { cause })
  }
}

async function openInNode(): Promise<Runtime> {
  const gpu = await openNodeGpu()
  console.error(`adapter: ${gpu.name}`)
  return {
    async run(entry, bytes) {
      const outcome = await runGoldenCase(gpu, entry, readSafetensors(bytes, entry.file).tensors)
      return 'skipped' in outcome ? outcome : { computed: writeSafetensors(outcome.computed) }
    },
    async close() {
      gpu.close()
    },
  }
}

async function openInChrome(): Promise<Runtime> {
  const { call, close } = await openChromeRuntime()
  return {
    async run(entry, bytes) {
      const given = Buffer.from(bytes).toString('base64')
      const answer = await call<GoldenAnswer>('goldenCase', entry, given)
      if ('skipped' in answer) return answer
      return { computed: new Uint8Array(Buffer.from(answer.computed, 'base64')) }
    },
    close,
  }
}
