// A page for commands that run in this process with `--runtime chrome`, beside the page of the scenarios in the same Chrome.

import puppeteer from 'puppeteer'
import { type PageRuntime, pageCaller } from '../../src/cli/runtime/pageRuntime'
import { shared } from './shared'

/** Opens the page that a command's own Chrome would load. It stays open as long as Chrome; `close` does nothing. */
export async function lendChrome(): Promise<PageRuntime> {
  const { wsEndpoint, url: scenarios } = await shared(
    'chrome',
    Number(process.env['VITEST_POOL_ID']),
  )
  const browser = await puppeteer.connect({
    browserWSEndpoint: wsEndpoint,
    defaultViewport: null,
    protocolTimeout: 0,
  })
  const page = await browser.newPage()
  const url = new URL('/?entry=/src/cli/gpu/page/harness.ts', scenarios).href
  const problems: string[] = []
  const call = pageCaller(page, { browser, problems })
  await page.goto(url)
  await page.evaluate('globalThis.ganvasLoaded.then(() => undefined)')
  return { call, url, wsEndpoint, close: async () => {} }
}
