// Whether what the bench measures is plausible, on a machine that does nothing else.

import { beforeAll, expect, it } from 'vitest'
import type { Report } from '../../bench/report'
import { median } from '../../src/gpu/statistics'
import { inPage } from '../support/browser'

let report: Report

beforeAll(async () => {
  report = (await inPage<{ report: Report }>('quickBench')).report
})

it('exceeds no limit that it measured', () => {
  const shares = report.kernels.flatMap(({ ofPeak, ofBandwidth }) => [ofPeak, ofBandwidth])
  expect(shares.filter((share) => share === null || share > 1.2)).toEqual([])
})

it('measures the same kernel twice alike', () => {
  expect(report.controls).toHaveLength(3)
  // Measurements of 5 ms: interrupted, one takes a few times as long. What this must find, repeats that are
  // counted wrongly, would be tens of times off.
  const ratio = median(report.controls.map((each) => each.ratio))
  expect(ratio).toBeGreaterThan(1 / 4)
  expect(ratio).toBeLessThan(4)
})
