// The translation that the worker has, and how it ends.

import type { Lab } from '../lab/lab'
import type { TranslationRun } from './run'

/** A run stays known when its device is lost: it goes on from its kept state. */
const runs = new WeakMap<Lab, TranslationRun>()

/** Milliseconds to wait for the browser's storage, which another tab may hold. */
const WRITES = 2000

const OVER = 'the GPU of this translation was lost. Press Continue or Start'

export const presentOf = (lab: Lab): TranslationRun | undefined => runs.get(lab)

/** The run, where its device is not lost. */
export function runningOf(lab: Lab): TranslationRun | undefined {
  const run = runs.get(lab)
  return run && run.gpu === lab.device ? run : undefined
}

/** @throws Error where there is no run, or its device is lost */
export function runOf(lab: Lab): TranslationRun {
  const run = runningOf(lab)
  if (!run) throw new Error(OVER)
  return run
}

export function setRun(lab: Lab, run: TranslationRun): void {
  runs.set(lab, run)
}

/** Ends the run. Its last state is kept, where there is a device to read it from. */
export async function leave(lab: Lab): Promise<void> {
  const run = runningOf(lab)
  if (run?.unkept) await run.keep().catch(() => undefined)
  const waited = new Promise<void>((resolve) => setTimeout(resolve, WRITES))
  await Promise.race([runs.get(lab)?.written, waited])
  run?.destroy()
  runs.delete(lab)
}
