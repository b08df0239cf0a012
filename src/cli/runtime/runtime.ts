// Runtimes: the GPU work of a command is done in this process, through Dawn, in a headless Chrome or Firefox, or in Deno.

import { perform } from '../../ask'
import { messageOf } from '../../data/imageSet'
import { GpuError } from '../../gpu/device'
import { type AskGpu, type GpuFacts, jobs } from '../gpu/jobs'
import { Failure, Misuse } from '../terminal/failure'
import { adapterKind } from './adapterKind'
import type { Call } from './caller'
import { openChromeRuntime } from './chromeRuntime'
import { openDenoRuntime } from './denoRuntime'
import { openFirefoxRuntime } from './firefoxRuntime'
import { openNodeGpu } from './nodeRuntime'

export const runtimes = ['auto', 'node', 'chrome', 'firefox', 'deno'] as const

export interface RuntimeOptions {
  runtime?: (typeof runtimes)[number] | undefined
  /** Part of the name of the adapter to take in Node. */
  adapter?: string | undefined
}

export interface OpenRuntimeOptions extends RuntimeOptions {
  /** false when the caller ends its work on Ctrl-C itself; it must then close the runtime. */
  handleSignals?: boolean | undefined
}

/** A runtime as it is named to the user. */
export type Place = 'Node' | 'Chrome' | 'Firefox' | 'Deno'

export interface Runtime extends GpuFacts {
  /** The adapter and where it is: `llvmpipe in Node`. */
  name: string
  place: Place
  ask: AskGpu
  /** Reason why no more work can be done, if any: the device is lost, or Chrome has ended. */
  lost(): Promise<string | undefined>
  close(): Promise<void>
}

/** Opens the runtime that the options name, or the best available one. */
export async function openRuntime(options: OpenRuntimeOptions): Promise<Runtime> {
  const { runtime = 'auto', adapter, handleSignals } = options
  if (runtime !== 'auto' && runtime !== 'node' && adapter !== undefined) {
    throw new Misuse(
      `--adapter names an adapter of Node. With --runtime ${runtime} leave it out, and set ` +
        'GANVAS_ADAPTER to hardware or software if need be',
    )
  }
  if (runtime === 'chrome') return inChrome(options)
  if (runtime === 'firefox')
    return elsewhere('Firefox', await openFirefoxRuntime({ handleSignals }))
  if (runtime === 'deno') return elsewhere('Deno', await openDenoRuntime())
  if (runtime === 'node' || adapter !== undefined) return inNode(adapter)
  return best(options)
}

/** A hardware adapter before a software one, and Node before Chrome, which takes seconds to start. */
async function best(options: OpenRuntimeOptions): Promise<Runtime> {
  const node = await inNode().catch((error: unknown) => {
    if (error instanceof Failure || error instanceof GpuError) return error
    throw error
  })
  if (node instanceof Error) {
    return inChrome(options).catch((error: unknown) => {
      throw new Failure(`no adapter. In Node: ${messageOf(node)}. In Chrome: ${messageOf(error)}`)
    })
  }
  // Both reach a GPU through the same drivers, so Chrome seldom finds one where Node found none.
  // A start of Chrome is only worthwhile where the machine shows a GPU, or GANVAS_ADAPTER says that it has one.
  if (!node.software || adapterKind() === 'software') return node
  const chrome = await inChrome(options).catch(() => undefined)
  const [taken, left] = chrome && !chrome.software ? [chrome, node] : [node, chrome]
  await left?.close()
  return taken
}

async function inNode(adapter?: string): Promise<Runtime> {
  const gpu = await openNodeGpu(adapter === undefined ? {} : { adapter })
  const ask = (name: string, ...args: unknown[]) => perform(jobs, gpu, name, args)
  const facts = await jobs.facts(gpu)
  return {
    ...facts,
    name: `${facts.name} in Node`,
    place: 'Node',
    ask: ask as AskGpu,
    lost: () => gpu.loss(),
    async close() {
      gpu.close()
    },
  }
}

async function inChrome({ handleSignals = true }: OpenRuntimeOptions): Promise<Runtime> {
  return elsewhere('Chrome', await openChromeRuntime({ handleSignals }))
}

/** A runtime in another process. */
async function elsewhere(
  place: Place,
  { call, close }: { call: Call; close(): Promise<void> },
): Promise<Runtime> {
  try {
    const facts = await call<GpuFacts>('facts')
    // The first answer may be that something else went wrong there.
    const asked = () => call<string | undefined>('loss')
    const lost = () => asked().catch(asked).catch(messageOf)
    return { ...facts, name: `${facts.name} in ${place}`, place, ask: call as AskGpu, lost, close }
  } catch (error) {
    await close()
    throw error
  }
}
