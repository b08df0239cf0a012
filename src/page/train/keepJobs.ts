import { names } from '../../gan/run/runNames'
import type { OwnSummary } from '../core/protocol'
import { deleteSet, keepSet, readRunKept, readSetKept } from '../core/storage'
import { imageRunOf } from '../lab/imageRunOf'
import { filesOf, nameSet, setFit, setIdOf } from '../lab/keeper'
import type { Lab } from '../lab/lab'
import { strandedState } from '../lab/lost'
import { ownImages } from '../lab/opening'
import { readKept, readRun, unpacked } from '../lab/reopen'
import { runOf, savedRuns } from '../lab/runs'
import { zipOf } from '../lab/runZip'

/** A zip with the files that the terminal writes to a run folder. */
export interface SavedZip {
  step: number
  bytes: Uint8Array<ArrayBuffer>
}

export const keepJobs = {
  /** Saves the present run, or what a lost device left of it. */
  async saveRun(lab: Lab): Promise<SavedZip> {
    const run = imageRunOf(lab)
    if (run) {
      const files = await run.save()
      return { step: run.step, bytes: zipOf(files) }
    }
    const left = strandedState(lab)
    if (!left) throw new Error('there is no run of images to save')
    return { step: left.step, bytes: zipOf(filesOf(left)) }
  },

  /** Weights of the generator that draws, with its shape: the moving average if the run keeps one. */
  async saveGenerator(lab: Lab): Promise<SavedZip> {
    const run = imageRunOf(lab)
    const left = strandedState(lab)
    const files = run ? await run.save() : left && filesOf(left)
    const bytes = files?.[names.average] ?? files?.[names.generator]
    if (!bytes) throw new Error('there is no run of images to save')
    return { step: run?.step ?? left?.step ?? 0, bytes }
  },

  /** Saves a run that this browser keeps. Needs no GPU. */
  async saveKept(_: Lab, id: string): Promise<SavedZip> {
    const [newest] = (await readRunKept(id))?.states ?? []
    if (!newest) throw new Error('this browser no longer keeps the run')
    const { step } = newest
    return { step, bytes: zipOf(filesOf(unpacked(newest))) }
  },

  /** Reads a saved run, which the command `load` then continues; the current run goes on until then. */
  async readRun(lab: Lab, files: readonly File[]): Promise<void> {
    savedRuns.set(lab, await readRun(lab, files))
  },

  /** Reads a kept run in the same way. Returns the user's images where the run learns from kept ones. */
  async readKept(lab: Lab, id: string): Promise<OwnSummary | undefined> {
    const { run } = (await readRunKept(id)) ?? {}
    const images = run?.kind === undefined ? run?.images : undefined
    const summary = images === undefined ? undefined : await takeSet(lab, images)
    savedRuns.set(lab, await readKept(lab, id))
    return summary
  },

  /** Keeps the user's images in this browser; the present run is kept again, to be found with them. */
  async keepOwn(lab: Lab, summary: OwnSummary): Promise<void> {
    const own = ownImages.get(lab)
    if (!own) throw new Error('there are no images of your own yet')
    const id = crypto.randomUUID()
    await keepSet({ id, at: Date.now(), bytes: own.pixels.byteLength, summary }, own)
    nameSet(own, id)
    const run = runOf(lab)
    if (run?.kept) await run.keep()
  },

  async deleteOwn(lab: Lab, id?: string): Promise<void> {
    const own = ownImages.get(lab)
    const present = own && setIdOf(own)
    if (own && (id === undefined || id === present)) nameSet(own, undefined)
    const unwanted = id ?? present
    if (unwanted !== undefined) await deleteSet(unwanted)
  },

  /** Takes kept images as the user's. */
  async takeOwn(lab: Lab, id: string): Promise<OwnSummary> {
    const summary = await takeSet(lab, id)
    if (!summary) throw new Error('this browser no longer keeps these images')
    return summary
  },
}

async function takeSet(lab: Lab, id: string): Promise<OwnSummary | undefined> {
  const kept = await readSetKept(id)
  if (!kept) return undefined
  const own = ownImages.get(lab)
  if (!own || setIdOf(own) !== id) {
    ownImages.set(lab, kept.pixels)
    nameSet(kept.pixels, id)
    setFit(kept.pixels, kept.set.summary)
  }
  return kept.set.summary
}
