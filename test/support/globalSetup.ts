// Makes what several test files share, once, when the first of them asks for it (test/support/shared.ts): two Chromes
// for each worker, the built page, the bundled command. A file that asks for nothing starts nothing. A machine
// without Chrome installs one; a machine without an adapter fails, since a skipped GPU test proves nothing.

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser } from 'puppeteer'
import type { TestProject } from 'vitest/node'
import type { AdapterInfo } from '../../src/cli/gpu/page/harness'
import { findChrome, installChrome, launchChrome } from '../../src/cli/runtime/chrome'
import { openChromeRuntime } from '../../src/cli/runtime/chromeRuntime'
import type { PageRuntime } from '../../src/cli/runtime/pageRuntime'
import { COMMAND } from './command'
import { SCENARIOS, type Shared } from './shared'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the server that hands out what is shared. */
    shared: string
    /** Folder for the files that are shared. */
    scratch: string
    /** Where the scenarios run: Chrome by default. */
    scenarios?: 'deno'
  }
}

const node = promisify(execFile)
const vite = join(
  dirname(createRequire(import.meta.url).resolve('vite/package.json')),
  'bin/vite.js',
)

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const scratch = mkdtempSync(join(tmpdir(), 'ganvas-test-'))
  const chromes: PageRuntime[] = []
  const browsers: Browser[] = []
  let installed: Promise<unknown> | undefined
  const installOnce = async () => (await findChrome()) ?? (await installChrome(console.log))

  const ready = () => {
    installed ??= installOnce()
    return installed
  }

  const makers: { [Name in keyof Shared]: () => Promise<Shared[Name]> } = {
    chrome: async () => {
      await ready()
      const chrome = await openChromeRuntime({ entry: SCENARIOS, shared: true })
      chromes.push(chrome)
      const { vendor, architecture } = await chrome.call<AdapterInfo>('adapterInfo')
      if (chromes.length === 1) console.log(`adapter in Chrome: ${vendor} ${architecture}`)
      return { wsEndpoint: chrome.wsEndpoint, url: chrome.url }
    },
    browser: async () => {
      await ready()
      const browser = await launchChrome({ shared: true })
      browsers.push(browser)
      return browser.wsEndpoint()
    },
    page: async () => {
      const folder = join(scratch, 'page')
      const env = { ...process.env, NODE_ENV: 'production' }
      await node(process.execPath, [vite, 'build', '--logLevel', 'error', '--outDir', folder], {
        env,
      })
      return folder
    },
    command: async () => {
      await node(process.execPath, [COMMAND, '--version'])
      return COMMAND
    },
  }

  const made = new Map<string, Promise<unknown>>()
  const server = createServer((request, response) => {
    // `/chrome/2`: the second part tells apart what is made more than once.
    const path = request.url ?? ''
    const name = path.split('/')[1] ?? ''
    const make = Reflect.get(makers, name) as (() => Promise<unknown>) | undefined
    if (!make) {
      response.writeHead(404).end(`nothing shared is called ${name}`)
      return
    }
    const answer = made.get(path) ?? make()
    made.set(path, answer)
    answer.then(
      (value) => response.end(JSON.stringify(value)),
      (error) => response.writeHead(500).end(error instanceof Error ? error.message : `${error}`),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('no free port for what tests share')
  project.provide('shared', `http://127.0.0.1:${address.port}`)
  project.provide('scratch', scratch)
  // Other sources build another page and another command.
  project.onTestsRerun(() => {
    rmSync(join(scratch, 'page'), { recursive: true, force: true })
    made.delete('/page/1')
    made.delete('/command/1')
  })
  return async () => {
    for (const each of [...chromes, ...browsers]) await each.close()
    server.closeAllConnections()
    server.close()
    rmSync(scratch, { recursive: true, force: true })
  }
}
