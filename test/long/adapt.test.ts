// A classifier of MNIST, adapted to the digits of UCI, is as good as docs/adapt.md says, on three seeds.

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
