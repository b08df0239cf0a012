// A test file's line to a Chrome that test/support/globalSetup.ts opened. Test files run in workers of their own,
// several at a time, so each connects to the browser of its worker and finds its page by URL.

import puppeteer from 'puppeteer'
import { afterAll, inject } from 'vitest'
import { pageCaller } from '../../src/cli/runtime/chromeRuntime'

const worker = Number(process.env['VITEST_POOL_ID'])
const chrome = inject('chromes')[worker - 1]
if (!chrome) throw new Error(`no Chrome was opened for test worker ${worker}`)
const browser = await puppeteer.connect({
  browserWSEndpoint: chrome.wsEndpoint,
  // The page needs no size of ours, and must not be resized by each test file.
  defaultViewport: null,
  protocolTimeout: 600_000,
})
const page = (await browser.pages()).find((each) => each.url() === chrome.url)
if (!page) throw new Error(`Chrome has no page ${chrome.url}; did an earlier test close it?`)

/** Runs the function of that name in test/scenarios/index.ts; arguments and result travel as parcel.ts says. */
export const inPage = pageCaller(page, { browser })

afterAll(() => browser.disconnect())
