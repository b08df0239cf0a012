// A plain web server, as a user might have one: the files of a folder below a path, and nothing
// else. Its policy makes the browser refuse, and report, whatever a page wants from another host.

import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
}

export interface StaticServer {
  /** Code to prepend to files of that name. */
  before: { name: RegExp; code: string } | undefined
  /** URL of the served folder. */
  url: string
  close(): Promise<void>
}

export async function serveFolder(folder: string, path: string): Promise<StaticServer> {
  const served: Pick<StaticServer, 'before'> = { before: undefined }
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const name = pathname.endsWith('/') ? `${pathname}index.html` : pathname
    response.setHeader('Content-Security-Policy', "default-src 'self'; img-src 'self' data:")
    try {
      if (!name.startsWith(path)) throw new Error('outside')
      const bytes = await readFile(join(folder, normalize(name.slice(path.length))))
      response.setHeader('Content-Type', TYPES[extname(name)] ?? 'application/octet-stream')
      const { before } = served
      if (before?.name.test(name)) response.write(before.code)
      response.end(bytes)
    } catch {
      response.statusCode = 404
      response.end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('no free port')
  return Object.assign(served, {
    url: `http://127.0.0.1:${address.port}${path}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        // Chrome keeps connections that it has opened in advance, and `close` waits for them.
        server.closeAllConnections()
      }),
  })
}
