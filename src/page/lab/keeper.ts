// Writes the kept states of a run to the browser's storage, and turns them into the files of a run. Needs no GPU.

import { DataError, type ImageSet, type NamedSet } from '../../data/imageSet'
import type { RunConfig } from '../../gan/run/runConfig'
import { configFile, type Files, filesOfRun } from '../../gan/run/runFiles'
import type { Picture, Report, StoredAbout, StoredRun } from '../core/protocol'
import { keepRun, readRunKept, type StoredState, timeOf } from '../core/storage'
import { dateOf, messageOf } from '../core/words'
import type { Kept } from './run'

/** Kept run that a keeper goes on with: its id, and the time of its state. */
export interface Continued {
  id: string
  at: number
}

/** Ids of the user's pictures that are in the storage; those of a set that was resized are those of the original. */
const ids = new WeakMap<ImageSet, string>()
const originals = new WeakMap<ImageSet, NamedSet>()

export const setOriginal = (resized: ImageSet, own: NamedSet) => originals.set(resized, own)
export const setIdOf = (images: ImageSet): string | undefined =>
  ids.get(originals.get(images) ?? images)

/** Options with which images were read, as config.json holds them. */
type Fit = Pick<RunConfig, 'cell' | 'crop'>

const fits = new WeakMap<ImageSet, Fit>()

export function setFit(own: NamedSet, { cell, crop }: Fit): void {
  fits.set(own, { ...(cell !== undefined && { cell }), ...(crop === 'pad' && { crop }) })
}

export const fitOf = (images: ImageSet): Fit => fits.get(originals.get(images) ?? images) ?? {}

/** @param id  undefined where the pictures are no longer kept */
export function nameSet(own: NamedSet, id: string | undefined): void {
  if (id === undefined) ids.delete(own)
  else ids.set(own, id)
}

export class Keeper {
  readonly #tell: (report: Report) => void
  #id: string
  #last: number | undefined
  #written: Promise<void> = Promise.resolve()

  constructor(tell: (report: Report) => void, continued?: Continued) {
    this.#tell = tell
    this.#id = continued?.id ?? crypto.randomUUID()
    this.#last = continued?.at
  }

  /** Under which the run is kept, or will be. */
  get id(): string {
    return this.#id
  }

  /** Writes a state, after those before it. Training does not wait for it. */
  write(state: StoredState, picture: Picture, about: StoredAbout): void {
    this.#written = this.#written.then(() => this.#put(state, picture, about))
  }

  /** Resolves when the states so far are in the storage, or refused. */
  get written(): Promise<void> {
    return this.#written
  }

  async #put(state: StoredState, picture: Picture, about: StoredAbout): Promise<void> {
    const { curves } = state
    try {
      const run = { ...about, id: this.#id, picture, curves }
      const stored = await keepRun(run, { state, last: this.#last })
      const was = this.#id
      this.#id = stored.id
      this.#last = stored.states[0]?.at
      this.#tell({ type: 'kept', run: stored, was })
    } catch (error) {
      this.#tell({ type: 'unkept', message: messageOf(error) })
    }
  }
}

export function storedOf({ step, seconds, state, run, curves }: Kept): StoredState {
  return { config: new TextDecoder().decode(configFile(run)), step, seconds, state, curves }
}

/** Files of a kept state, as Save writes them. */
export const filesOf = ({ state, step, run }: Pick<Kept, 'state' | 'step' | 'run'>): Files =>
  filesOfRun(state, { step, run })

/** Name of a run that the browser keeps. */
export const KEPT = 'the kept run'

/** Origin of a saved run: its name and path for errors, and the words after `Paused at step 5, `. */
export interface Naming {
  name: string
  path: string
  from: string
}

/**
 * A kept run from its newest state, or from the one before where that cannot be read.
 *
 * @throws Error of `read` on the newest state, or DataError where the browser no longer keeps the run
 */
export async function readNewest<Read>(
  id: string,
  read: (state: StoredState, naming: Naming, run: StoredRun) => Promise<Read>,
): Promise<Read & { continued: Continued }> {
  const { run, states } = (await readRunKept(id)) ?? { states: [] }
  const gone = new DataError('this browser no longer keeps the run')
  if (!run) throw gone
  let fault: unknown = gone
  for (const [i, stored] of states.entries()) {
    const from = `kept ${dateOf(run.states[i]?.at ?? 0)}`
    try {
      const found = await read(stored, { name: KEPT, path: KEPT, from }, run)
      return { ...found, continued: { id, at: timeOf(run) } }
    } catch (error) {
      fault = i === 0 ? error : fault
    }
  }
  throw fault
}
