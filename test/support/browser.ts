// The page of the scenarios in the Chrome that this worker's test files share, found by its URL. The connection ends with
// the worker. In the project `naga` it is a Deno of the file's own.

import puppeteer from 'puppeteer'
import { afterAll, inject } from 'vitest'
import type { Call } from '../../src/cli/runtime/caller'
import { openDenoRuntime } from '../../src/cli/runtime/denoRuntime'
import { pageCaller } from '../../src/cli/runtime/pageRuntime'
import { SCENARIOS, shared } from './shared'

async function inChrome(): Promise<Call> {
  const chrome = await shared('chrome', Number(process.env['VITEST_POOL_ID']))
  const browser = await puppeteer.connect({
    browserWSEndpoint: chrome.wsEndpoint,
    // The page's size does not matter, and each test file must not resize it.
    defaultViewport: null,
    protocolTimeout: 0,
  })
  const page = (await browser.pages()).find((each) => each.url() === chrome.url)
  if (!page) throw new Error(`Chrome has no page ${chrome.url}; did an earlier test close it?`)
  return pageCaller(page, { browser })
}

async function inDeno(): Promise<Call> {
  const { call, close } = await openDenoRuntime({ entry: SCENARIOS })
  afterAll(close)
  return call
}

/** Runs the function of that name in test/scenarios/index.ts; arguments and result are serialised by parcel.ts. */
export const inPage = await (inject('scenarios') === 'deno' ? inDeno() : inChrome())
