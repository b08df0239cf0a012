// `npm run peers -- --open`: serves the page to the user's own browser, and saves the reports that it hands over.

import { writeFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { preview } from 'vite'

/** A report's file, by adapter and time. */
function nameOf({ date, parts: [{ adapter }] }) {
  const words = `${adapter} ${date.slice(0, 16)}`.toLowerCase().match(/[a-z0-9]+/g)
  return `peers-${words.join('-')}.json`
}

async function save(request, response) {
  try {
    const report = JSON.parse(await text(request))
    if (report.format !== 'ganvas-peers') throw new Error('not a report')
    const file = nameOf(report)
    writeFileSync(file, `${JSON.stringify(report, null, 1)}\n`)
    console.log(`saved ${file}`)
    response.end(file)
  } catch (error) {
    console.error(`peers: the page's report was not saved: ${error.message}`)
    response.statusCode = 400
    response.end()
  }
}

/** Serves until it is stopped. `port` 0 is any free one. */
export async function serve(root, { port, search }) {
  const server = await preview({
    root,
    configFile: false,
    logLevel: 'error',
    build: { outDir: 'dist/peers-page' },
    preview: {
      host: '127.0.0.1',
      port: port || 4180,
      strictPort: port > 0,
      // Isolated from other origins, a page gets a clock of 5 µs instead of 100 µs.
      headers: {
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      },
    },
    plugins: [
      {
        name: 'reports',
        configurePreviewServer({ middlewares }) {
          middlewares.use('/report', (request, response, next) =>
            request.method === 'POST' ? save(request, response) : next(),
          )
        },
      },
    ],
  })
  const { port: found } = server.httpServer.address()
  console.log(
    `Open http://127.0.0.1:${found}/${search} in your browser and press Measure. Ctrl-C ends the command.`,
  )
}
