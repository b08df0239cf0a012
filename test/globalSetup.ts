// Opens the one Chrome that all tests share, before the first of them. A machine without Chrome gets
// one; a machine without an adapter fails the whole run, since a skipped GPU test proves nothing.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { findChrome, installChrome } from '../src/cli/chrome'
import { type ChromeRuntime, openChromeRuntime } from '../src/cli/chromeRuntime'
import type { AdapterInfo } from '../src/cli/harness'

declare module 'vitest' {
  export interface ProvidedContext {
    wsEndpoint: string
    pageUrl: string
    /** A folder for what several test files share. */
    scratch: string
  }
}

let runtime: ChromeRuntime | undefined
let scratch: string | undefined

export async function setup(project: TestProject): Promise<void> {
  if (!(await findChrome())) await installChrome(console.log)
  runtime = await openChromeRuntime({ entry: '/test/page/index.ts', shared: true })
  try {
    const { vendor, architecture } = await runtime.call<AdapterInfo>('adapterInfo')
    console.log(`adapter in Chrome: ${vendor} ${architecture}`)
  } catch (error) {
    // Vitest runs no teardown after a setup that threw.
    await teardown()
    throw error
  }
  const folder = mkdtempSync(join(tmpdir(), 'ganvas-test-'))
  scratch = folder
  // Of other sources the page would be another.
  project.onTestsRerun(() => rmSync(join(folder, 'page'), { recursive: true, force: true }))
  project.provide('scratch', folder)
  project.provide('wsEndpoint', runtime.wsEndpoint)
  project.provide('pageUrl', runtime.url)
}

export async function teardown(): Promise<void> {
  await runtime?.close()
  if (scratch) rmSync(scratch, { recursive: true, force: true })
}
