import { ImageRun } from './imageRun'
import type { Lab } from './lab'
import { runOf } from './runs'

/** The run of a lab where it learns images, which it can draw and save. */
export function imageRunOf(lab: Lab): ImageRun | undefined {
  const run = runOf(lab)
  return run instanceof ImageRun ? run : undefined
}
