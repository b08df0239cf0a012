// The page's side of every call from Node: unpacks the arguments, runs the function of that name in the
// registry, and packs what it returned or threw. Loaded by harness.html beside the entry.

import { type Envelope, pack, unpack } from './parcel'

export type Outcome = Envelope | { name: string; message: string; stack: string }

declare global {
  var ganvasAnswer: typeof answer
}

const { origin } = new URL(import.meta.url)

async function answer(name: string, given: Envelope): Promise<Outcome> {
  try {
    const run = globalThis.ganvas[name] as ((...args: unknown[]) => Promise<unknown>) | undefined
    if (!run) throw new Error(`The page has no function ${name}.`)
    const args = (await unpack(given, origin)) as unknown[]
    return await pack(await run(...args), origin)
  } catch (error) {
    if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: '' }
    return { name: error.name, message: error.message, stack: error.stack ?? '' }
  }
}

globalThis.ganvasAnswer = answer
