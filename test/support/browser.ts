// The Chrome that this worker's test files share. Each file connects to it, and finds its page by URL.

import puppeteer from 'puppeteer'
import { afterAll } from 'vitest'
import { pageCaller } from '../../src/cli/runtime/chromeRuntime'
import { shared } from './shared'

const chrome = await shared('chrome', Number(process.env['VITEST_POOL_ID']))
const browser = await puppeteer.connect({
  browserWSEndpoint: chrome.wsEndpoint,
  // The page's size does not matter, and each test file must not resize it.
  defaultViewport: null,
  protocolTimeout: 0,
})
const page = (await browser.pages()).find((each) => each.url() === chrome.url)
if (!page) throw new Error(`Chrome has no page ${chrome.url}; did an earlier test close it?`)

/** Runs the function of that name in test/scenarios/index.ts; arguments and result are serialised by parcel.ts. */
export const inPage = pageCaller(page, { browser })

afterAll(() => browser.disconnect())
