// A classifier of MNIST is as good on other digits as docs/adapt.md says: adapted to UCI's on three seeds, and behind a
// translator of inverted ones. The translator of coloured ones learns for as long again, twice: its commands are there.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ownCache, tell } from '../support/terminal'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
ownCache(join(folder, 'cache'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each(['1', '2', '3'])('seed %s', async (seed) => {
  const out = join(folder, seed)
  const args = ['--target', 'uci', '--seed', seed, '--no-upper-bound', '--out', out]
  expect((await tell('adapt', ...args)).status).toBe(0)
  const { rows } = JSON.parse(readFileSync(join(out, 'adaptation.json'), 'utf8'))
  const [sourceOnly, statistics, adapted] = rows.map(
    ({ accuracy }: { accuracy: number }) => accuracy,
  )
  expect(sourceOnly).toBeLessThan(0.72)
  expect(statistics).toBeLessThan(0.75)
  expect(adapted).toBeGreaterThan(0.9)
})

test('a translator of inverted digits', async () => {
  const out = join(folder, 'inverted')
  const args = ['--target', 'inverted', '--method', 'translate', '--no-upper-bound', '--out', out]
  expect((await tell('adapt', ...args)).status).toBe(0)
  const { rows } = JSON.parse(readFileSync(join(out, 'adaptation.json'), 'utf8'))
  expect(rows.at(-1).accuracy).toBeGreaterThan(0.95)
})
