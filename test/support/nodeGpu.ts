// Node's GPU, opened once in a test file: commands run by `tell`, and tests that open it themselves, share its device and
// so its compiled pipelines, as all scenarios share the page's. Most of a small run's time is compiling.

import { vi } from 'vitest'
import type { Gpu } from '../../src/gpu/device'

vi.mock('../../src/cli/runtime/nodeRuntime', async (original) => {
  const runtime = await original<typeof import('../../src/cli/runtime/nodeRuntime')>()
  let opened: Gpu | undefined

  /** The device that is open, or another where it reported a fault or was lost. */
  async function lend(): Promise<Gpu> {
    try {
      opened?.check()
    } catch {
      opened = undefined
    }
    if (!opened) {
      opened = await runtime.openNodeGpu()
      opened.close = () => {}
    }
    return opened
  }

  return {
    ...runtime,
    openNodeGpu: (options: { adapter?: string } = {}) =>
      options.adapter === undefined ? lend() : runtime.openNodeGpu(options),
  }
})
