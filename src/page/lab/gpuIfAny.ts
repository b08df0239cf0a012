// For jobs that can do without a GPU.

import type { Gpu } from '../../gpu/device'
import { NoGpuError } from '../core/protocol'
import type { Lab } from './lab'

/** The device; undefined where the browser offers no GPU. */
export async function gpuIfAny(lab: Lab): Promise<Gpu | undefined> {
  try {
    return await lab.gpu()
  } catch (error) {
    if (error instanceof NoGpuError) return undefined
    throw error
  }
}
