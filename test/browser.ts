// A test file's line to the Chrome that test/globalSetup.ts opened. Test files run in workers of
// their own, so each connects to that browser and finds its page by URL.

import puppeteer from 'puppeteer'
import { afterAll, inject } from 'vitest'
import { pageCaller } from '../src/cli/chromeRuntime'

const browser = await puppeteer.connect({
  browserWSEndpoint: inject('wsEndpoint'),
  // The page needs no size of ours, and must not be resized by each test file.
  defaultViewport: null,
  protocolTimeout: 600_000,
})
const page = (await browser.pages()).find((each) => each.url() === inject('pageUrl'))
if (!page) throw new Error(`Chrome has no page ${inject('pageUrl')}; did an earlier test close it?`)

/** Runs the function of that name in test/page/index.ts; arguments and result travel as parcel.ts says. */
export const inPage = pageCaller(page, { browser })

afterAll(() => browser.disconnect())
