// `ganvas golden`: runs the cases of a folder of golden values in one of the runtimes and judges here,
// from the bytes that --dump writes, so that what is judged is what somebody else can compare.

import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import {
  type GoldenEntry,
  type GoldenTensors,
  readGoldenFile,
  readGoldenIndex,
} from '../../../catalogue/golden/entries'
import { judge } from '../../../catalogue/golden/run'
import { messageOf } from '../../../data/imageSet'
import { readSafetensors } from '../../../data/safetensors'
import { exists, readWhole, writableFolder, writeWhole } from '../../folder/files'
import type { GoldenAnswer } from '../../gpu/jobs'
import { openRuntime, type Runtime, type RuntimeOptions } from '../../runtime/runtime'
import { Failure, Misuse } from '../../terminal/failure'

export interface GoldenOptions extends RuntimeOptions {
  dump?: string
}

type Counts = Record<'passed' | 'failed' | 'skipped', number>

/** Prints a line a case and the counts; returns them. */
export async function golden(folder: string, { runtime, dump }: GoldenOptions): Promise<Counts> {
  const entries = readFolder(folder)
  if (dump !== undefined) {
    writableFolder(dump, '--dump')
    // Else what was computed would take the place of what is expected.
    if (realpathSync(dump) === realpathSync(folder)) {
      throw new Misuse('--dump is the folder of the cases itself. Choose another one')
    }
  }
  const opened = await openRuntime({ runtime })
  console.error(`adapter: ${opened.name}`)
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
  { ask }: Runtime,
  dump: string | undefined,
): Promise<{ outcome: keyof Counts; line: string }> {
  const { name } = entry
  const path = join(folder, entry.file)
  const bytes = readWhole(path)
  let answer: GoldenAnswer
  try {
    answer = await ask('goldenCase', entry, bytes)
  } catch (error) {
    // Without its adapter no case can run; anything else is told about this case.
    if (error instanceof Failure) throw error
    return { outcome: 'failed', line: `FAIL ${name}: ${messageOf(error)}` }
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
    throw new Failure(`${path} is not an index of golden cases: ${messageOf(cause)}`, { cause })
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
    throw new Failure(messageOf(cause), { cause })
  }
}
