// The built page in a Chrome of its own, below a path of a plain web server, as somebody would use it.
// One page at a time, so that there is one device at a time.

import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import type { Browser, Page } from 'puppeteer'
import { build } from 'vite'
import { inject, vi } from 'vitest'
import { launchChrome } from '../../src/cli/runtime/chrome'
import { type StaticServer, serveFolder } from './staticServer'

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
    const folder = await builtPage()
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
  says(what: RegExp): Promise<unknown> {
    return this.reads('status', what)
  }

  /** Waits until an element's text is like that. */
  reads(id: string, what: RegExp, { timeout = 60_000 } = {}): Promise<unknown> {
    return this.page.waitForFunction(
      (id, pattern) => new RegExp(pattern).test(document.getElementById(id)?.textContent ?? ''),
      { timeout },
      id,
      what.source,
    )
  }

  /** Waits until a number on the page is at least so large. */
  reaches(id: string, least: number): Promise<unknown> {
    return this.page.waitForFunction(
      (id, least) => {
        const text = document.getElementById(id)?.textContent ?? ''
        return Number.parseInt(text.replaceAll(',', ''), 10) >= least
      },
      { timeout: 60_000 },
      id,
      least,
    )
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

/** Where the page is, built by the first test that needs it, as `npm run build` does it. */
async function builtPage(): Promise<string> {
  const folder = `${inject('scratch')}/page`
  if (existsSync(folder)) return folder
  const ours = mkdtempSync(`${folder}-`)
  vi.stubEnv('NODE_ENV', 'production')
  await build({ logLevel: 'silent', build: { outDir: ours, emptyOutDir: true } })
  vi.unstubAllEnvs()
  try {
    renameSync(ours, folder)
  } catch {
    // Another test was faster.
    rmSync(ours, { recursive: true })
  }
  return folder
}
