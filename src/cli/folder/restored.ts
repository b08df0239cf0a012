// A config.json that is lost: what a checkpoint knows of it.

import { type DataError, messageOf } from '../../data/imageSet'
import { recall } from '../../gan/run/checkpoint'
import { parseConfig, type RunConfig } from '../../gan/run/runConfig'
import { runSettings } from '../../gan/run/runSettings'
import { Failure } from '../terminal/failure'
import { readWhole } from './files'
import { warn } from './outputs'

/**
 * Settings of a run from its newest whole checkpoint. What only config.json knew takes its default.
 *
 * @param checkpoints  paths, the newest first
 * @throws Failure with advice, where no checkpoint knows the settings
 */
export function restoredConfig(checkpoints: readonly string[], fault: DataError): RunConfig {
  for (const path of checkpoints) {
    const found = settingsIn(path)
    if (!found) continue
    warn(
      `${messageOf(fault)}. Its settings are taken from ${path}; those of --steps, --log-every and the like are lost`,
    )
    return found
  }
  throw new Failure(
    `${messageOf(fault)}. Copy it from a backup or from checkpoints/best, or write it anew by the settings in report.html`,
    { cause: fault },
  )
}

function settingsIn(path: string): RunConfig | undefined {
  try {
    const known = recall({ path, bytes: readWhole(path) })
    if (!known) return undefined
    const { step: steps, table, config, data } = known
    const { logEvery, sampleEvery, onCollapse } = runSettings
    const rest = {
      logEvery: logEvery.value.default,
      sampleEvery: sampleEvery.value.default,
      onCollapse: onCollapse.value.default,
      adapter: 'an adapter that is not known',
    }
    return parseConfig(
      JSON.stringify({ data: '', ...data, ...config, steps, ...rest, table }),
      path,
    )
  } catch {
    // Another checkpoint may be whole.
    return undefined
  }
}
