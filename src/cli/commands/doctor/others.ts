// Runtimes that a command uses only on request: whether they are there, in which version, or how to install them.

import { execFileSync } from 'node:child_process'
import { messageOf } from '../../../data/imageSet'
import { findDeno } from '../../runtime/denoRuntime'
import { findFirefox } from '../../runtime/firefox'

export interface Other {
  runtime: 'firefox' | 'deno'
  path?: string
  version?: string
  /** Reason why it cannot be used, and what to type. */
  missing?: string
}

/** Looks for Firefox and Deno; starts each only to ask its version. */
export const others = (): Other[] => [look('firefox', findFirefox), look('deno', findDeno)]

function look(runtime: Other['runtime'], find: () => string): Other {
  try {
    const path = find()
    // `Mozilla Firefox 140.3.0esr`, `deno 2.9.6 (stable, …)`
    const said = execFileSync(path, ['--version'], {
      encoding: 'utf8',
      stdio: QUIET,
      timeout: PATIENCE,
    })
    return { runtime, path, version: /\d[\w.]*/.exec(said)?.[0] ?? said.trim() }
  } catch (error) {
    return { runtime, missing: messageOf(error).split('\n')[0] ?? '' }
  }
}

const QUIET: ('ignore' | 'pipe')[] = ['ignore', 'pipe', 'ignore']
/** Milliseconds. */
const PATIENCE = 20_000

const names = { firefox: 'Firefox', deno: 'Deno' }

export const sayOther = ({ runtime, path, version, missing }: Other): string =>
  `--runtime ${runtime}: ${missing ?? `${names[runtime]} ${version}, ${path}`}`
