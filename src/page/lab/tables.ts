// What was tuned for the GPU of this browser, kept in its cache storage: the next visit trains at once.

import type { Blueprint } from '../../gan/run/blueprint'
import { choicesOf, tableOf } from '../../gan/run/table'
import { tableFor, tuneRun, unknownTo } from '../../gan/run/tuning'
import type { Choices } from '../../gpu/choice'
import type { Gpu } from '../../gpu/device'

/** Half of what the terminal takes: here somebody waits for the first picture. */
const SECONDS = 10

const STORE = 'ganvas'
const ADDRESS = '/ganvas-kernels.json'

export interface TuneOptions {
  /** Race for what is not known. Software adapters have rules that were measured, and compile slowly. */
  tune?: boolean
  seconds?: number
  /** Called when races begin. */
  began: () => void
}

/** The kernels of a run: those that are known, and the winners of races for all else. */
export async function tunedTable(
  gpu: Gpu,
  print: Blueprint,
  { tune = !gpu.software, seconds = SECONDS, began }: TuneOptions,
): Promise<Choices> {
  const known = await readChoices(gpu)
  if (!tune || unknownTo(known, print).length === 0) return tableFor(print, known)
  began()
  const found = { ...known }
  for await (const { key, best, unraced } of tuneRun(gpu, print, { known, seconds })) {
    if (!unraced) found[key] = best.choice
  }
  await keepChoices(gpu, found)
  return tableFor(print, found)
}

/** Nothing where nothing was kept for this GPU, or the browser keeps nothing at all. */
export async function readChoices(gpu: Gpu): Promise<Choices> {
  try {
    const kept = await (await caches.open(STORE)).match(ADDRESS)
    return choicesOf(await kept?.json(), gpu) ?? {}
  } catch {
    return {}
  }
}

export async function keepChoices(gpu: Gpu, choices: Choices): Promise<void> {
  try {
    await (await caches.open(STORE)).put(ADDRESS, Response.json(tableOf(gpu, choices)))
  } catch {
    // A private window: the next visit tunes again.
  }
}
