import type { Lab } from '../lab/lab'
import { readRun, savedRuns } from '../lab/reopen'
import { imageRunOf } from '../lab/runs'
import { zipOf } from '../lab/runZip'

export const keepJobs = {
  /** A zip with the files that the terminal writes to a run folder. */
  async saveRun(lab: Lab): Promise<{ step: number; bytes: Uint8Array<ArrayBuffer> }> {
    const run = imageRunOf(lab)
    if (!run) throw new Error('there is no run of images to save')
    const files = await run.save()
    return { step: run.step, bytes: zipOf(files) }
  },

  /** Reads a saved run, which the command `load` then continues; the current run goes on until then. */
  async readRun(lab: Lab, files: readonly File[]): Promise<void> {
    savedRuns.set(lab, await readRun(lab, files))
  },
}
