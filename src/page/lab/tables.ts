// Kernels tuned for this browser's GPU, kept in its cache storage: the next visit trains at once.

import type { Blueprint } from '../../gan/run/blueprint'
import { choicesOf, tableOf } from '../../gan/run/table'
import { tableFor, tuneRun, unknownTo } from '../../gan/run/tuning'
import type { Choices } from '../../gpu/choice'
import type { Gpu } from '../../gpu/device'

/** Half of the terminal's time: here the user waits for the first picture. */
const SECONDS = 10

const STORE = 'ganvas'
const ADDRESS = '/ganvas-kernels.json'

export interface TuneOptions {
  /** Race kernels for unknown problems? Not on software adapters: they have measured rules, and compile slowly. */
  tune?: boolean
  seconds?: number
  began: () => void
}

/** Kernels of a run: known ones, and the winners of races for all other problems. */
export async function tunedTable(
  gpu: Gpu,
  blueprint: Blueprint,
  { tune = !gpu.software, seconds = SECONDS, began }: TuneOptions,
): Promise<Choices> {
  const known = await readChoices(gpu)
  if (!tune || unknownTo(known, blueprint).length === 0) return tableFor(blueprint, known)
  began()
  const found = { ...known }
  for await (const { key, best, unraced } of tuneRun(gpu, blueprint, { known, seconds })) {
    if (!unraced) found[key] = best.choice
  }
  await keepChoices(gpu, found)
  return tableFor(blueprint, found)
}

/** Kept choices; empty where there are none for this GPU, or the browser keeps nothing. */
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
