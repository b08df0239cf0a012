// The built page in a Chrome that the worker's test files share, below a path of a plain web server, as a user opens it. One page at a time,
// so that there is one device at a time.

import { isDeepStrictEqual } from 'node:util'
import puppeteer, { type Browser, type Page } from 'puppeteer'
import { configOf } from '../../src/gan/model/presets'
import { readSettings } from '../../src/page/core/address'
import { isToy } from '../../src/page/core/choice'
import { shared } from './shared'
import { type StaticServer, serveFolder } from './staticServer'
import { textComes, type Wanted } from './textComes'

/** Milliseconds: ends a wait that would never end. Machines that are busy take long, too. */
const HANGS = 5 * 60_000

/** A run that is fast even on a software adapter. */
export const SMALL = '?seed=3&width=1&latent=8&batchSize=8'

export interface Opening {
  /** Address of the page; by default the built page. */
  url?: string
  /** Called before the page is loaded. */
  prepare?: (page: Page) => Promise<unknown>
  /** Lets `ready` go on with the page, though it was prepared. */
  isCommon?: boolean
}

/** The run of an address, whether it names a value or leaves it to the preset. */
function comesTo(search: string): object {
  const { data, ...chosen } = readSettings(search)
  if (isToy({ data })) return { data, ...chosen }
  return { data, ...configOf(chosen, { software: true, channels: 1 }) }
}

async function sharedBrowser(): Promise<Browser> {
  const browserWSEndpoint = await shared('browser', Number(process.env['VITEST_POOL_ID']))
  return puppeteer.connect({ browserWSEndpoint, protocolTimeout: 0 })
}

export class Studio {
  /** Folder of the built page. */
  readonly folder: string
  readonly browser: Browser
  readonly #server: StaticServer
  #page: Page | undefined
  #problems: string[] = []
  /** Hosts that the page asked for anything. */
  #hosts = new Set<string>()
  /** Query of the open page, where `ready` may go on with it. */
  #begun: string | undefined

  private constructor(folder: string, server: StaticServer, browser: Browser) {
    this.folder = folder
    this.#server = server
    this.browser = browser
  }

  /** Serves the built page to the Chrome that is shared, or to the caller's browser, which the caller closes. */
  static async launch(own?: Browser): Promise<Studio> {
    const folder = await shared('page')
    const server = await serveFolder(folder, '/deep/below/')
    return new Studio(folder, server, own ?? (await sharedBrowser()))
  }

  async end(): Promise<void> {
    await this.close()
    await this.browser.disconnect()
    await this.#server.close()
  }

  get page(): Page {
    if (!this.#page) throw new Error('no page is open')
    return this.#page
  }

  /** @param query  query and hash of the address: ?seed=3#latent */
  async open(
    query = SMALL,
    { url = this.#server.url, prepare, isCommon }: Opening = {},
  ): Promise<Page> {
    await this.close()
    const page = await this.browser.newPage()
    this.#page = page
    page.setDefaultTimeout(HANGS)
    this.#problems = []
    this.#hosts.clear()
    page.on('console', (message) => {
      if (message.type() === 'error') this.#problems.push(message.text())
    })
    page.on('pageerror', (error) => this.#problems.push(String(error)))
    page.on('request', (request) => {
      const { protocol, host } = new URL(request.url())
      if (protocol.startsWith('http')) this.#hosts.add(host)
    })
    // Scrolling is instant, so that elements can be clicked. A preference of Firefox says so.
    if (!/firefox/i.test(await this.browser.version())) {
      await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }])
    }
    await prepare?.(page)
    await page.goto(url + query)
    if (isCommon) this.#begun = query
    return page
  }

  /**
   * Page in Train with a run at step 0. The open page begins its run again where its settings are still those that
   * it was opened with: opening another costs ten times as much.
   */
  async ready(query = SMALL): Promise<void> {
    const search = () => this.page.evaluate(() => (location.hash ? '' : location.search))
    const isSame =
      this.#begun === query && isDeepStrictEqual(comesTo(await search()), comesTo(query))
    if (!isSame) {
      await this.open(query)
      await this.says(/^Ready/)
      this.#begun = query
    } else if (!/^Ready/.test(await this.text('status'))) {
      await this.page.click('#reset')
      await this.says(/^Ready/)
    }
    if (await this.page.$('#picture-step')) await this.reads('picture-step', /^0$/)
  }

