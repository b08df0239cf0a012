// Finds a Chrome on this machine, installs one where that is possible, and launches it so that a
// page reaches WebGPU. One device a browser: a software adapter is slow enough with one.

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Browser } from 'puppeteer'
import { messageOf } from '../../data/imageSet'
import { Failure } from '../terminal/failure'
import { type AdapterKind, adapterKind } from './adapterKind'
import { namedBy, onPath } from './find'

export interface LaunchOptions {
  /** Default: GANVAS_ADAPTER, or hardware where this machine shows a GPU. */
  adapter?: AdapterKind | undefined
  /** false where the caller handles Ctrl-C itself; it must then close the browser. */
  handleSignals?: boolean | undefined
  /** true where other processes connect to the browser, by its wsEndpoint. */
  shared?: boolean | undefined
}

const PATH_NAMES = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser']
const MAC_APPS = ['Google Chrome', 'Chromium'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
)
const INSTALL = 'npx ganvas doctor --fix'

/** Finds the Chrome to use: named by the environment, puppeteer's own, or the system's. */
export async function findChrome(): Promise<string | undefined> {
  const named = namedBy(['CHROME_PATH', 'PUPPETEER_EXECUTABLE_PATH'])
  if (named) return named
  return [await puppeteerChrome(), ...systemChromes()].find((path) => path && existsSync(path))
}

async function requireChrome(): Promise<string> {
  const path = await findChrome()
  if (path) return path
  throw new Failure(`no Chrome on this machine. Type: ${INSTALL} (or set CHROME_PATH)`)
}

async function puppeteerChrome(): Promise<string | undefined> {
  try {
    const { default: puppeteer } = await import('puppeteer')
    return await puppeteer.executablePath()
  } catch {
    return undefined
  }
}

function systemChromes(): string[] {
  const { env, platform } = process
  if (platform === 'darwin') return MAC_APPS
  if (platform === 'win32') {
    const roots = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']]
    const folders = roots.filter((root) => root !== undefined)
    return folders.map((root) => join(root, 'Google', 'Chrome', 'Application', 'chrome.exe'))
  }
  return onPath(PATH_NAMES)
}

/** Installs Chrome by puppeteer's installer, else by apt-get; returns its path. */
export async function installChrome(say: (line: string) => void): Promise<string> {
  try {
    const cli = createRequire(import.meta.url).resolve('puppeteer/lib/cjs/puppeteer/node/cli.js')
    say('installing Chrome: npx puppeteer browsers install chrome')
    await execute(process.execPath, [cli, 'browsers', 'install', 'chrome'], 5)
  } catch (error) {
    say(`that failed: ${messageOf(error)}`)
    if (!canApt()) throw new Failure('install Chrome by hand, then set CHROME_PATH')
    await aptInstall(['chromium'], say)
  }
  return requireChrome()
}

/** True on Debian and Ubuntu as root. */
export function canApt(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
}

export async function aptInstall(packages: string[], say: (line: string) => void): Promise<void> {
  say(`installing by apt-get: ${packages.join(' ')}`)
  try {
    await execute('apt-get', ['update', '-q'], 5)
    await execute('apt-get', ['install', '-yq', '--no-install-recommends', ...packages], 15)
  } catch (error) {
    throw new Failure(`could not install ${packages.join(' ')}: ${messageOf(error)}`)
  }
}

/** Runs a command to its end. The error is the line of its output that gives the reason. */
function execute(command: string, args: string[], minutes: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const child = spawn(command, args, { env, timeout: minutes * 60_000 })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => {
        output = (output + data.toString()).slice(-4000)
      })
    }
    child.on('error', reject)
    child.on('close', (code, signal) => {
      const lines = output.trim().split('\n')
      const why = lines.find((line) => /^(E:|\w*Error:)/i.test(line)) ?? lines.at(-1)
      if (code === 0) resolve()
      else reject(new Error(signal ? `stopped after ${minutes} minutes` : `${why} (code ${code})`))
    })
  })
}

/** Starts a headless Chrome with WebGPU. Throws a Failure that says what to type. */
export async function launchChrome(options: LaunchOptions = {}): Promise<Browser> {
  const executablePath = await requireChrome()
  const { default: puppeteer } = await import('puppeteer').catch((cause: unknown) => {
    throw new Failure('puppeteer drives Chrome. Type: npm install puppeteer', { cause })
  })
  const args = chromeArgs(options.adapter ?? adapterKind())
  const handleSignals = options.handleSignals ?? true
  try {
    return await puppeteer.launch({
      headless: true,
      // Through a pipe Chrome ends with this process, however that ends.
      pipe: !options.shared,
      executablePath,
      args,
      handleSIGINT: handleSignals,
      handleSIGTERM: handleSignals,
      handleSIGHUP: handleSignals,
      // No limit: a job is one call and may take hours. A crash is noticed without it.
      protocolTimeout: 0,
    })
  } catch (cause) {
    const [first] = messageOf(cause).split('\n')
    throw new Failure(`Chrome at ${executablePath} did not start: ${first}`, { cause })
  }
}

function chromeArgs(adapter: AdapterKind): string[] {
  const linux = process.platform === 'linux'
  return [
    '--enable-unsafe-webgpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    // Chrome's sandbox refuses to run as root.
    ...(linux && process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...(adapter === 'software' ? ['--use-webgpu-adapter=swiftshader'] : []),
    // On Linux Chrome offers hardware WebGPU through Vulkan only, which is off by default.
    ...(linux && adapter === 'hardware' ? ['--enable-features=Vulkan'] : []),
  ]
}
