// Worker jobs of Translate that keep, save and load runs and the user's images.

import type { Curves } from '../core/history'
import { type Fault, unpackError } from '../core/protocol'
import { deleteSet, keepSet, readPartKept, readRunKept } from '../core/storage'
import type { Names, OwnAbout, Place, Wanted } from '../core/translation'
import type { Lab } from '../lab/lab'
import { faultOfLoss } from '../lab/lost'
import { zipOf } from '../lab/runZip'
import { openedOf, type TranslationOpened } from './jobs'
import { presentOf, runningOf } from './present'
import type { TranslationRun } from './run'
import { idOfPart, namePart, ownOf } from './sets'
import { wantedOf } from './wanted'

export interface SavedTranslation {
  step: number
  bytes: Uint8Array<ArrayBuffer>
}

/** Networks and training are loaded when they are first needed. */
const reopening = () => import('./reopen')
const files = () => import('./keptRun')

/** A run that goes on. */
export interface Resumed {
  opened: TranslationOpened
  wanted: Wanted
  curves: Curves
  /** Status line. */
  said: string
}

/** The user's images, by place. */
export type Taken = Partial<Record<Place, OwnAbout>>

const resumed = ({ run, said }: { run: TranslationRun; said: string }): Resumed => ({
  opened: openedOf(run),
  ...{ wanted: run.wanted, curves: run.curves, said },
})

export const keepTranslationJobs = {
  /** Keeps the present state, if it is not kept. */
  async translateKeep(lab: Lab): Promise<void> {
    const run = runningOf(lab)
    if (run?.unkept) await run.keep()
  },

  /** Reads a saved run, which `translateGoOn` then continues; the present one stays until then. */
  async translateReadRun(lab: Lab, chosen: readonly File[]): Promise<Wanted> {
    const { readFiles, reopenings } = await reopening()
    const read = await readFiles(chosen)
    reopenings.set(lab, read)
    return wantedOf(read.kept.config)
  },

  /** The same of a run that this browser keeps. Returns the user's images where it learns from kept ones. */
  async translateReadKept(lab: Lab, id: string): Promise<{ wanted: Wanted; own: Taken }> {
    const { run } = (await readRunKept(id)) ?? {}
    const own: Taken = {}
    for (const set of Object.values((run?.kind && run.images) || {})) {
      Object.assign(own, await takePart(lab, set))
    }
    const { readKeptRun, reopenings } = await reopening()
    const read = await readKeptRun(id)
    reopenings.set(lab, { ...read, names: run?.kind && run.wanted.names })
    return { wanted: wantedOf(read.kept.config), own }
  },

  /** @param names  of the present images, for a run that knows none */
  async translateGoOn(lab: Lab, names: Names): Promise<Resumed> {
    const { reopen } = await reopening()
    return resumed(await reopen(lab, names))
  },

  /** Continues a run whose device was lost. */
  async translateRecover(lab: Lab): Promise<Resumed> {
    const { recover } = await reopening()
    return resumed(await recover(lab))
  },

  /** Fault of a run whose device was lost, and the step that it can go on from; undefined where it runs. */
  async translateLost(lab: Lab, cause: Fault): Promise<ReturnType<typeof faultOfLoss> | undefined> {
    const run = presentOf(lab)
    if (!run || runningOf(lab)) return undefined
    return faultOfLoss(lossOf(run) ?? new Error(cause.message), {
      cause: unpackError(cause),
      step: run.kept?.step,
    })
  },

  /** A zip of the files in the folder of `ganvas translate`: of the run, or of what a lost device left of it. */
  async translateSave(lab: Lab): Promise<SavedTranslation> {
    const kept = (await runningOf(lab)?.keep()) ?? presentOf(lab)?.kept
    if (!kept) throw new Error('there is no run to save')
    const { filesOfKept } = await files()
    return { step: kept.step, bytes: zipOf(filesOfKept(kept)) }
  },

  /** The same of a run that this browser keeps. Needs no GPU. */
  async translateSaveKept(_: Lab, id: string): Promise<SavedTranslation> {
    const [newest] = (await readRunKept(id))?.states ?? []
    if (!newest) throw new Error('this browser no longer keeps the run')
    const { filesOfKept, unpacked } = await files()
    const kept = unpacked(newest, 'config.json')
    return { step: kept.step, bytes: zipOf(filesOfKept(kept)) }
  },

  /** Keeps the user's images in this browser; the present run is kept again, to be found with them. */
  async translateKeepOwn(lab: Lab, place: Place, about: OwnAbout): Promise<void> {
    const pixels = ownOf(lab)[place]
    if (!pixels) throw new Error('there are no images of your own yet')
    const id = crypto.randomUUID()
    await keepSet({ id, at: Date.now(), bytes: about.bytes, place, about }, pixels)
    namePart(pixels, id)
    const run = runningOf(lab)
    if (run?.kept) await run.keep()
  },

  /** Deletes kept images: of a place, or of an id. */
  async translateForget(lab: Lab, which: { place: Place } | { id: string }): Promise<void> {
    const own = ownOf(lab)
    const of = 'place' in which ? own[which.place] : undefined
    const id = 'id' in which ? which.id : of && idOfPart(of)
    for (const pixels of Object.values(own)) {
      if (idOfPart(pixels) === id) namePart(pixels, undefined)
    }
    if (id !== undefined) await deleteSet(id)
  },

  /** Takes kept images as the user's. */
  async translateTakeOwn(lab: Lab, id: string): Promise<Taken> {
    const taken = await takePart(lab, id)
    if (!taken) throw new Error('this browser no longer keeps these images')
    return taken
  },
}

/** Loss of the device, in its own words: the first call that it breaks fails in others. */
function lossOf({ gpu }: TranslationRun): unknown {
  try {
    gpu.check()
    return undefined
  } catch (loss) {
    return loss
  }
}

async function takePart(lab: Lab, id: string): Promise<Taken | undefined> {
  const kept = await readPartKept(id)
  if (!kept) return undefined
  const { place, about } = kept.set
  const present = ownOf(lab)[place]
  if (!present || idOfPart(present) !== id) {
    Object.assign(ownOf(lab), { [place]: kept.pixels })
    namePart(kept.pixels, id)
  }
  return { [place]: about }
}
