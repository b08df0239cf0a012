// The built page in a Chrome of its own, below a path of a plain web server, as a user opens it. One page at a time,
// so that there is one device at a time.

import type { Browser, Page } from 'puppeteer'
import { launchChrome } from '../../src/cli/runtime/chrome'
import { shared } from './shared'
import { type StaticServer, serveFolder } from './staticServer'

/** Milliseconds: ends a wait that would never end. Machines that are busy take long, too. */
const HANGS = 5 * 60_000

/** A run that even a software adapter takes in its stride. */
export const SMALL = '?seed=3&width=2&latent=8&batchSize=8'

export interface Opening {
  /** The built page, unless it is another. */
  url?: string
  /** Called before the page is loaded. */
  prepare?: (page: Page) => Promise<unknown>
}

export class Studio {
  /** Where the page was built to. */
  readonly folder: string
  readonly browser: Browser
  readonly #server: StaticServer
  #page: Page | undefined
  #problems: string[] = []
  /** Hosts that the page asked for anything. */
  #hosts = new Set<string>()

  private constructor(folder: string, server: StaticServer, browser: Browser) {
    this.folder = folder
    this.#server = server
    this.browser = browser
  }

  /** Serves the built page, and launches Chrome. */
  static async launch(): Promise<Studio> {
    const folder = await shared('page')
    const server = await serveFolder(folder, '/deep/below/')
    return new Studio(folder, server, await launchChrome())
  }

  async end(): Promise<void> {
    await this.browser.close()
    await this.#server.close()
  }

  get page(): Page {
    if (!this.#page) throw new Error('no page is open')
    return this.#page
  }

  /** @param query  what follows the address: ?seed=3#latent */
  async open(query = SMALL, { url = this.#server.url, prepare }: Opening = {}): Promise<Page> {
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
    // What is scrolled to stands there at once, to be clicked.
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }])
    await prepare?.(page)
    await page.goto(url + query)
    return page
  }

  /** Does something where the browser has no WebGPU: neither the page nor its worker. */
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
    return this.problems()
  }

  /** What the page's console and its uncaught errors said since one last asked. */
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

  /** Waits until the status line says it. */
  says(what: RegExp): Promise<void> {
    return this.reads('status', what)
  }

  /** Waits until an element's text is like that. */
  async reads(id: string, what: RegExp): Promise<void> {
    const wait = this.page.waitForFunction(
      (id, pattern) => new RegExp(pattern).test(document.getElementById(id)?.textContent ?? ''),
      {},
      id,
      what.source,
    )
    await wait.catch((cause: unknown) => this.#missed(id, `${what}`, cause))
  }

  /** Waits until a number on the page is at least so large. */
  async reaches(id: string, least: number): Promise<void> {
    const wait = this.page.waitForFunction(
      (id, least) => {
        const text = document.getElementById(id)?.textContent ?? ''
        return Number.parseInt(text.replaceAll(',', ''), 10) >= least
      },
      {},
      id,
      least,
    )
    await wait.catch((cause: unknown) => this.#missed(id, `at least ${least}`, cause))
  }

  /** What was waited for, and what the page shows in its place. */
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

  /** R, G, B, A of each pixel of a canvas. */
  async pixels(id: string): Promise<Uint8Array> {
    const bytes = await this.page.$eval(`#${id}`, (canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) return []
      const context = canvas.getContext('2d')
      return [...(context?.getImageData(0, 0, canvas.width, canvas.height).data ?? [])]
    })
    return Uint8Array.from(bytes)
  }

  /** The device is lost when the worker next records work, or each time that it does. */
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
