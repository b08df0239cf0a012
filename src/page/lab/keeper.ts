// Writes the kept states of a run to the browser's storage, and turns them into the files of a run. Needs no GPU.

import type { ImageSet, NamedSet } from '../../data/imageSet'
import type { RunConfig } from '../../gan/run/runConfig'
import { configFile, type Files, filesOfRun } from '../../gan/run/runFiles'
import type { Picture, Report, Settings } from '../core/protocol'
import { keepRun, type StoredState } from '../core/storage'
import { messageOf } from '../core/words'
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
  readonly #settings: Settings
  #id: string
  #last: number | undefined
  #written: Promise<void> = Promise.resolve()

  constructor(tell: (report: Report) => void, settings: Settings, continued?: Continued) {
    this.#tell = tell
    this.#settings = settings
    this.#id = continued?.id ?? crypto.randomUUID()
    this.#last = continued?.at
  }

  /** Under which the run is kept, or will be. */
  get id(): string {
    return this.#id
  }

  /** Writes a state, after those before it. Training does not wait for it. */
  write(kept: Kept, picture: Picture): void {
    this.#written = this.#written.then(() => this.#put(kept, picture))
  }

  /** Resolves when the states so far are in the storage, or refused. */
  get written(): Promise<void> {
    return this.#written
  }

  async #put(kept: Kept, picture: Picture): Promise<void> {
    const images = setIdOf(kept.images)
    const { curves } = kept
    // Named even where it is the default, which another version may change.
    const settings = { objective: kept.run.objective, ...this.#settings }
    try {
      const run = { id: this.#id, settings, picture, curves, ...(images && { images }) }
      const stored = await keepRun(run, { state: storedOf(kept), last: this.#last })
      const was = this.#id
      this.#id = stored.id
      this.#last = stored.states[0]?.at
      this.#tell({ type: 'kept', run: stored, was })
    } catch (error) {
      this.#tell({ type: 'unkept', message: messageOf(error) })
    }
  }
}

function storedOf({ step, seconds, state, run, curves }: Kept): StoredState {
  return { config: new TextDecoder().decode(configFile(run)), step, seconds, state, curves }
}

/** Files of a kept state, as Save writes them. */
export const filesOf = ({ state, step, run }: Pick<Kept, 'state' | 'step' | 'run'>): Files =>
  filesOfRun(state, { step, run })
