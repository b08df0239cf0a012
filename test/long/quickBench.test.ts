// A quick run of the bench on the adapter of the page: complete, finite, and equal to itself.

import { beforeAll, describe, expect, it } from 'vitest'
import { compare, compareLines, readReport } from '../../bench/compare'
import type { Report } from '../../bench/report'
import { inPage } from '../support/browser'

describe('a quick run', () => {
  let report: Report
  let printed: string[]
  beforeAll(async () => {
    const run = await inPage<{ report: Report; printed: string[] }>('quickBench')
    // As written by --json and read by --compare.
    report = readReport(JSON.stringify(run.report))
    printed = run.printed
  })

  it('measures positive numbers, all finite', () => {
    const { probes, kernels, iterations, profiles } = report
    const found = [probes, kernels, iterations, profiles].flatMap((part) => numbersIn(part))
    expect(found.length).toBeGreaterThan(100)
    const bad = found.filter(({ path, value }) => {
      // Equal times have no spread, and a page's clock may not advance within 20 µs.
      const zero = /\.(spread|scriptMs)$/.test(path) || /dispatch|submit/.test(path)
      return !Number.isFinite(value) || value < 0 || (value === 0 && !zero)
    })
    expect(bad).toEqual([])
    expect(kernels.map(({ op, what }) => `${op} ${what}`)).toEqual([
      'leakyRelu forward',
      'leakyRelu ∂x',
      'bceWithLogits forward',
      'bceWithLogits ∂x',
      'normal forward',
      'normal forward',
    ])
  })

  it('knows its adapter', () => {
    expect(report.adapter.name).not.toBe('')
    expect(report.adapter.limits['maxBufferSize']).toBeGreaterThan(2 ** 27)
    expect(Date.parse(report.date)).toBeGreaterThan(Date.parse('2026-01-01'))
  })

  it('gives shares of the limits, and measures the same kernel twice', () => {
    const shares = report.kernels.flatMap(({ ofPeak, ofBandwidth }) => [ofPeak, ofBandwidth])
    expect(shares.filter((share) => share === null)).toEqual([])
    expect(report.controls).toHaveLength(3)
  })

  it('splits an iteration into its dispatches', () => {
    const [profile] = report.profiles
    const count = profile?.rows.reduce((sum, row) => sum + row.count, 0)
    expect(count).toBe(report.iterations[0]?.dispatches)
  })

  it('is 1.00× of itself', () => {
    const ratios = compare(report, report)
    // And the adapter's own two.
    expect(ratios).toHaveLength(report.kernels.length + report.iterations.length + 2)
    expect(ratios.filter(({ ratio }) => ratio !== 1)).toEqual([])
    const lines = compareLines(report, report).slice(1)
    expect(lines.filter((line) => !line.startsWith('   1.00×  '))).toEqual([])
  })

  it('prints tables of 100 columns', () => {
    expect(printed.filter((line) => line.length > 100)).toEqual([])
    expect(printed.at(-1)).toMatch(
      /^control: the same kernel twice: \d+\.\d\d× \(half within .*\)$/,
    )
  })

  it('leaves nothing on the GPU', async () => {
    expect(await inPage('benchLeaves')).toBe(0)
  })
})

/** Every number below a value, by the path to it. */
function numbersIn(value: unknown, path = ''): { path: string; value: number }[] {
  if (typeof value === 'number') return [{ path, value }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) => numbersIn(each, `${path}.${key}`))
}
