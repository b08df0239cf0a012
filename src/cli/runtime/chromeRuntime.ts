// Runs functions of this project in a headless Chrome, called from Node by name.

import type { Browser } from 'puppeteer'
import { type LaunchOptions, launchChrome } from './chrome'
import { openPageRuntime, type PageOptions, type PageRuntime } from './pageRuntime'

export const openChromeRuntime = (
  options: LaunchOptions & PageOptions = {},
): Promise<PageRuntime> => openPageRuntime(() => launchChrome(options), options, watchGpuProcess)

// Chrome reports a crashed GPU process in its log only, and a page would wait forever. Closing the
// browser reaches every process that is connected to it.
function watchGpuProcess(browser: Browser, problems: string[]): void {
  browser.process()?.stderr?.on('data', (data: Buffer) => {
    if (!data.includes('GPU process exited unexpectedly')) return
    problems.push('Chrome lost its GPU process (a driver crash, or out of memory)')
    browser.close().catch(() => {})
  })
}
