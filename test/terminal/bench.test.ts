// The bench: its statistics, choices and refusals. A run of it: test/long/quickBench.test.ts; whether its times are
// plausible: test/timing/bench.test.ts.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { benchNames, casesOf } from '../../bench/cases'
import { choose, type Filter, isSelected } from '../../bench/choose'
import { readReport } from '../../bench/compare'
import type { KernelRow } from '../../bench/kernels'
import type { Probes } from '../../bench/probes'
import { number, rates } from '../../bench/report'
import { cardOf, opNames } from '../../src/catalogue'
import { type BenchOptions, bench } from '../../src/cli/commands/bench'
import { geometricMean, meanOfCycle, median, quantile, spread } from '../../src/gpu/statistics'

describe('statistics', () => {
  it('finds the middle, and between two the mean', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 2, 3])).toBe(2.5)
    expect(median([7])).toBe(7)
    expect(median([])).toBeNaN()
  })

  it('finds quartiles, and their distance in units of the median', () => {
    expect([0, 0.25, 1].map((share) => quantile([50, 10, 40, 20, 30], share))).toEqual([10, 20, 50])
    expect(spread([50, 10, 40, 20, 30])).toBeCloseTo(20 / 30)
    expect(spread([5, 5, 5])).toBe(0)
  })

  it('averages each place of a cycle, and ignores interruptions', () => {
    expect(meanOfCycle([9, 1, 1, 1, 9, 1, 70, 1, 9, 1, 1, 1], 4)).toBe(3)
    expect(meanOfCycle([9, 1], 4)).toBe(5)
  })

  it('averages ratios so that twice and half are once', () => {
    expect(geometricMean([2, 0.5])).toBeCloseTo(1)
    expect(geometricMean([8, 1, 1])).toBeCloseTo(2)
  })

  it('prints three digits', () => {
    expect([1234.5, 123.4, 12.34, 1.234, 0.1234, 0.00123].map(number)).toEqual([
      '1235',
      '123',
      '12.3',
      '1.23',
      '0.123',
      '0.0012',
    ])
  })
})

describe('what is measured', () => {
  it('is every op that runs a kernel in a layer', () => {
    const without = benchNames.filter((name) => casesOf(name).length === 0)
    expect(without).toEqual(opNames.filter((op) => Object.keys(cardOf(op).sizes).length === 0))
  })

  const rowsOf = (op: string) => casesOf(op).map(({ what, dispatches }) => ({ what, dispatches }))

  it('is only what belongs to a gradient', () => {
    const plain = rowsOf('leakyRelu')
    expect(plain).toEqual([
      { what: 'forward', dispatches: 1 },
      { what: '∂x', dispatches: 1 },
    ])
    // The gradient of a sum of tensors is the gradient itself: no kernel runs.
    expect(rowsOf('add')).toEqual([{ what: 'forward', dispatches: 1 }])
    expect(rowsOf('adam')).toEqual([{ what: 'step', dispatches: 2 }])
  })

  it('is one row for gradients that share their work, and one each for those that do not', () => {
    expect(new Set(rowsOf('batchNorm').map(({ what }) => what))).toEqual(
      new Set(['forward', '∂x ∂weight ∂bias']),
    )
    expect(new Set(rowsOf('conv2d').map(({ what }) => what))).toEqual(
      new Set(['forward', '∂x', '∂weight']),
    )
  })

  it('counts for a gradient what it reads from outside and its results', () => {
    const [, gradient] = casesOf('leakyRelu')
    const { x } = Object.values(cardOf('leakyRelu').sizes)[0]?.inputs ?? {}
    const numbers = x?.shape.reduce((a, b) => a * b, 1) ?? 0
    // x, ∂y and ∂x.
    expect(gradient?.work.bytes).toBe(3 * 4 * numbers)
  })

  it('can be some of it: by pass, by a part of the name, or a selection of each kind', () => {
    const all = benchNames.flatMap(casesOf)
    const names = (filter: Filter) => choose(all, filter).map(({ op, what }) => `${op} ${what}`)
    expect(names({ size: 'd head' })).toEqual(['conv2d forward', 'conv2d ∂x', 'conv2d ∂weight'])
    expect(names({ size: 'D head', pass: 'gradient' })).toEqual(['conv2d ∂x', 'conv2d ∂weight'])
    expect(names({ pass: 'step' })).toEqual(['adam step', 'rmsprop step', 'sgd step'])
    const selected = all.filter(isSelected)
    expect(new Set(selected.map(({ op }) => op)).size).toBe(12)
    expect(selected).toHaveLength(24)
  })

  it('is held against the cache where the data fit in it, else against memory', () => {
    const bandwidth = { form: '', bytes: 1000 }
    const probes = {
      peak: { gflops: 10 },
      memory: { ...bandwidth, gbs: 5 },
      cache: { ...bandwidth, gbs: 20 },
    } as Probes
    const row = (bytes: number) => ({ ms: 1e-3, flop: 5000, bytes }) as KernelRow
    expect(rates(row(1000), probes)).toMatchObject({ gflops: 5, ofPeak: 0.5, ofBandwidth: 0.05 })
    expect(rates(row(2000), probes)).toMatchObject({ gbs: 2, ofBandwidth: 0.4 })
    expect(rates(row(2000), null)).toMatchObject({ ofPeak: null, ofBandwidth: null })
  })
})

