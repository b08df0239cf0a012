// Scenarios of adapters without a name, for test/kernels/browser.test.ts and test/naga.

import { pageGpu } from '../../src/cli/gpu/page/pageGpu'
import { openGpu } from '../../src/gpu/open'
import { roundOf } from '../../src/gpu/software'

/** What the adapter says of itself, and what a measurement says. */
async function measuredAdapter(): Promise<{ software: boolean; microseconds: number }> {
  const gpu = await pageGpu()
  return { software: gpu.software, microseconds: await roundOf(gpu) }
}

/** The page's adapter, without name or flag. */
function nameless(submits: number[]): GPU {
  const blank = { vendor: '', architecture: '', device: '', description: '' }
  return {
    async requestAdapter(options?: GPURequestAdapterOptions) {
      const adapter = await navigator.gpu.requestAdapter(options)
      if (!adapter) return null
      const { subgroupMinSize, subgroupMaxSize } = adapter.info
      const info = { ...blank, subgroupMinSize, subgroupMaxSize, isFallbackAdapter: false }
      const { features, limits } = adapter
      const requestDevice = async (wanted?: GPUDeviceDescriptor) => {
        const device = await adapter.requestDevice(wanted)
        const { submit } = device.queue
        submits.push(0)
        device.queue.submit = (...args) => {
          submits.push((submits.pop() ?? 0) + 1)
          return submit.apply(device.queue, args)
        }
        return device
      }
      return { info, features, limits, requestDevice }
    },
  } as unknown as GPU
}

/** An adapter without a name, opened twice: does a CPU play it, and how often was work submitted to find out? */
async function openNameless(): Promise<{ software: boolean[]; submits: number[] }> {
  const submits: number[] = []
  const software: boolean[] = []
  for (let i = 0; i < 2; i++) {
    const gpu = await openGpu(nameless(submits))
    software.push(gpu.software)
    gpu.close()
  }
  return { software, submits }
}

export const adapters = { measuredAdapter, openNameless }
