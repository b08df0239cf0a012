// How long is measured.

import type { Gpu } from '../src/gpu/device'
import type { Effort } from '../src/gpu/stopwatch'

export interface ProbeOptions {
  /** Short measurements; of the limits only a few forms on small buffers: to see that it works. */
  quick?: boolean
}

const EFFORT = { target: 20, rounds: 9 }
/** A hardware adapter resolves less, and 5 ms are a thousand kernels to it. */
const HARDWARE_EFFORT = { target: 5, rounds: 9 }
const QUICK_EFFORT = { target: 5, rounds: 3 }

export function effortOf(
  { software }: Pick<Gpu, 'software'>,
  { quick = false }: ProbeOptions = {},
): Effort {
  return quick ? QUICK_EFFORT : software ? EFFORT : HARDWARE_EFFORT
}
