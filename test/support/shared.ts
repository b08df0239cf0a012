// Asks test/support/globalSetup.ts for what several test files share.

import { get, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { inject } from 'vitest'

/** The module of the scenarios, as a path from the package root. */
export const SCENARIOS = '/test/scenarios/index.ts'

export interface Shared {
  /** Chrome with test/scenarios/index.ts loaded. */
  chrome: { wsEndpoint: string; url: string }
  /** Chrome with no page of ours, for the built page: its wsEndpoint. */
  browser: string
  /** Folder of the built page. */
  page: string
  /** Path of the command, whose bundle is up to date. */
  command: string
}

/** The shared thing of that name, made now unless it is there; `which` tells apart several of a kind. */
export async function shared<Name extends keyof Shared>(
  name: Name,
  which = 1,
): Promise<Shared[Name]> {
  // Not `fetch`, which gives up after five minutes.
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${inject('shared')}/${name}/${which}`, resolve).on('error', reject)
  })
  const said = await text(response)
  if (response.statusCode !== 200) throw new Error(`${name} for the tests: ${said}`)
  return JSON.parse(said) as Shared[Name]
}
