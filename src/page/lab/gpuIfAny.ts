// For jobs that can do without a GPU.

import type { Gpu } from '../../gpu/device'
import { NoGpuError } from '../core/protocol'
import type { Lab } from './lab'

/** None where the browser offers none. */
export async function gpuIfAny(lab: Lab): Promise<Gpu | undefined> {
  try {
    return await lab.gpu()
  } catch (error) {
    if (error instanceof NoGpuError) return undefined
    throw error
  }
}
