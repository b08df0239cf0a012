// `bench --compare`: which rows are beyond the noise.

import { expect, it } from 'vitest'
import { compare, compareLines, verdictOf } from '../../bench/compare'
import type { Report } from '../../bench/report'

/** A report of one kernel and one iteration. */
function reportOf({ ms, spread = 0, control = 1, gflops = 10 }: Record<string, number>): Report {
  return {
    ...{ version: 1, date: '2026-11-25T14:22:00.000Z', runtime: 'Node' },
    adapter: { name: 'a CPU' },
    probes: { peak: { gflops }, memory: { gbs: 5 } },
    kernels: [{ op: 'relu', size: 'small', what: 'forward', ms, spread }],
    controls: [{ op: 'relu', ratio: control, low: 1, high: 1 }],
    iterations: [{ name: 'DCGAN', ms: 100, spread: 0 }],
  } as unknown as Report
}

it.each<[string, Record<string, number>, Record<string, number>, string | undefined]>([
  ['3 % at least', { ms: 100 }, { ms: 103 }, undefined],
  ['more than 3 %', { ms: 100 }, { ms: 104 }, 'slower'],
  ['faster', { ms: 104 }, { ms: 100 }, 'faster'],
  ['half of both spreads', { ms: 100, spread: 0.1 }, { ms: 111, spread: 0.1 }, undefined],
  ['beyond the spreads', { ms: 100, spread: 0.1 }, { ms: 115, spread: 0.1 }, 'slower'],
  ['the same kernel twice', { ms: 100, control: 0.8 }, { ms: 120 }, undefined],
  ['beyond the control', { ms: 100, control: 0.8 }, { ms: 130 }, 'slower'],
  ['the machine itself', { ms: 100 }, { ms: 130, gflops: 7.5 }, undefined],
])('%s', (_, earlier, now, expected) => {
  const found = compare(reportOf(earlier), reportOf(now)).find(({ row }) => row.startsWith('relu'))
  expect(found && verdictOf(found)).toBe(expected)
})

it('marks the rows in the table, and no limit of the adapter', () => {
  const lines = compareLines(reportOf({ ms: 100 }), reportOf({ ms: 200, gflops: 10.1 }))
  expect(lines.filter((line) => line.includes('slower'))).toEqual([
    '   0.50×  slower  relu forward: small',
  ])
  expect(lines).toContain('   1.00×          DCGAN')
})
