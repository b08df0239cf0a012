// Opens the Chromes that tests share, before the first of them: one for each that runs at a time. A machine
// without Chrome gets one; a machine without an adapter fails the whole run, since a skipped GPU test
// proves nothing.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { findChrome, installChrome } from '../../src/cli/runtime/chrome'
import { type ChromeRuntime, openChromeRuntime } from '../../src/cli/runtime/chromeRuntime'
import type { AdapterInfo } from '../../src/cli/runtime/harness'

declare module 'vitest' {
  export interface ProvidedContext {
    /** One for each worker. */
    chromes: { wsEndpoint: string; url: string }[]
    /** A folder for what several test files share. */
    scratch: string
  }
}

/** Opens what the project's tests share; returns how to close it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!(await findChrome())) await installChrome(console.log)
  const scratch = mkdtempSync(join(tmpdir(), 'ganvas-test-'))
  const chromes: ChromeRuntime[] = []
  const teardown = async () => {
    for (const chrome of chromes) await chrome.close()
    rmSync(scratch, { recursive: true, force: true })
  }
  try {
    while (chromes.length < project.config.maxWorkers) {
      chromes.push(await openChromeRuntime({ entry: '/test/scenarios/index.ts', shared: true }))
    }
    const info = await chromes[0]?.call<AdapterInfo>('adapterInfo')
    console.log(`adapter in Chrome: ${info?.vendor} ${info?.architecture}`)
  } catch (error) {
    // Vitest runs no teardown after a setup that threw.
    await teardown()
    throw error
  }
  project.provide(
    'chromes',
    chromes.map(({ wsEndpoint, url }) => ({ wsEndpoint, url })),
  )
  project.provide('scratch', scratch)
  // Of other sources the page would be another.
  project.onTestsRerun(() => rmSync(join(scratch, 'page'), { recursive: true, force: true }))
  return teardown
}
