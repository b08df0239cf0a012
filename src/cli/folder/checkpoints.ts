// checkpoints/ in a run folder: the last few checkpoints, and the best one as a small run folder of its own. A
// checkpoint is written there first, then linked as checkpoint.safetensors, from which a run resumes. Links take no
// space.

import { join } from 'node:path'
import { DataError, messageOf } from '../../data/imageSet'
import type { ReadFile } from '../../data/readFile'
import { readSafetensors } from '../../data/safetensors'
import type { GanConfig } from '../../gan/model/config'
import { type Checkpoint, Foreign, readCheckpoint } from '../../gan/run/checkpoint'
import { names } from '../../gan/run/runNames'
import { Failure } from '../terminal/failure'
import { alias, discard, exists, namesIn, readWhole, writeWhole } from './files'

/** Step of a checkpoint, by its metadata; 0 where the file is damaged. */
export function stepIn(path: string): number {
  try {
    return Number(readSafetensors(readWhole(path), path).metadata['step'] ?? 0)
  } catch (error) {
    if (error instanceof DataError || error instanceof Failure) return 0
    throw error
  }
}

const OF_STEP = /^(\d+)\.safetensors$/

export interface Newest extends Omit<Checkpoint, 'state'> {
  file: ReadFile
  /** Messages about newer checkpoints that could not be read. */
  passed: string[]
}

export interface Written {
  step: number
  keep: number
  /** Is this checkpoint the best so far? */
  best: boolean
}

export class Checkpoints {
  readonly #run: string
  readonly path: string

  constructor(run: string) {
    this.#run = run
    this.path = join(run, 'checkpoints')
  }

  /** Steps of the checkpoints, the newest first. */
  get steps(): number[] {
    const found = namesIn(this.path).map((name) => Number(OF_STEP.exec(name)?.[1] ?? Number.NaN))
    return found.filter((step) => !Number.isNaN(step)).sort((a, b) => b - a)
  }

  #of(step: number): string {
    return join(this.path, `${String(step).padStart(6, '0')}.safetensors`)
  }

  /** Writes a checkpoint, from which the run then resumes. */
  write(bytes: Uint8Array, { step, keep, best }: Written): void {
    const file = this.#of(step)
    writeWhole(file, bytes)
    if (best) this.#keepBest(file)
    // Later checkpoints belong to steps from which the run was rolled back.
    const [later, kept] = [(s: number) => s > step, (s: number) => s <= step]
    const { steps } = this
    for (const old of [...steps.filter(later), ...steps.filter(kept).slice(keep)]) {
      discard(this.#of(old))
    }
    alias(file, join(this.#run, names.checkpoint))
  }

  #keepBest(file: string): void {
    const folder = join(this.path, 'best')
    for (const name of Object.values(names)) {
      const from = name === names.checkpoint ? file : join(this.#run, name)
      if (exists(from)) alias(from, join(folder, name))
    }
  }

  /** Paths of the checkpoints, the newest first. */
  get files(): string[] {
    const own = join(this.#run, names.checkpoint)
    return [own, ...this.steps.map((step) => this.#of(step))].filter(exists)
  }

  /**
   * Reads the newest checkpoint that is not damaged.
   *
   * @throws DataError where all are damaged, with the fault of the newest; Foreign where it belongs to another program
   * or model
   */
  newest(config: GanConfig): Newest {
    const found = this.files
    if (found.length === 0) {
      throw new Failure(
        `${this.#run} has no ${names.checkpoint} yet. Wait until it saves, or start the run again with --out`,
      )
    }
    const faults: unknown[] = []
    for (const path of found) {
      try {
        const file = { path, bytes: readWhole(path) }
        const { step, table } = readCheckpoint(file, config)
        return { file, step, table, passed: faults.map(messageOf) }
      } catch (error) {
        const damaged = error instanceof DataError || error instanceof Failure
        if (!damaged || error instanceof Foreign) throw error
        faults.push(error)
      }
    }
    throw faults[0]
  }
}
