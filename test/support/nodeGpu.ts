// The devices of commands, opened once in a test file: commands run by `tell`, and tests that open Node's GPU themselves,
// share its device and so its compiled pipelines, as all scenarios share the page's. Most of a small run's time is
// compiling. Those with `--runtime chrome` share a page in the Chrome of the scenarios.
// This file is loaded before each file that uses a GPU, and so sets up their comparisons, too.

import { afterAll, vi } from 'vitest'
import type { PageRuntime } from '../../src/cli/runtime/pageRuntime'
import type { Gpu } from '../../src/gpu/device'
import './sameBytes'

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

const chrome = vi.hoisted(() => ({
  opened: undefined as Promise<{ runtime: PageRuntime; end(): Promise<void> }> | undefined,
}))

vi.mock('../../src/cli/runtime/chromeRuntime', async (original) => ({
  ...(await original<typeof import('../../src/cli/runtime/chromeRuntime')>()),
  async openChromeRuntime() {
    const { lendChrome } = await import('./commandPage')
    chrome.opened ??= lendChrome()
    return (await chrome.opened).runtime
  },
}))

afterAll(async () => (await chrome.opened)?.end())
