// The server of the pages in which a browser, or Deno, does GPU work. Vite serves the package root, so they import the
// same TypeScript and the same .wgsl files, and hands over the arrays that travel between them and Node.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { ViteDevServer } from 'vite'
import { PARCELS } from '../gpu/page/parcel'
import { ROOT } from '../root'
import { Failure } from '../terminal/failure'

export interface PageServer {
  /** `http://127.0.0.1:PORT` */
  origin: string
  close(): Promise<void>
}

/** @param problems  receives what Vite cannot transform */
export async function servePages(problems: string[]): Promise<PageServer> {
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
  await server.listen()
  // A page may use an idle connection again just as the server closes it; then the page's fetch fails.
  const { httpServer } = server
  if (httpServer && 'keepAliveTimeout' in httpServer) httpServer.keepAliveTimeout = 0
  return { origin: originOf(server), close: () => server.close() }
}

// Vite's own resolvedUrls would show port 0 as it was asked for.
function originOf(server: ViteDevServer): string {
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
