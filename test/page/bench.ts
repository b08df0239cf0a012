// A quick run of the bench for test/bench.test.ts, on the adapter of the page.

import { quickIterations } from '../../bench/iterations'
import type { Report } from '../../bench/report'
import { benchOn, parts, quickOps, runBench } from '../../bench/run'
import { pageGpu } from '../../src/cli/pageGpu'

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

/** Nothing that was measured stays on the GPU: bytes of the buffers that are left. */
async function benchLeaves(): Promise<number> {
  const { device } = await pageGpu()
  const original = device.createBuffer
  const left = new Map<GPUBuffer, number>()
  device.createBuffer = (descriptor) => {
    const buffer = original.call(device, descriptor)
    const destroy = buffer.destroy
    left.set(buffer, descriptor.size)
    buffer.destroy = () => {
      left.delete(buffer)
      return destroy.call(buffer)
    }
    return buffer
  }
  try {
    await benchOn(await pageGpu()).timeOp('bceWithLogits', { quick: true })
  } finally {
    device.createBuffer = original
  }
  return [...left.values()].reduce((sum, bytes) => sum + bytes, 0)
}

export const benches = { quickBench, benchLeaves }
