// The tuner: wrong kernels are dropped, slow ones lose, time is limited; and results are kept.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { empty } from '../../src/autograd/tensor'
import { TableCache } from '../../src/cli/commands/train/tables'
import { configOf } from '../../src/gan/model/presets'
import { makeBlueprint } from '../../src/gan/run/blueprint'
import { impossible, worksOf } from '../../src/gan/run/tuning'
import type { Choice, Choices } from '../../src/gpu/choice'
import { trace } from '../../src/gpu/trace'
import { convTranspose2d } from '../../src/ops'
import type { tuning } from '../scenarios/tuner'
import { inPage } from '../support/browser'

type Result<Name extends keyof typeof tuning> = Awaited<ReturnType<(typeof tuning)[Name]>>

describe('a race', () => {
  it('is won by the fast one; wrong, idle and broken ones are dropped, and it is said why', async () => {
    const { outcome, fast, bad } = await inPage<Result<'racePlanted'>>('racePlanted')
    expect(outcome?.best.choice).toEqual(fast)
    expect(outcome?.best.ms).toBeLessThan(outcome?.rule.ms ?? 0)
    expect(outcome?.dropped.map(({ choice }) => choice)).toEqual(bad)
    const [wrong, idle, broken] = outcome?.dropped.map(({ why }) => why) ?? []
    expect(wrong).toMatch(/^element 0 is -?\d+ instead of -?\d+$/)
    expect(idle).toMatch(/^element 0 is NaN instead of -?\d+$/)
    expect(broken).toMatch(/^broken\.wgsl:\d+:\d+ error: .*['`]c['`]$/)
    expect(outcome?.tried).toBe(3)
  })

  it("leaves the rule's choice where all others are slower", async () => {
    const { outcome, ruled } = await inPage<Result<'raceSlower'>>('raceSlower')
    expect(outcome?.best).toEqual(outcome?.rule)
    expect(outcome?.best.choice).toEqual(ruled)
    expect(outcome?.tried).toBe(2)
  })

  it("on a hardware adapter judges the rule's choice too", async () => {
    const { software, outcome, hasty, right, wrong, fast, oracle } =
      await inPage<Result<'raceWrongRule'>>('raceWrongRule')
    expect(software).toBe(false)
    expect(outcome?.dropped.map(({ choice }) => choice)).toEqual([wrong])
    expect(outcome?.best.choice).toEqual(fast)
    expect(outcome?.rule.ms).toBeNaN()
    // Without time for others, too: a run must not use a wrong kernel.
    expect(hasty).toMatchObject({ tried: 0, unraced: false, best: { choice: oracle } })
    expect(right).toMatchObject({ tried: 1, unraced: true })
  })

  it("leaves the winner's pipeline, which a run will ask for, and no buffer", async () => {
    const { bytes, turns, dropped } = await inPage<Result<'raceLeaves'>>('raceLeaves')
    expect(turns).toEqual(['3'])
    expect(dropped?.map(({ choice }) => choice.kernel)).toEqual(['doubled'])
    expect(bytes).toBe(0)
  })

  it('ends when time is up', async () => {
    const { works, outcomes } = await inPage<Result<'raceBriefly'>>('raceBriefly', 0.5)
    expect(works).toBeGreaterThan(20)
    expect(outcomes).toBeLessThan(works)
    expect((await inPage<Result<'raceBriefly'>>('raceBriefly', 0)).outcomes).toBe(0)
  })
})

it("a stamped adjoint's product is a part of it, which a sum of times leaves out", () => {
  const [small, weight] = [empty('small', [2, 4, 4, 8]), empty('weight', [4, 4, 1, 8])]
  const step = () => convTranspose2d(small, weight, { stride: 2, padding: 1 })
  expect(trace({ step }).problems.step.map(({ part }) => part)).toEqual([false, true])
})

describe('a table', () => {
  const config = configOf({ width: 8, imageSize: 16 }, { software: true, channels: 1 })
  const images = { count: 64, height: 16, width: 16, channels: 1 }
  const blueprintFor = (subgroupSize: number, table: Choices = {}) =>
    makeBlueprint(config, images, { traits: { subgroupSize }, table })
  const kernels = ({ train }: ReturnType<typeof blueprintFor>) =>
    Object.values(train.dispatches).flatMap((all) => all.map(({ text }) => text.code))
  const byRule = blueprintFor(8)
  const [work] = worksOf(byRule)
  const { key = '', words = '' } = work?.problem ?? {}

  it('decides for its problem, where the adapter allows what it says', () => {
    const constants = { SUBGROUP: 8, GATHERS: 1, COLUMNS: 1, STEPS: 4 }
    const table: Choices = { [key]: { kernel: 'subgroup', constants } }
    expect(kernels(blueprintFor(8, table))).not.toEqual(kernels(byRule))
    expect(impossible(byRule, table, { subgroupSize: 8 })).toEqual([])
    expect(kernels(blueprintFor(4, table))).toEqual(kernels(blueprintFor(4)))
    expect(impossible(byRule, table, { subgroupSize: 4 })).toEqual([words])
  })

  it.each<[string, Choice]>([
    ['an unknown kernel', { kernel: 'toString', constants: {} }],
    ['a constant too many', { kernel: 'plain', constants: { TILE_ROWS: 1 } }],
    ['a constant too few', { kernel: 'register', constants: { TILE_ROWS: 1 } }],
    ['no whole number', { kernel: 'register', constants: { TILE_ROWS: 1.5, TILE_COLUMNS: 1 } }],
    ['no rows', { kernel: 'register', constants: { TILE_ROWS: 0, TILE_COLUMNS: 8 } }],
    ['a tile of 256 sums', { kernel: 'register', constants: { TILE_ROWS: 16, TILE_COLUMNS: 16 } }],
  ])('with %s leaves the problem to the rule', (_, choice) => {
    expect(kernels(blueprintFor(8, { [key]: choice }))).toEqual(kernels(byRule))
    expect(impossible(byRule, { [key]: choice }, { subgroupSize: 8 })).toEqual([words])
  })
})

describe('what was tuned', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ganvas-cache-'))
  const said = vi.spyOn(console, 'log').mockImplementation(() => {})
  const one: Choices = { a: { kernel: 'register', constants: { TILE_ROWS: 2, TILE_COLUMNS: 4 } } }
  const two: Choices = { b: { kernel: 'plain', constants: {} } }
  const here = { fingerprint: 'this adapter' }

  beforeAll(() => vi.stubEnv('XDG_CACHE_HOME', folder))
  afterAll(() => {
    vi.unstubAllEnvs()
    said.mockRestore()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is kept in a file, to which later races add', () => {
    const cache = new TableCache(here)
    expect(cache.path.startsWith(join(folder, 'ganvas', 'kernels-'))).toBe(true)
    // Both were there before either had won a race.
    const other = new TableCache(here)
    expect([cache.read(), other.read()]).toEqual([{}, {}])
    expect(cache.add(one)).toBe(true)
    expect(other.add(two)).toBe(true)
    expect(new TableCache(here).read()).toEqual({ ...one, ...two })
    expect(new TableCache({ fingerprint: 'another adapter' }).read()).toEqual({})
    expect(said).not.toHaveBeenCalled()
  })

  it.each([
    ['cut off', (text: string) => text.slice(0, text.length / 2)],
    ["another adapter's", (text: string) => text.replace('this adapter', 'that adapter')],
    ["another version's", (text: string) => text.replace(/"kernels": "\w+"/, '"kernels": "0"')],
    ['no table', (text: string) => text.replace('"TILE_ROWS": 2', '"TILE_ROWS": "2"')],
  ])('is not used where the file is %s, which one line says', (_, damage) => {
    const cache = new TableCache(here)
    cache.add(one)
    writeFileSync(cache.path, damage(readFileSync(cache.path, 'utf8')))
    said.mockClear()
    expect(cache.read()).toEqual({})
    const line = `kernels    ${cache.path} is damaged, or of another adapter: not used`
    expect(said.mock.calls).toEqual([[line]])
  })

  it('that cannot be kept is said, and is no error', () => {
    const cache = new TableCache({ fingerprint: 'a third' })
    writeFileSync(join(folder, 'file'), '')
    vi.stubEnv('XDG_CACHE_HOME', join(folder, 'file'))
    said.mockClear()
    expect(new TableCache({ fingerprint: 'a third' }).add(one)).toBe(false)
    expect(said.mock.calls.flat().join()).toMatch(/^kernels {4}not kept: cannot write .*$/)
    vi.stubEnv('XDG_CACHE_HOME', folder)
    expect(cache.read()).toEqual({})
  })

  it('is kept by the browser too', async () => {
    const page = await inPage<Result<'pageTable'>>('pageTable')
    expect(page.before).toEqual({})
    expect(page.read).toEqual(page.kept)
    expect(Object.keys(page.taken)).toEqual([page.key])
    // A software adapter tunes on request.
    expect(page.began).toBe(1)
  })
})
