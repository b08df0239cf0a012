// `ganvas golden`: runs the cases of a folder of golden values in a runtime and compares the results here, from the
// bytes that --dump writes, so that other programs can make the same comparison.

import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, Option } from 'commander'
import {
  type GoldenEntry,
  type GoldenTensors,
  readGoldenFile,
  readGoldenIndex,
} from '../../catalogue/golden/entries'
import { judge } from '../../catalogue/golden/run'
import { messageOf } from '../../data/imageSet'
import { readSafetensors } from '../../data/safetensors'
import { exists, readWhole, writableFolder } from '../folder/files'
import { checkPlace, writeOutput } from '../folder/outputs'
import type { GoldenAnswer } from '../gpu/jobs'
import { openRuntime, type Runtime, type RuntimeOptions, runtimes } from '../runtime/runtime'
import { Failure, Misuse } from '../terminal/failure'
import { report } from '../terminal/json'
import { path } from '../terminal/options'

export function register(program: Command): void {
  program
    .command('golden')
    .description('compare with values that PyTorch computed, case by case')
    .argument('<dir>', 'folder of cases with an index.json, such as test/golden')
    .option('--dump <out>', 'folder to write the results to, one file for each case', path)
    .addOption(new Option('--runtime <name>', 'where to run').choices(runtimes).default('auto'))
    .addHelpText('after', '\nExample:\n  $ ganvas golden test/golden --runtime chrome')
    .action(async (folder: string, options: GoldenOptions) => {
      const { failed } = await golden(folder, options)
      if (failed > 0) process.exitCode = 1
    })
}

export interface GoldenOptions extends RuntimeOptions {
  dump?: string
}

type Counts = Record<'passed' | 'failed' | 'skipped', number>

/** Prints a line for each case, and the counts; returns the counts. */
export async function golden(folder: string, { runtime, dump }: GoldenOptions): Promise<Counts> {
  const entries = readFolder(folder)
  if (dump !== undefined) {
    writableFolder(dump, '--dump')
    // The results would replace the expected values.
    if (realpathSync(dump) === realpathSync(folder)) {
      throw new Misuse('--dump is the folder of the cases itself. Choose another one')
    }
    for (const { file } of entries) checkPlace(join(dump, file), '--dump')
  }
  const opened = await openRuntime({ runtime })
  console.error(`adapter: ${opened.name}`)
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 }
  const cases: { name: string; outcome: keyof Counts; line: string }[] = []
  try {
    for (const entry of entries) {
      const { outcome, line } = await runCase(folder, entry, opened, dump)
      counts[outcome]++
      cases.push({ name: entry.name, outcome, line })
      console.log(line)
    }
  } finally {
    await opened.close()
  }
  const { passed, failed, skipped } = counts
  report({ adapter: opened.name, ...counts, cases })
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
    // Without an adapter no case can run; any other error concerns this case.
    if (error instanceof Failure) throw error
    return { outcome: 'failed', line: `FAIL ${name}: ${messageOf(error)}` }
  }
  if ('skipped' in answer) return { outcome: 'skipped', line: `SKIP ${name}: ${answer.skipped}` }
  if (dump !== undefined) writeOutput(join(dump, entry.file), answer.computed)
  const { tensors } = readSafetensors(answer.computed, `what was computed for ${name}`)
  const { passed, worst, tensor, fault } = judge(entry, readCase(entry, bytes, path), tensors)
  const where = fault === undefined ? tensor : `${tensor}: ${fault}`
  return {
    outcome: passed ? 'passed' : 'failed',
    line: `${passed ? 'PASS' : 'FAIL'} ${name}: ${multiple(worst)} × tolerance in ${where}`,
  }
}

const multiple = (worst: number) => (worst < 1000 ? worst.toFixed(2) : worst.toExponential(2))

/** Reads the cases of a folder. Every file is checked before the first case runs. */
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
