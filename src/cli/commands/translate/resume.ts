// A translation that goes on: what its folder says, and what options may change.

import type { ReadFile } from '../../../data/readFile'
import { type TranslationConfig, translationSettings } from '../../../gan/translate/settings'
import type { Domains } from '../../data/domains'
import { listed } from '../../data/ofRun'
import { TranslationFolder } from '../../folder/translationFolder'
import { Misuse } from '../../terminal/failure'
import { compared, type Given, relocated } from './origin'
import type { TranslateOptions } from './request'

export interface Resumed {
  folder: TranslationFolder
  release: () => void
  /** Settings of the run as it was saved. */
  was: TranslationConfig
  /** The same with the places where its images are now. */
  config: TranslationConfig
  file: ReadFile
  step: number
}

/** Takes the folder of a run, and reads it. */
export function resume({ out, pairs, from, to }: TranslateOptions, path: string): Resumed {
  if (out !== undefined) {
    throw new Misuse('--out does not go with --resume, which names the folder. Leave it out')
  }
  const given: Given = {
    ...(pairs !== undefined && { pairs }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  }
  const folder = new TranslationFolder(path)
  relocated(folder.readConfig(), { run: path, given })
  const release = folder.lock()
  try {
    const { config: was, file, step } = folder.readCheckpoint()
    // Where a run went on with other places, its last checkpoint may be of the time before.
    const { from, to } = folder.readConfig()
    return {
      folder,
      release,
      was,
      config: relocated({ ...was, from, to }, { run: path, given }),
      file,
      step,
    }
  } catch (error) {
    release()
    throw error
  }
}

/** Options that a resumed run may change. */
const FREE = ['steps', 'logEvery', 'sampleEvery'] as const

export interface Continued {
  config: TranslationConfig
  said: string[]
  /** Sets that are others than before. */
  changed: string[]
}

/** `--steps N` is the step to train to; a run that has reached it trains N more steps, as those of `train` do. */
export function continued(
  { was, config, step, folder }: Resumed,
  options: TranslateOptions,
  { sets, said }: Domains,
): Continued {
  const found = compared(was, config, {
    sets,
    changed: options.changedData ?? false,
    purpose: 'go on with these',
  })
  refuseFixed(config, options)
  const asked = options.steps ?? config.steps
  if (options.steps === undefined && config.steps <= step) {
    throw new Misuse(
      `${folder.path} is complete: ${step} of ${config.steps} steps. Add --steps N to train on`,
    )
  }
  const most = Math.min(sets.a.count, sets.b.count)
  if (config.batchSize > most) {
    throw new Misuse(
      `the run's batch of ${config.batchSize} is larger than a set of ${most}. Give at least ${config.batchSize} images, or start a new run`,
    )
  }
  const free = FREE.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]]))
  const steps = asked > step ? asked : step + asked
  const { changed } = found
  return {
    config: { ...found.config, ...Object.fromEntries(free), steps },
    changed,
    said: [
      ...said,
      ...found.said,
      ...(changed.length > 0
        ? [`changed    data: from now on other images, of ${listed(changed)}`]
        : []),
    ],
  }
}

function refuseFixed(config: TranslationConfig, options: TranslateOptions): void {
  const found = Object.entries(translationSettings).find(([name]) => {
    const value: unknown = Reflect.get(options, name)
    if (value === undefined || FREE.some((each) => each === name)) return false
    // Without --no-flip the option is true.
    return !(name === 'flip' && value === true) && value !== Reflect.get(config, name)
  })
  if (!found) return
  const [name, { terminal }] = found
  const flag = terminal.flag.replace(/ .*/, '')
  throw new Misuse(
    `${flag}: the run began with ${name} ${Reflect.get(config, name)}, which cannot change. Leave it out`,
  )
}
