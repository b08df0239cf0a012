// The kind of adapter that a browser, or Deno, should take.

import { existsSync, readdirSync } from 'node:fs'
import { Misuse } from '../terminal/failure'

export type AdapterKind = 'hardware' | 'software'

/** Kind of adapter: from GANVAS_ADAPTER, otherwise from the devices of this machine. */
export function adapterKind(): AdapterKind {
  const wanted = process.env['GANVAS_ADAPTER']
  if (wanted === 'hardware' || wanted === 'software') return wanted
  if (wanted) throw new Misuse(`GANVAS_ADAPTER is ${wanted}; it can be hardware or software`)
  if (process.platform !== 'linux') return 'hardware'
  const devices = existsSync('/dev/dri') ? readdirSync('/dev/dri') : []
  return devices.some((name) => name.startsWith('renderD')) ? 'hardware' : 'software'
}

/** Mesa's software adapter, llvmpipe, as Debian and Ubuntu install it. */
const LLVMPIPE = '/usr/share/vulkan/icd.d/lvp_icd.json'

/** Environment of a program that reaches its adapter through Vulkan. */
export function vulkanOf(adapter: AdapterKind): NodeJS.ProcessEnv {
  const only = adapter === 'software' && existsSync(LLVMPIPE)
  return { ...process.env, ...(only && { VK_ICD_FILENAMES: LLVMPIPE }) }
}
