// Folder of a job that trains (a run, a translation, an adaptation): what in it may be replaced, its lock and its log.

import { join } from 'node:path'
import { isRecord, parseJson } from '../../data/json'
import type { ReadFile } from '../../data/readFile'
import { Failure, Misuse } from '../terminal/failure'
import {
  append,
  exists,
  isFolder,
  namesIn,
  readWhole,
  removeEmpty,
  sweep,
  writableFolder,
  writeWhole,
} from './files'
import { lock } from './lock'
import { ADVICE, isForced } from './outputs'

/** Line of a log: of a step, or an event at one. */
export type Logged = { step: number; [key: string]: unknown }

const LOG = 'log.jsonl'

export interface Job {
  /** Name of the command that writes the folder. */
  command: string
  /** Name of the result in messages, with its article. */
  noun: string
  /** Names in the folder that the command writes. */
  written: readonly string[]
  /** Names of folders among them. */
  folders: readonly string[]
}

export abstract class JobFolder {
  readonly path: string
  protected abstract readonly job: Job

  constructor(path: string) {
    this.path = path
  }

  /** Is there a checkpoint? A folder without one may be used for a new run. */
  abstract get holdsRun(): boolean

  /** Did a job of this kind begin in the folder, and write its settings? */
  abstract get isOwn(): boolean

  /** Path of a file in the folder. */
  at(name: string): string {
    return join(this.path, name)
  }

  /** Refuses a folder that holds a run, or files of other programs that a run would replace. */
  refuseTaken(): void {
    const { path } = this
    const { command, noun, written } = this.job
    if (this.holdsRun) {
      throw new Misuse(
        `${path} already holds ${noun}. Add --resume ${path} to continue it, or choose another --out`,
      )
    }
    if (isForced() || this.isOwn) return
    const foreign = written.find((name) => {
      const file = this.at(name)
      return exists(file) && (!isFolder(file) || namesIn(file).length > 0)
    })
    if (foreign === undefined) return
    throw new Misuse(`${this.at(foreign)} was not made by ganvas ${command}. ${ADVICE}`)
  }

  /**
   * Makes the folder, and keeps a second run out of it for as long as this process lives.
   *
   * @returns  releases the folder, and removes new folders if they are still empty
   */
  lock(): () => void {
    return this.#lock(writableFolder(this.path))
  }

  /** Makes and locks a new folder; undefined where it exists, or another process makes it meanwhile. */
  lockNew(): (() => void) | undefined {
    if (exists(this.path)) return undefined
    const made = writableFolder(this.path)
    return made.includes(this.path) ? this.#lock(made) : undefined
  }

  #lock(made: readonly string[]): () => void {
    const { folders } = this.job
    for (const name of [LOG, ...folders]) {
      const found = this.at(name)
      const wanted = name !== LOG
      if (exists(found) && isFolder(found) !== wanted) {
        throw new Failure(
          `${found} is in the way: it is ${wanted ? 'not a' : 'a'} folder. Choose another --out`,
        )
      }
    }
    const release = lock(this.at('.lock'))
    for (const each of [this.path, ...folders.map((name) => this.at(name))]) sweep(each)
    return () => {
      release()
      removeEmpty(made)
    }
  }

  /** Adds a line: losses of a step, or an event such as a rollback or a score. */
  log<L extends { step: number }>(line: L): void {
    append(this.at(LOG), `${JSON.stringify(line)}\n`)
  }

  /** Lines of the log up to a step: later ones than the checkpoint's are trained again. */
  readLog(upTo = Number.POSITIVE_INFINITY): Logged[] {
    if (!exists(this.at(LOG))) return []
    const lines = new TextDecoder().decode(readWhole(this.at(LOG))).split('\n')
    return lines
      .map(parseJson)
      .filter(
        (line): line is Logged =>
          isRecord(line) && typeof line['step'] === 'number' && line['step'] <= upTo,
      )
  }

  startLog(lines: readonly Logged[]): void {
    writeWhole(this.at(LOG), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  }

  /** @throws Failure where the file is missing */
  protected saved(name: string): ReadFile {
    const path = this.at(name)
    if (exists(path)) return { path, bytes: readWhole(path) }
    throw new Failure(
      `${this.path} has no ${name} yet. Wait until it saves, or start the run again with --out`,
    )
  }

  protected writeResults(name: string, json: string, read: () => unknown): void {
    const path = this.at(name)
    if (exists(path) && read() === undefined && !isForced()) {
      throw new Failure(`${path} was not made by ganvas evaluate. Rename it, or add --force`)
    }
    writeWhole(path, json)
  }

  /** JSON object in a file; undefined where there is none. */
  protected record(name: string): Record<string, unknown> | undefined {
    const path = this.at(name)
    if (!exists(path)) return undefined
    const found = parseJson(new TextDecoder().decode(readWhole(path)))
    return isRecord(found) ? found : undefined
  }
}
