import type { GanConfig } from '../../gan/model/config'
import type { Finding } from '../../gan/watch/diagnosis'
import { writeSettings } from '../core/address'
import type { Settings, ToyAbout } from '../core/protocol'
import * as store from '../core/store'

export interface RunRecord {
  format: 'ganvas-run'
  version: 1
  /** Query of the page's address that starts the run again. */
  address: string
  settings: Settings
  /** All current settings, presets included; for points, their recipe. */
  config: GanConfig | ToyAbout
  /** null where the page shows a recorded run because there is no GPU. */
  adapter: { name: string; software: boolean } | null
  parameters: { generator: number; discriminator: number }
  /** Iterations so far, and seconds of training since the run began or was loaded. */
  step: number
  seconds: number
  /** Figures by step, thinned out above a few thousand; columns of equal length. */
  history: Record<'step' | 'lossD' | 'lossG' | 'dReal' | 'dFake', number[]>
  health: ({ step: number } & Finding)[]
}

/** @throws Error when there is no run */
export function recordOf(): RunRecord {
  const opened = store.opened.value
  if (!opened) throw new Error('there is no run yet')
  const { about, parameters } = opened
  const changed = store.recorded.value ? undefined : store.began.value
  const settings = changed ?? opened.settings
  const config = about.kind === 'points' ? about.toy : (store.config.value ?? about.config)
  const [generator, discriminator] = parameters
  return {
    format: 'ganvas-run',
    version: 1,
    address: writeSettings(settings),
    settings: { objective: config.objective, ...settings },
    config,
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
  // Step 0 has no figures.
  const known = (i: number) => columns.every((column) => column[i] !== null)
  const [step = [], lossD = [], lossG = [], dReal = [], dFake = []] = columns.map((column) =>
    column.filter((value, i): value is number => value !== null && known(i)),
  )
  return { step, lossD, lossG, dReal, dFake }
}
