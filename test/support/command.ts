// The terminal's command, to start as a process.

import { homedir } from 'node:os'
import { join } from 'node:path'

export const COMMAND = 'src/cli/ganvas.mjs'

/**
 * Environment with an empty cache of tuned kernels and judges. Mesa's compiled shaders are reused: without them a
 * small run compiles for ten seconds.
 */
export function cachedIn(folder: string): Record<string, string> {
  const { MESA_SHADER_CACHE_DIR: own, XDG_CACHE_HOME: named } = process.env
  return {
    XDG_CACHE_HOME: folder,
    MESA_SHADER_CACHE_DIR: own ?? (named || join(homedir(), '.cache')),
  }
}
