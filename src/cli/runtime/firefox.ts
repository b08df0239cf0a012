// Finds a Firefox on this machine, and launches it so that a page reaches WebGPU.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'puppeteer'
import { messageOf } from '../../data/imageSet'
import { Failure } from '../terminal/failure'
import { adapterKind, vulkanOf } from './adapterKind'
import type { LaunchOptions } from './chrome'
import { namedBy, onPath } from './find'

const INSTALL = {
  linux: 'apt-get install firefox-esr',
  darwin: 'brew install --cask firefox',
  win32: 'winget install Mozilla.Firefox',
}

const PREFERENCES = {
  'dom.webgpu.enabled': true,
  'dom.webgpu.workers.enabled': true,
  'gfx.webgpu.ignore-blocklist': true,
  // Nothing is seen to move.
  'ui.prefersReducedMotion': 1,
}

/** Finds the Firefox to use: named by the environment, or the system's. Throws a Failure that says what to type. */
export function findFirefox(): string {
  const path =
    namedBy(['FIREFOX_PATH']) ?? [...onPath(['firefox', 'firefox-esr']), ...apps()].find(existsSync)
  if (path) return path
  const install = Reflect.get(INSTALL, process.platform) ?? 'see mozilla.org/firefox'
  throw new Failure(`no Firefox on this machine. Type: ${install} (or set FIREFOX_PATH)`)
}

function apps(): string[] {
  if (process.platform === 'darwin') return ['/Applications/Firefox.app/Contents/MacOS/firefox']
  const roots = [process.env['PROGRAMFILES'], process.env['PROGRAMFILES(X86)']]
  return roots.flatMap((root) => (root ? [join(root, 'Mozilla Firefox', 'firefox.exe')] : []))
}

/** Starts a headless Firefox with WebGPU. Throws a Failure that says what to type. */
export async function launchFirefox({
  adapter = adapterKind(),
  handleSignals = true,
}: LaunchOptions = {}): Promise<Browser> {
  const executablePath = findFirefox()
  const { default: puppeteer } = await import('puppeteer').catch((cause: unknown) => {
    throw new Failure('puppeteer drives Firefox. Type: npm install puppeteer', { cause })
  })
  try {
    return await puppeteer.launch({
      browser: 'firefox',
      headless: true,
      executablePath,
      extraPrefsFirefox: PREFERENCES,
      env: vulkanOf(adapter),
      handleSIGINT: handleSignals,
      handleSIGTERM: handleSignals,
      handleSIGHUP: handleSignals,
      // No limit: a job is one call and may take hours.
      protocolTimeout: 0,
    })
  } catch (cause) {
    const [first] = messageOf(cause).split('\n')
    throw new Failure(`Firefox at ${executablePath} did not start: ${first}`, { cause })
  }
}
