// Worker jobs of the lesson: a CycleGAN of points goes on with its training.

import type { Gpu } from '../../../gpu/device'
import type { Lab } from '../../lab/lab'
import { PointCycle, type Shown } from './pointCycle'
import type { SettingName } from './points'

/** The open CycleGAN of a device. It goes with the device. */
const open = new WeakMap<Gpu, PointCycle>()

async function cycleOf(gpu: Gpu, setting: SettingName): Promise<PointCycle> {
  const before = open.get(gpu)
  if (before?.setting === setting) return before
  open.delete(gpu)
  before?.destroy()
  const cycle = await PointCycle.open(gpu, setting)
  open.set(gpu, cycle)
  return cycle
}

export interface Asked {
  setting: SettingName
  seed: number
  step: number
}

export const cycleJobs = {
  /** The training from a seed after some iterations. Undefined without a GPU. */
  async cycleUntil(lab: Lab, { setting, seed, step }: Asked): Promise<Shown | undefined> {
    const gpu = await lab.gpuIfAny()
    return gpu && (await cycleOf(gpu, setting)).until(seed, step)
  },
}
