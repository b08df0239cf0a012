// A run that is killed at random moments goes on to the same bits; `npm run soak -- resume` kills more of them.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { killAndCompare } from '../soak/killed'
import { randomOf, tiny, writeImages } from '../soak/resume'
import { ownCache } from '../support/terminal'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
ownCache(join(folder, 'cache'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const EXTRA = ['--spectral-norm', '--ema', '0.9', '--augment', 'translation', '--conditional']
const SETTINGS = ['--objective', 'hinge', ...EXTRA, '--best', 'sliced', '--tensorboard']

test('a run that is killed at random moments goes on to the same bits', async () => {
  const args = [...tiny(writeImages(join(folder, 'data'))), ...SETTINGS]
  const found = await killAndCompare({ args, steps: 30, folder, kills: 2, random: randomOf(7) })
  expect(found.at).toHaveLength(2)
  expect(found.different).toEqual([])
  expect(found.files).toBeGreaterThan(20)
})

test.each(['adda', 'translate'])('so does an adaptation, %s', async (method) => {
  const small = ['--target', 'uci', '--batch-size', '8', '--no-upper-bound', '--method', method]
  const args = [...small, '--save-every', '4', '--log-every', '3']
  const place = join(folder, method)
  const told = { command: 'adapt', args, steps: 40, folder: place, kills: 2 } as const
  const found = await killAndCompare({ ...told, random: randomOf(7) })
  expect(found.at).toHaveLength(2)
  expect(found.different).toEqual([])
  expect(found.files).toBe(8)
})
