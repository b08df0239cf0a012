// A classifier of MNIST is as good on other digits as docs/adapt.md says: adapted to UCI's on three seeds, and behind a
// translator of inverted ones, in fewer steps. The translator of coloured ones learns for longer: its commands are there.

import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { COMMAND, ownCache } from '../support/terminal'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
ownCache(join(folder, 'cache'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Accuracies in the table of an adaptation, by a process whose kernels LLVM optimises: they run thousands of times. */
async function adapted(...options: string[]): Promise<number[]> {
  const out = mkdtempSync(join(folder, 'run-'))
  const args = ['adapt', ...options, '--no-upper-bound', '--force', '--out', out]
  const env = { ...process.env, GALLIVM_PERF: '' }
  await promisify(execFile)('node', [COMMAND, ...args], { env })
  const { rows } = JSON.parse(readFileSync(join(out, 'adaptation.json'), 'utf8'))
  return rows.map(({ accuracy }: { accuracy: number }) => accuracy)
}

test.each(['1', '2', '3'])('seed %s', async (seed) => {
  const [sourceOnly, statistics, last] = await adapted('--target', 'uci', '--seed', seed)
  expect(sourceOnly).toBeLessThan(0.72)
  expect(statistics).toBeLessThan(0.75)
  expect(last).toBeGreaterThan(0.9)
})

test('a translator of inverted digits', async () => {
  const options = ['--target', 'inverted', '--method', 'translate', '--steps', '200']
  const [sourceOnly, statistics, last] = await adapted(...options)
  expect(sourceOnly).toBeLessThan(0.35)
  expect(statistics).toBeLessThan(0.7)
  expect(last).toBeGreaterThan(0.95)
})
