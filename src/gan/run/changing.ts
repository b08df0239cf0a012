// Settings that change during a run: checked against its recorded programs, and written to the GPU.

import { check } from '../../autograd/check'
import { Tensor } from '../../autograd/tensor'
import type { Gpu } from '../../gpu/device'
import { upload } from '../../gpu/program'
import { type GanConfig, penalties } from '../model/config'
import { type Changes, changed, drawsAfresh, rateForD } from '../model/live'
import type { Gan } from '../model/steps'

/**
 * The configuration with some settings changed.
 *
 * @throws TensorError when a value is out of range, or needs other networks or programs
 */
export function reconfigured(config: GanConfig, changes: Changes): GanConfig {
  const next = changed(config, changes)
  check(drawsAfresh(next) === drawsAfresh(config), 'set', () => {
    return (
      `criticSteps cannot change from ${config.criticSteps} to ${next.criticSteps} during a run: with one, ` +
      "G shares the critic step's images. Open a trainer with the new number and restore the saved state."
    )
  })
  return next
}

/** Writes the settings that lie in GPU buffers. */
export function configure(gpu: Gpu, gan: Gan, config: GanConfig): void {
  const { optimiserG, optimiserD } = gan
  const { lr, clip } = config
  optimiserG.set(gpu, { lr })
  optimiserD.set(gpu, { lr: rateForD(config), clip })
  for (const name of penalties) {
    const { [name]: weight } = gan
    if (weight instanceof Tensor) upload(gpu, weight, Float32Array.of(config[name]))
  }
}