  /** Runs something without WebGPU, in the page and in its worker. */
  async withoutGpu(
    then: (prepare: (page: Page) => Promise<unknown>) => Promise<unknown>,
  ): Promise<void> {
    const none = () =>
      Object.defineProperty(Object.getPrototypeOf(navigator), 'gpu', { value: undefined })
    this.#server.before = { name: /\/worker-[^/]*\.js$/, code: `(${none})();` }
    try {
      await then((page) => page.evaluateOnNewDocument(none))
    } finally {
      this.#server.before = undefined
    }
  }

  get isOpen(): boolean {
    return this.#page !== undefined
  }

  /** Closes the page, if one is open; returns its problems. */
  async close(): Promise<string[]> {
    if (this.#page && !this.#page.isClosed()) await this.#page.close()
    this.#page = undefined
    this.#begun = undefined
    return this.problems()
  }

  /** Console messages and uncaught errors of the page since the last call. */
  problems(): string[] {
    const foreign = [...this.#hosts].filter((host) => !host.startsWith('127.0.0.1'))
    return [...this.#problems.splice(0), ...foreign.map((host) => `asked ${host} for something`)]
  }

  text(id: string): Promise<string> {
    return this.page.$eval(`#${id}`, (element) => element.textContent ?? '')
  }

  async number(id: string): Promise<number> {
    return Number((await this.text(id)).replaceAll(',', ''))
  }

  /** Waits until the status line matches. */
  says(what: RegExp): Promise<void> {
    return this.reads('status', what)
  }

  /** Waits until an element's text matches. */
  reads(id: string, what: RegExp): Promise<void> {
    return this.#shows(id, { pattern: what.source }, `${what}`)
  }

  /** Waits until a number on the page reaches a value. */
  reaches(id: string, least: number): Promise<void> {
    return this.#shows(id, { least }, `at least ${least}`)
  }

  async #shows(id: string, what: Wanted, wanted: string): Promise<void> {
    const cause = await textComes(this.page, id, what, HANGS).catch((error: unknown) => error)
    if (cause !== true) await this.#missed(id, wanted, cause)
  }

  /** The awaited text, and the text that the page shows instead. */
  async #missed(id: string, wanted: string, cause: unknown): Promise<never> {
    const shown = await this.page
      .evaluate(
        (ids) => ids.map((id) => [id, document.getElementById(id)?.textContent ?? 'not there']),
        [id, 'status', 'step', 'health'],
      )
      .catch(() => [['page', 'answers no more']])
    const texts = [...new Set(shown.map(([name, text]) => `#${name}: ${text}`))]
    const lines = [`#${id} did not become ${wanted}`, ...texts, ...this.#problems]
    throw new Error(lines.join('\n  '), { cause })
  }

  /** RGBA of each pixel of a canvas. */
  async pixels(id: string): Promise<Uint8Array> {
    // As text: an array of numbers takes ten times as long to come.
    const text = await this.page.$eval(`#${id}`, (canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) return ''
      const context = canvas.getContext('2d')
      const bytes = context?.getImageData(0, 0, canvas.width, canvas.height).data
      let codes = ''
      for (let at = 0; bytes && at < bytes.length; at += 8192) {
        codes += String.fromCharCode(...bytes.subarray(at, at + 8192))
      }
      return btoa(codes)
    })
    return Uint8Array.from(Buffer.from(text, 'base64'))
  }

  /**
   * Lets the worker's clock go on by a millisecond each time it is read, so that what goes by time goes by steps: a run
   * is kept when training begins, and not again for two thousand steps.
   */
  async countTime(): Promise<void> {
    await this.page.workers()[0]?.evaluate(() => {
      let now = performance.now()
      performance.now = () => ++now
    })
  }

  /** Lets the worker's time pass slowly: a run is kept when training begins, and not again while the test lasts. */
  async slowTime(): Promise<void> {
    await this.page.workers()[0]?.evaluate(() => {
      const clock = performance.now.bind(performance)
      const start = clock()
      performance.now = () => start + (clock() - start) / 20
    })
  }

  /** Loses the device when the worker next records work, or each time. */
  async loseDevice({ always = false, never = false } = {}): Promise<void> {
    await this.page.workers()[0]?.evaluate(
      (all, none) => {
        const { prototype } = GPUDevice
        const kept = Reflect.get(globalThis, 'record') ?? prototype.createCommandEncoder
        Object.assign(globalThis, { record: kept })
        prototype.createCommandEncoder = function (...args) {
          if (!all) prototype.createCommandEncoder = kept
          if (!none) this.destroy()
          return kept.apply(this, args)
        }
      },
      always,
      never,
    )
  }
}
