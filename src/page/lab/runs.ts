import { ImageRun } from './imageRun'
import type { Lab } from './lab'
import type { Run } from './run'

const runs = new WeakMap<Lab, Run>()

/** The run that trains or is paused; undefined while another opens, and after a fault. */
export const runOf = (lab: Lab): Run | undefined => runs.get(lab)

/** The same where it learns images, which it can draw and save. */
export function imageRunOf(lab: Lab): ImageRun | undefined {
  const run = runs.get(lab)
  return run instanceof ImageRun ? run : undefined
}

export function setRun(lab: Lab, run: Run | undefined): void {
  if (run) runs.set(lab, run)
  else runs.delete(lab)
}
