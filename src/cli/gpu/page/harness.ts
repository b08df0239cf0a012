// The page's side of the Chrome runtime: a registry of async functions that Node calls by name
// (src/cli/runtime/chromeRuntime.ts), among them every job of the terminal, done by this page's GPU.

import { perform } from '../../../ask'
import { PREFERENCE } from '../../../gpu/open'
import { jobs } from '../jobs'
import { pageGpu } from './pageGpu'

/** Functions by name. `never` accepts any arguments: Node's caller and the function agree on them. */
export type Registry = Record<string, (...args: never[]) => Promise<unknown>>

declare global {
  var ganvas: Registry
}

export interface AdapterInfo {
  vendor: string
  architecture: string
  device: string
  description: string
  subgroupMinSize: number
  subgroupMaxSize: number
  features: string[]
  limits: Record<string, number>
}

export async function adapterInfo(): Promise<AdapterInfo> {
  const adapter = await navigator.gpu?.requestAdapter(PREFERENCE)
  if (!adapter) {
    throw new Error(
      'No WebGPU adapter in this browser. GANVAS_ADAPTER=software takes the one that Chrome brings',
    )
  }
  return describeAdapter(adapter)
}

export function describeAdapter({ info, features, limits }: GPUAdapter): AdapterInfo {
  const numbers: Record<string, number> = {}
  // Limits are getters of the prototype, which Object.entries does not see.
  for (const name in limits) {
    const value: unknown = Reflect.get(limits, name)
    if (typeof value === 'number') numbers[name] = value
  }
  return {
    vendor: info.vendor,
    architecture: info.architecture,
    device: info.device,
    description: info.description,
    subgroupMinSize: info.subgroupMinSize,
    subgroupMaxSize: info.subgroupMaxSize,
    features: [...features].sort(),
    limits: numbers,
  }
}

globalThis.ganvas = { adapterInfo }
for (const name of Object.keys(jobs)) {
  globalThis.ganvas[name] = async (...args) => perform(jobs, await pageGpu(), name, args)
}
