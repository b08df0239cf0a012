// Kernels of a run: those tuned on this adapter before, from a file, and those tuned now.

import { join } from 'node:path'
import { messageOf } from '../../../data/imageSet'
import { parseJson } from '../../../data/json'
import type { GanConfig } from '../../../gan/model/config'
import type { Blueprint } from '../../../gan/run/blueprint'
import { choicesOf, tableOf } from '../../../gan/run/table'
import { tableFor, unknownTo, worksOf } from '../../../gan/run/tuning'
import type { Choices } from '../../../gpu/choice'
import { hash } from '../../../gpu/hash'
import type { Outcome } from '../../../gpu/race'
import { secondsFor } from '../../../gpu/tuner'
import { kernelsHash } from '../../../ops/convFamily'
import { cacheFolder, exists, readWhole, writeWhole } from '../../folder/files'
import type { Runtime } from '../../runtime/runtime'

/** Cache of tuned kernels: one file for each adapter, runtime and version of the kernels. */
export class TableCache {
  readonly path: string
  readonly #gpu: Pick<Runtime, 'fingerprint'>

  constructor(gpu: Pick<Runtime, 'fingerprint'>) {
    this.#gpu = gpu
    this.path = join(cacheFolder(), `kernels-${hash(gpu.fingerprint + kernelsHash)}.json`)
  }

  /** Reads the cache; empty where no file exists or it cannot be used, which is printed. */
  read(): Choices {
    try {
      const choices = this.#choices()
      if (choices) return choices
      console.log(`kernels    ${this.path} is damaged, or of another adapter: not used`)
    } catch (error) {
      console.log(`kernels    not used: ${messageOf(error)}`)
    }
    return {}
  }

  /** Choices in the file; undefined where it is damaged or belongs to another adapter. */
  #choices(): Choices | undefined {
    if (!exists(this.path)) return {}
    return choicesOf(parseJson(new TextDecoder().decode(readWhole(this.path))), this.#gpu)
  }

  /**
   * Adds to the current content: another process may have written meanwhile. Where it cannot be written, the run
   * continues and one line is printed.
   *
   * @returns  were they kept?
   */
  add(choices: Choices): boolean {
    try {
      const table = tableOf(this.#gpu, { ...this.#choices(), ...choices })
      writeWhole(this.path, `${JSON.stringify(table, null, 2)}\n`)
      return true
    } catch (error) {
      console.log(`kernels    not kept: ${messageOf(error)}`)
      return false
    }
  }
}

export interface Races {
  config: GanConfig
  images: { count: number; height: number; width: number; channels: number }
  known: Choices
  seconds?: number | undefined
  cache: TableCache
  /** Asked before each race. */
  wanted: () => boolean
  tell?: (outcome: Outcome) => void
}

/** Races the unknown problems, and caches the winners even where the GPU is lost half-way. */
export async function raceAll(
  runtime: Runtime,
  races: Races,
): Promise<{ choices: Choices; kept: boolean }> {
  const { ask } = runtime
  const { config, known, seconds = secondsFor(runtime), cache, wanted, tell } = races
  const { count, height, width, channels } = races.images
  await ask('openTuning', { config, images: { count, height, width, channels }, known, seconds })
  const choices: Record<string, Outcome['best']['choice']> = {}
  let kept = false
  try {
    while (wanted()) {
      const outcome = await ask('raceNext')
      if (!outcome) break
      if (!outcome.unraced) choices[outcome.key] = outcome.best.choice
      tell?.(outcome)
    }
  } finally {
    kept = cache.add(choices)
  }
  return { choices, kept }
}

export interface TableOptions extends Pick<Races, 'config' | 'images'> {
  blueprint: Blueprint
  options: { tune?: boolean; dryRun?: boolean }
  stop: { readonly asked: boolean }
}

/**
 * Chooses the kernels of a new run: from the cache, and on a hardware adapter by races for the rest. For software
 * adapters the rules were measured, and compiling takes long.
 */
export async function chooseTable(runtime: Runtime, given: TableOptions): Promise<Choices> {
  const { blueprint, options, stop } = given
  if (options.tune === false) return {}
  const cache = new TableCache(runtime)
  const known = cache.read()
  const missing = unknownTo(known, blueprint).length
  const races = (options.tune ?? !runtime.software) && !options.dryRun && missing > 0
  if (!races) return announced(tableFor(blueprint, known), blueprint)
  console.log(
    `kernels    racing for ${missing} convolutions, ${secondsFor(runtime)} s at most (--no-tune: not)`,
  )
  const wanted = () => !stop.asked
  const { choices } = await raceAll(runtime, { ...given, known, cache, wanted })
  return announced(tableFor(blueprint, { ...known, ...choices }), blueprint)
}

function announced(table: Choices, blueprint: Blueprint): Choices {
  const [tuned, all] = [Object.keys(table).length, worksOf(blueprint).length]
  if (tuned > 0) console.log(`kernels    tuned for ${tuned} of ${all} convolutions`)
  return table
}
