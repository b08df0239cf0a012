// Runs functions of this project in a headless Chrome, called from Node by name. Vite serves the
// package root to the page, so the page imports the same TypeScript and the same .wgsl files.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { Browser, Page } from 'puppeteer'
import type { ViteDevServer } from 'vite'
import { messageOf } from '../../data/imageSet'
import type { Outcome } from '../gpu/page/callPage'
import { type Envelope, PARCELS, pack, unpack } from '../gpu/page/parcel'
import { ROOT } from '../root'
import { Failure, revived } from '../terminal/failure'
import { type LaunchOptions, launchChrome } from './chrome'

export type Call = <T>(name: string, ...args: unknown[]) => Promise<T>

export interface ChromeRuntime {
  /**
   * Runs a function of the page by its name. Arguments and result are serialised by parcel.ts. An error thrown there
   * arrives with its class; other errors of the page become a Failure.
   */
  call: Call
  url: string
  /** Empty unless `shared` was asked for. */
  wsEndpoint: string
  close(): Promise<void>
}

interface RuntimeOptions extends LaunchOptions {
  /** The module that fills the page's registry, as a path from the package root. */
  entry?: string
}

export async function openChromeRuntime(options: RuntimeOptions = {}): Promise<ChromeRuntime> {
  const { entry = '/src/cli/gpu/page/harness.ts' } = options
  const problems: string[] = []
  // Side by side: each takes about as long as the other.
  const [served, launched] = await Promise.allSettled([serve(problems), launchChrome(options)])
  const close = async () => {
    if (launched.status === 'fulfilled') await launched.value.close()
    if (served.status === 'fulfilled') await served.value.close()
  }
  try {
    if (served.status === 'rejected') throw served.reason
    if (launched.status === 'rejected') throw launched.reason
    const url = `${origin(served.value)}/?entry=${entry}`
    const browser = launched.value
    const page = (await browser.pages())[0] ?? (await browser.newPage())
    const call = pageCaller(page, { browser, problems })
    await page.goto(url)
    await page.evaluate('globalThis.ganvasLoaded.then(() => undefined)').catch((cause: unknown) => {
      throw new Failure([`${entry} did not load`, messageOf(cause), ...problems].join(': '), {
        cause,
      })
    })
    watchGpuProcess(browser, problems)
    return { call, url, wsEndpoint: browser.wsEndpoint(), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function serve(problems: string[]): Promise<ViteDevServer> {
  const { createLogger, createServer } = await import('vite').catch((cause: unknown) => {
    throw new Failure('the npm package vite is missing. Type: npm install vite', { cause })
  })
  const logger = createLogger('silent')
  logger.error = (message) => void problems.push(message)
  const server = await createServer({
    root: ROOT,
    configFile: false,
    appType: 'custom',
    customLogger: logger,
    optimizeDeps: { noDiscovery: true },
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null, fs: { allow: [ROOT] } },
    plugins: [{ name: 'harness', configureServer: serveHarness }],
  })
  return server.listen()
}

// Vite's own resolvedUrls would show port 0 as it was asked for.
function origin(server: ViteDevServer): string {
  const address = server.httpServer?.address()
  if (!address || typeof address === 'string') throw new Failure('no free port for the page')
  return `http://127.0.0.1:${address.port}`
}

function serveHarness(server: ViteDevServer): void {
  const parcels = new Map<string, Buffer>()
  server.middlewares.use(PARCELS, (request, response, next) => {
    const name = request.url ?? ''
    if (request.method === 'PUT') {
      buffer(request).then((body) => {
        parcels.set(name, body)
        response.end()
      }, next)
      return
    }
    response.statusCode = parcels.has(name) ? 200 : 404
    response.end(parcels.get(name))
    parcels.delete(name)
  })
  server.middlewares.use((request, response, next) => {
    // Isolated from other origins, a page gets a clock of 5 µs instead of 100 µs.
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp')
    if (!request.url?.startsWith('/?entry=')) return next()
    response.setHeader('Content-Type', 'text/html')
    readFile(join(ROOT, 'src/cli/gpu/page/harness.html')).then((html) => response.end(html), next)
  })
}

// Chrome reports a crashed GPU process in its log only, and a page would wait forever. Closing the
// browser reaches every process that is connected to it.
function watchGpuProcess(browser: Browser, problems: string[]): void {
  browser.process()?.stderr?.on('data', (data: Buffer) => {
    if (!data.includes('GPU process exited unexpectedly')) return
    problems.push('Chrome lost its GPU process (a driver crash, or out of memory)')
    browser.close().catch(() => {})
  })
}

/** Makes the function that calls into a page. `problems` receives the errors of the page. */
export function pageCaller(
  page: Page,
  { browser, problems = [] }: { browser: Browser; problems?: string[] },
): Call {
  const crashed = new Promise<never>((_, reject) => {
    const fail = (what: string) => reject(new Failure(what))
    page.on('error', () => fail('the page crashed in Chrome (out of memory?)'))
    const ended = 'Chrome ended before its work was done'
    browser.on('disconnected', () => fail(problems.at(-1) ?? ended))
  })
  // A crash between two calls is reported by the next one.
  crashed.catch(() => {})
  page.on('pageerror', (error) => problems.push(messageOf(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  // A call that a dying browser or GPU process cuts short fails a moment before the reason is known.
  const orWhy = async (error: unknown) => {
    await Promise.race([crashed, new Promise((resolve) => setTimeout(resolve, 500))])
    throw error
  }
  return async <T>(name: string, ...args: unknown[]) => {
    const { origin } = new URL(page.url())
    const given = await pack(args, origin)
    const evaluated = page.evaluate(callInPage, name, given).catch(orWhy)
    const outcome: Outcome = await Promise.race([crashed, evaluated])
    if ('message' in outcome) return orWhy(revived(outcome))
    if (problems.length > 0) throw new Failure(`in the page: ${problems.splice(0).join('; ')}`)
    return (await unpack(outcome, origin)) as T
  }
}

// Travels to the page as text, so it may use nothing outside itself.
function callInPage(name: string, given: Envelope): Promise<Outcome> {
  return globalThis.ganvasAnswer(name, given)
}
