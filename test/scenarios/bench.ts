// A quick run of the bench for test/terminal/bench.test.ts, on the adapter of the page.

import { quickIterations } from '../../bench/iterations'
import type { Report } from '../../bench/report'
import { benchOn, parts, quickOps, runBench } from '../../bench/run'
import { pageGpu } from '../../src/cli/gpu/page/pageGpu'
import { bytesLeft } from './left'

async function quickBench(): Promise<{ report: Report; printed: string[] }> {
  const printed: string[] = []
  const report = await runBench(
    benchOn(await pageGpu()),
    'Chrome',
    {
      parts: new Set(parts),
      ops: quickOps,
      size: '',
      iterations: quickIterations,
      quick: true,
      profile: true,
    },
    (lines) => void printed.push(...lines),
  )
  return { report, printed }
}

/** Bytes that a measurement leaves on the GPU. */
async function benchLeaves(): Promise<number> {
  const gpu = await pageGpu()
  return bytesLeft(gpu.device, () => benchOn(gpu).timeOp('bceWithLogits', { quick: true }))
}

export const benches = { quickBench, benchLeaves }
