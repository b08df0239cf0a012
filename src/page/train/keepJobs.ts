// What the page keeps of a run, and goes on with later.

import { ImageRun } from '../lab/imageRun'
import type { Lab } from '../lab/lab'
import { readRun } from '../lab/reopen'
import { zipOf } from '../lab/runZip'

export const keepJobs = {
  /** A zip of the files that the terminal would leave in its folder. */
  async saveRun(lab: Lab): Promise<{ step: number; bytes: Uint8Array<ArrayBuffer> }> {
    if (!(lab.run instanceof ImageRun)) throw new Error('there is no run of images to save')
    const files = await lab.run.save()
    return { step: lab.run.step, bytes: zipOf(files) }
  },

  /** Reads a saved run, which the command `load` then goes on with; the one that is there goes on until then. */
  async readRun(lab: Lab, files: readonly File[]): Promise<void> {
    lab.saved = await readRun(lab, files)
  },
}