describe('what is typed wrongly', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ganvas-bench-'))
  const file = join(folder, 'text')
  writeFileSync(file, 'text')
  afterAll(() => rmSync(folder, { recursive: true }))

  it.each<[BenchOptions, RegExp]>([
    [{ op: ['conv'] }, /^no op is named conv; there are conv2d, .*sgd$/],
    [{ op: ['relu'], size: 'huge' }, /^no size contains "huge"; there are: DCGAN 32²/],
    [{ op: ['adam'], pass: 'forward' }, /^nothing here has a pass forward; there are: step$/],
    [
      { pass: 'forward', only: 'probes' },
      /^--pass picks kernels, so it does not go with --only probes$/,
    ],
    [{ op: ['reshape'] }, /^reshape: runs no kernel to measure$/],
    [
      { op: ['relu'], only: 'probes' },
      /^--op picks kernels, so it does not go with --only probes$/,
    ],
    [{ size: 'relu', only: 'probes' }, /^--size picks layers or iterations/],
    [
      { size: 'huge', only: 'iterations' },
      /^no iteration's name contains "huge"; there are: DCGAN/,
    ],
    [{ only: 'kernels', profile: true }, /^--profile is of iterations\. Type: ganvas bench/],
    [{ json: folder }, /^--json .* is not a regular file\. Choose another name$/],
    [{ json: join(file, 'x.json') }, /^cannot write to the folder .* Choose another --json$/],
    [{ failOnRegression: true }, /^--fail-on-regression goes with --compare/],
    [{ compare: join(folder, 'none') }, /^--compare: there is no file .*none$/],
    [{ compare: file }, /text cannot be compared with: it is not JSON$/],
  ])('%o', async (options, message) => {
    await expect(bench(options)).rejects.toThrow(message)
  })

  it('is another JSON', () => {
    expect(() => readReport('{"version":2}')).toThrow('not a report of ganvas bench')
    expect(() => readReport('null')).toThrow('not a report of ganvas bench')
    const rows = { kernels: [{ op: 'relu', size: '', what: 'forward', ms: 0 }], iterations: [] }
    const report = { version: 1, date: '', runtime: '', adapter: { name: '' }, probes: null }
    expect(() => readReport(JSON.stringify({ ...report, ...rows }))).toThrow('not a report')
    expect(readReport(JSON.stringify({ ...report, ...rows, kernels: [] }))).toMatchObject(report)
  })
})
