// The devices of commands, opened once in a worker: commands run by `tell`, and tests that open Node's GPU themselves,
// share its device and so its compiled pipelines, as all scenarios share the page's. Most of a small run's time is
// compiling. Those with `--runtime chrome` share a page in the Chrome of the scenarios.
// This file is loaded before each file that uses a GPU, and so sets up their comparisons, too.

import { vi } from 'vitest'
import type { Gpu } from '../../src/gpu/device'
import './sameBytes'

vi.mock('../../src/cli/runtime/nodeRuntime', async (original) => {
  const runtime = await original<typeof import('../../src/cli/runtime/nodeRuntime')>()
  const { lent } = await import('./lent')

  /** The device that is open, or another where it reported a fault or was lost. */
  async function lend(): Promise<Gpu> {
    try {
      lent.gpu?.check()
    } catch {
      delete lent.gpu
    }
    if (!lent.gpu) {
      lent.gpu = await runtime.openNodeGpu()
      lent.gpu.close = () => {}
    }
    return lent.gpu
  }

  return {
    ...runtime,
    openNodeGpu: (options: { adapter?: string } = {}) =>
      options.adapter === undefined ? lend() : runtime.openNodeGpu(options),
  }
})

vi.mock('../../src/cli/runtime/chromeRuntime', async (original) => ({
  ...(await original<typeof import('../../src/cli/runtime/chromeRuntime')>()),
  async openChromeRuntime() {
    const [{ lent }, { lendChrome }] = await Promise.all([
      import('./lent'),
      import('./commandPage'),
    ])
    lent.chrome ??= lendChrome()
    return lent.chrome
  },
}))
