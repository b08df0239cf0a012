// Saving, restoring and rolling back a run: the bytes on the GPU, and the settings that may have changed.

import type { Gpu } from '../../gpu/device'
import { upload } from '../../gpu/program'
import type { GanConfig } from '../model/config'
import { type Changes, drawsAfresh, packLive, unpackLive } from '../model/live'
import type { Blueprint } from './blueprint'
import { reconfigured } from './changing'
import type { SlowMotion } from './slowMotion'
import { readState, type Saved, writeState } from './state'

/** Draws added for each rollback: more than any run reaches. */
const FAR = 2 ** 28

/** A run, as far as saving it is concerned: a `Trainer`. */
export interface Saveable {
  readonly gpu: Gpu
  readonly blueprint: Blueprint
  readonly config: GanConfig
  readonly slow: SlowMotion
  step: number
  set(changes: Changes): void
}

/** @throws Diverged when one of the numbers is NaN or infinite */
export async function save({ gpu, blueprint, config }: Saveable, advice?: string): Promise<Saved> {
  const saved = await readState(gpu, blueprint, advice)
  return saved.set('settings', packLive(config))
}

/** Nothing is written unless everything fits. */
export function restore(run: Saveable, saved: Saved, step: number): void {
  const { config } = run
  const { criticSteps = config.criticSteps, ...rest } = unpackLive(saved.get('settings'))
  // Programs recorded for another number of critic steps would not fit.
  const same = drawsAfresh({ ...config, criticSteps }) === drawsAfresh(config)
  const changes = { ...rest, ...(same ? { criticSteps } : {}) }
  reconfigured(config, changes)
  writeState(run.gpu, run.blueprint, { saved, step })
  run.slow.drop()
  run.set(changes)
  run.step = step
}

/** Goes back to a saved state, with half the current learning rates and with noise not drawn before. */
export function rollBack(
  run: Saveable,
  saved: Saved,
  { step, attempt }: { step: number; attempt: number },
): void {
  const { lr, lrD } = run.config
  restore(run, saved, step)
  run.set({ lr: lr / 2, lrD: lrD / 2 })
  const [, draws = 0] = saved.get('clock') ?? []
  const { now } = run.blueprint.gan.clock
  upload(run.gpu, now, Uint32Array.of(draws + attempt * FAR), { at: 4 })
}
