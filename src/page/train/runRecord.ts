// The run as a JSON file, for those who plot or compare it elsewhere.

import type { GanConfig } from '../../gan/model/config'
import type { Finding } from '../../gan/run/diagnosis'
import { writeSettings } from '../core/address'
import type { Settings, ToyAbout } from '../core/protocol'
import * as store from '../core/store'

export interface RunRecord {
  format: 'ganvas-run'
  version: 1
  /** What follows the page's address to begin the run again. */
  address: string
  /** What was chosen. */
  settings: Settings
  /** All that holds by now, what the presets said included; of points, their recipe. */
  config: GanConfig | ToyAbout
  /** null where the page shows a recorded run, for want of a GPU. */
  adapter: { name: string; software: boolean } | null
  /** Numbers that each network learns. */
  parameters: { generator: number; discriminator: number }
  /** Iterations so far, and seconds that they took since the run began or was loaded. */
  step: number
  seconds: number
  /** Figures by step, thinned out where there are thousands; columns of the same length. */
  history: Record<'step' | 'lossD' | 'lossG' | 'dReal' | 'dFake', number[]>
  /** What the run fared ill of, in order. */
  health: ({ step: number } & Finding)[]
}

/** @throws Error when there is no run */
export function recordOf(): RunRecord {
  const opened = store.opened.value
  if (!opened) throw new Error('there is no run yet')
  const { about, parameters } = opened
  const changed = store.recorded.value ? undefined : store.began.value
  const settings = changed ?? opened.settings
  const [generator, discriminator] = parameters
  return {
    format: 'ganvas-run',
    version: 1,
    address: writeSettings(settings),
    settings,
    config: about.kind === 'points' ? about.toy : (store.config.value ?? about.config),
    adapter: store.adapter.value ?? null,
    parameters: { generator, discriminator },
    step: store.step.value,
    seconds: store.seconds.value,
    history: historyOf(),
    health: store.findings.value.map(({ step, finding }) => ({ step, ...finding })),
  }
}

function historyOf(): RunRecord['history'] {
  const { columns } = store.curves.history
  // Of step 0 nothing is known.
  const known = (i: number) => columns.every((column) => column[i] !== null)
  const [step = [], lossD = [], lossG = [], dReal = [], dFake = []] = columns.map((column) =>
    column.filter((value, i): value is number => value !== null && known(i)),
  )
  return { step, lossD, lossG, dReal, dFake }
}
