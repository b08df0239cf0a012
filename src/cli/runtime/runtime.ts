// Runtimes: the GPU work of a command is done in this process, through Dawn, or in a headless Chrome.

import { perform } from '../../ask'
import { messageOf } from '../../data/imageSet'
import { GpuError } from '../../gpu/device'
import { type AskGpu, type GpuFacts, jobs } from '../gpu/jobs'
import { Failure, Misuse } from '../terminal/failure'
import { adapterKind } from './chrome'
import { openChromeRuntime } from './chromeRuntime'
import { openNodeGpu } from './nodeRuntime'

export const runtimes = ['auto', 'node', 'chrome'] as const

export interface RuntimeOptions {
  runtime?: (typeof runtimes)[number] | undefined
  /** Part of the name of the adapter to take in Node. */
  adapter?: string | undefined
}

export interface OpenRuntimeOptions extends RuntimeOptions {
  /** false when the caller ends its work on Ctrl-C itself; it must then close the runtime. */
  handleSignals?: boolean
}

export interface Runtime extends GpuFacts {
  /** The adapter and where it is: `llvmpipe in Node`. */
  name: string
  ask: AskGpu
  /** Reason why no more work can be done, if any: the device is lost, or Chrome has ended. */
  lost(): Promise<string | undefined>
  close(): Promise<void>
}

/** Opens the runtime that the options name, or the best available one. */
export async function openRuntime(options: OpenRuntimeOptions): Promise<Runtime> {
  const { runtime = 'auto', adapter } = options
  if (runtime === 'chrome' && adapter !== undefined) {
    throw new Misuse(
      '--adapter names an adapter of Node. With --runtime chrome leave it out, and set ' +
        'GANVAS_ADAPTER to hardware or software if need be',
    )
  }
  if (runtime === 'chrome') return inChrome(options)
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
    ask: ask as AskGpu,
    lost: () => gpu.loss(),
    async close() {
      gpu.close()
    },
  }
}

async function inChrome({ handleSignals = true }: OpenRuntimeOptions): Promise<Runtime> {
  const { call, close } = await openChromeRuntime({ handleSignals })
  try {
    const facts = await call<GpuFacts>('facts')
    // The first answer may be that something else went wrong in the page.
    const asked = () => call<string | undefined>('loss')
    const lost = () => asked().catch(asked).catch(messageOf)
    return { ...facts, name: `${facts.name} in Chrome`, ask: call as AskGpu, lost, close }
  } catch (error) {
    await close()
    throw error
  }
}
