// The runs of a lab. Their code is loaded with the first of them.

import type { Lab } from './lab'
import type { Reopening } from './reopen'
import type { Run } from './run'

const runs = new WeakMap<Lab, Run>()

/** The run that trains or is paused; undefined while another opens, and after a fault. */
export const runOf = (lab: Lab): Run | undefined => runs.get(lab)

export function setRun(lab: Lab, run: Run | undefined): void {
  if (run) runs.set(lab, run)
  else runs.delete(lab)
}

/** The saved run that was read last, until the command `load` continues it. */
export const savedRuns = new WeakMap<Lab, Reopening>()
