// Runs functions of this project in a page of a headless browser, called from Node by name.

import type { Browser, Page } from 'puppeteer'
import { messageOf } from '../../data/imageSet'
import type { Outcome } from '../gpu/page/callPage'
import type { Envelope } from '../gpu/page/parcel'
import { Failure } from '../terminal/failure'
import { type Call, callerOf } from './caller'
import { servePages } from './pageServer'

export interface PageRuntime {
  call: Call
  url: string
  /** Empty unless `shared` was asked for. */
  wsEndpoint: string
  close(): Promise<void>
}

export interface PageOptions {
  /** The module that fills the page's registry, as a path from the package root. */
  entry?: string
}

/** The page's own jobs: all that the terminal asks for. */
export const HARNESS = '/src/cli/gpu/page/harness.ts'

/** @param watch  told of the browser once its page is loaded; it may add to the problems */
export async function openPageRuntime(
  launch: () => Promise<Browser>,
  { entry = HARNESS }: PageOptions,
  watch: (browser: Browser, problems: string[]) => void = () => {},
): Promise<PageRuntime> {
  const problems: string[] = []
  // Side by side: each takes about as long as the other.
  const [served, launched] = await Promise.allSettled([servePages(problems), launch()])
  const close = async () => {
    if (launched.status === 'fulfilled') await launched.value.close()
    if (served.status === 'fulfilled') await served.value.close()
  }
  try {
    if (served.status === 'rejected') throw served.reason
    if (launched.status === 'rejected') throw launched.reason
    const url = `${served.value.origin}/?entry=${entry}`
    const browser = launched.value
    const page = (await browser.pages())[0] ?? (await browser.newPage())
    const call = pageCaller(page, { browser, problems })
    await page.goto(url)
    await page.evaluate('globalThis.ganvasLoaded.then(() => undefined)').catch((cause: unknown) => {
      throw new Failure([`${entry} did not load`, messageOf(cause), ...problems].join(': '), {
        cause,
      })
    })
    watch(browser, problems)
    return { call, url, wsEndpoint: browser.wsEndpoint(), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Makes the function that calls into a page. `problems` receives the errors of the page. */
export function pageCaller(
  page: Page,
  { browser, problems = [] }: { browser: Browser; problems?: string[] },
): Call {
  const crashed = new Promise<never>((_, reject) => {
    const fail = (what: string) => reject(new Failure(what))
    page.on('error', () => fail('the page crashed in the browser (out of memory?)'))
    const ended = 'the browser ended before its work was done'
    browser.on('disconnected', () => fail(problems.at(-1) ?? ended))
  })
  page.on('pageerror', (error) => problems.push(messageOf(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  return callerOf({
    origin: () => new URL(page.url()).origin,
    answer: (name, given) => page.evaluate(callInPage, name, given),
    crashed,
    problems,
  })
}

// Travels to the page as text, so it may use nothing outside itself.
function callInPage(name: string, given: Envelope): Promise<Outcome> {
  return globalThis.ganvasAnswer(name, given)
}
