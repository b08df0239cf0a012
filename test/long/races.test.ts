// The tuner tries every kernel of a layer's convolutions, and none of them is wrong; a run keeps those that it began with.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { configOf } from '../../src/gan/model/presets'
import { makeBlueprint } from '../../src/gan/run/blueprint'
import { worksOf } from '../../src/gan/run/tuning'
import type { tuning } from '../scenarios/tuner'
import { inPage } from '../support/browser'
import { ownCache, tell } from '../support/terminal'

type Outcomes = Awaited<ReturnType<(typeof tuning)['raceLayer']>>

it('finds no fault with the kernels of convolutions', async () => {
  const outcomes = await inPage<Outcomes>('raceLayer')
  // The three sums, and the product of stamps within the adjoint.
  expect(outcomes).toHaveLength(4)
  for (const { dropped, tried } of outcomes) {
    expect(dropped).toEqual([])
    expect(tried).toBeGreaterThan(3)
  }
})

const SMALL = ['--width', '4', '--batch-size', '8', '--latent', '8', '--log-every', '1']
const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
const at = (...parts: string[]) => join(folder, ...parts)
ownCache(at('cache'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const bytes = (...path: string[]) => readFileSync(at(...path))
const files = [
  'checkpoint.safetensors',
  'generator.safetensors',
  'discriminator.safetensors',
  'samples/000004.png',
]

it('a run keeps the kernels that it began with, though the cache forgets them', async () => {
  const ruledOnly = ['--no-tune', '--steps', '4', '--out', at('four')]
  expect((await tell('train', ...SMALL, ...ruledOnly)).status).toBe(0)
  const json = at('tuned.json')
  const { status, stdout } = await tell(
    'tune',
    ...SMALL.slice(0, 6),
    '--seconds',
    '1',
    '--json',
    json,
  )
  expect(status).toBe(0)
  const { races, width } = JSON.parse(bytes('tuned.json').toString())
  expect(width).toBe(4)
  expect(races[0].rule.ms).toBeGreaterThan(0)
  for (const { words } of races) expect(stdout).toContain(words)
  expect(stdout).toMatch(/^ +rule, ms +best, ms +faster +choice$/m)
  expect(stdout).toContain(`kept in ${at('cache', 'ganvas', 'kernels-')}`)
  // Whatever won: from here on, kernel choices that no rule makes.
  const [name = ''] = readdirSync(at('cache', 'ganvas'))
  const table = JSON.parse(bytes('cache', 'ganvas', name).toString())
  const config = configOf({ width: 4, batchSize: 8, latent: 8 }, { software: true, channels: 1 })
  const digits = { count: 9000, height: 28, width: 28, channels: 1 }
  const works = worksOf(makeBlueprint(config, digits))
  for (const { problem } of works) {
    const splits = problem.key.startsWith('weight_gradient') ? { SPLITS: 1 } : {}
    const constants = { TILE_ROWS: 2, TILE_COLUMNS: 1, ...splits }
    table.choices[problem.key] = { kernel: 'register', constants }
  }
  writeFileSync(at('cache', 'ganvas', name), JSON.stringify(table))

  const steps = (count: string, run: string) =>
    tell('train', ...SMALL, '--steps', count, '--out', at(run))
  expect((await steps('4', 'tuned')).stdout).toContain(
    `kernels    tuned for ${works.length} of ${works.length} convolutions`,
  )
  expect((await steps('2', 'tuned2')).status).toBe(0)
  const ruled = await tell('train', ...SMALL, '--no-tune', '--dry-run')
  expect(ruled.status).toBe(0)
  expect(ruled.stdout).not.toContain('kernels')
  rmSync(at('cache', 'ganvas'), { recursive: true })
  expect((await tell('train', '--resume', at('tuned2'), '--steps', '4')).status).toBe(0)
  for (const file of files) {
    expect(bytes('tuned2', file).equals(bytes('tuned', file)), file).toBe(true)
  }
  expect(
    bytes('tuned', 'generator.safetensors').equals(bytes('four', 'generator.safetensors')),
  ).toBe(false)
  expect(JSON.parse(bytes('tuned2', 'config.json').toString()).table).toEqual(table.choices)
  for (const option of ['--tune', '--no-tune']) {
    const { lines } = await tell('train', '--resume', at('tuned2'), '--steps', '1', option)
    expect(lines).toEqual([
      `ganvas: --resume ${at('tuned2')}: a run keeps the kernels that it began with. Leave ${option} out`,
    ])
  }
})
