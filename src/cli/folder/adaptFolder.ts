// Folder of an adaptation: config.json, log.jsonl, the source's model, the adapted classifier, pictures, results, and
// checkpoint.safetensors, from which it resumes.

import { join } from 'node:path'
import { DataError } from '../../data/imageSet'
import { isRecord, parseJson } from '../../data/json'
import type { ReadFile } from '../../data/readFile'
import { readSafetensors } from '../../data/safetensors'
import { type AdaptConfig, parseAdaptConfig } from '../../gan/adapt/config'
import type { AdaptLine } from '../gpu/adapting'
import { Failure, Misuse } from '../terminal/failure'
import { append, exists, readWhole, removeEmpty, sweep, writableFolder, writeWhole } from './files'
import { lock } from './lock'
import { ADVICE, isForced } from './outputs'

export const adaptNames = {
  config: 'config.json',
  log: 'log.jsonl',
  source: 'source.safetensors',
  classifier: 'classifier.safetensors',
  checkpoint: 'checkpoint.safetensors',
  results: 'adaptation.json',
  sets: 'sets.png',
  map: 'map.png',
  report: 'report.html',
} as const

type Name = keyof typeof adaptNames

export class AdaptFolder {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  in(name: Name): string {
    return join(this.path, adaptNames[name])
  }

  /** Did `ganvas adapt` write the settings that are in it? */
  get isOwn(): boolean {
    try {
      this.readConfig()
      return true
    } catch (error) {
      if (error instanceof DataError || error instanceof Failure) return false
      throw error
    }
  }

  get holdsRun(): boolean {
    return exists(this.in('checkpoint'))
  }

  /** Refuses a folder that holds a run, or files of other programs that an adaptation would replace. */
  refuseTaken(): void {
    const { path } = this
    if (this.isOwn && this.holdsRun) {
      throw new Misuse(
        `${path} already holds an adaptation. Add --resume ${path} to continue it, or choose another --out`,
      )
    }
    if (isForced() || this.isOwn) return
    const foreign = (Object.keys(adaptNames) as Name[]).find((name) => exists(this.in(name)))
    if (foreign === undefined) return
    throw new Misuse(`${this.in(foreign)} was not made by ganvas adapt. ${ADVICE}`)
  }

  /** Makes the folder and keeps another run out of it. Returns what releases it, and removes it if it is still empty. */
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
    const release = lock(join(this.path, '.lock'))
    sweep(this.path)
    return () => {
      release()
      removeEmpty(made)
    }
  }

  readConfig(): AdaptConfig {
    const path = this.in('config')
    if (!exists(path)) {
      throw new Failure(
        `${this.path} holds no adaptation: config.json is missing. Give the folder that --out named`,
      )
    }
    return parseAdaptConfig(new TextDecoder().decode(readWhole(path)), path)
  }

  /** Was it measured? */
  get hasResults(): boolean {
    return exists(this.in('results'))
  }

  /** Step of the checkpoint; 0 if there is none. */
  get savedStep(): number {
    if (!this.holdsRun) return 0
    const { path, bytes } = this.read('checkpoint')
    return Number(readSafetensors(bytes, path).metadata['step'] ?? 0)
  }

  /** Accuracy of the adapted classifier, if the run is complete and its target has labels. */
  readAccuracy(): number | undefined {
    if (!this.hasResults) return undefined
    const found = parseJson(new TextDecoder().decode(this.read('results').bytes))
    const rows: unknown = isRecord(found) ? found['rows'] : undefined
    const adapted = (Array.isArray(rows) ? rows : []).find(
      (row: unknown) => isRecord(row) && row['name'] === 'adapted',
    )
    const accuracy: unknown = isRecord(adapted) ? adapted['accuracy'] : undefined
    return typeof accuracy === 'number' ? accuracy : undefined
  }

  writeConfig(config: AdaptConfig): void {
    this.write('config', `${JSON.stringify(config, null, 2)}\n`)
  }

  read(name: Name): ReadFile {
    const path = this.in(name)
    if (exists(path)) return { path, bytes: readWhole(path) }
    throw new Failure(
      `${this.path} has no ${adaptNames[name]} yet. Wait until it saves, or start again with --out`,
    )
  }

  write(name: Name, content: Uint8Array | string): void {
    writeWhole(this.in(name), content)
  }

  log(line: AdaptLine & { changed?: number }): void {
    append(this.in('log'), `${JSON.stringify(line)}\n`)
  }

  /** Lines of the log up to a step: later ones than the checkpoint's are trained again. */
  readLog(upTo = Number.POSITIVE_INFINITY): Logged[] {
    if (!exists(this.in('log'))) return []
    const lines = new TextDecoder().decode(readWhole(this.in('log'))).split('\n')
    return lines.map(parseJson).filter((line): line is Logged => {
      return isRecord(line) && typeof line['step'] === 'number' && line['step'] <= upTo
    })
  }

  startLog(lines: readonly Logged[]): void {
    this.write('log', lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  }
}

export type Logged = { step: number; [key: string]: unknown }
