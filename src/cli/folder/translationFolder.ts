// Folder of a translation: config.json, log.jsonl, samples/, the networks in PyTorch's layouts, and
// checkpoint.safetensors, which alone is enough for an exact resume.

import { join } from 'node:path'
import { isRecord, parseJson } from '../../data/json'
import type { ReadFile } from '../../data/readFile'
import {
  CHECKPOINT,
  type Checkpoint,
  type Files,
  fileOf,
  readCheckpoint,
} from '../../gan/translate/files'
import { type PlayerName, playerNames } from '../../gan/translate/players'
import { checkTranslation, type TranslationConfig } from '../../gan/translate/settings'
import { Failure, Misuse } from '../terminal/failure'
import { stepIn } from './checkpoints'
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
import { ADVICE, isForced, warn } from './outputs'

/** Names in the folder that a translation writes. */
const WRITTEN = [
  ...playerNames.map(fileOf),
  CHECKPOINT,
  'config.json',
  'log.jsonl',
  'report.html',
  'evaluation.json',
  'samples',
]

export class TranslationFolder {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  #in(name: string): string {
    return join(this.path, name)
  }

  get holdsRun(): boolean {
    return exists(this.#in(CHECKPOINT))
  }

  /** Refuses a folder that holds a run, or other files. */
  refuseTaken(): void {
    if (this.holdsRun) {
      throw new Misuse(
        `${this.path} already holds a run. Add --resume ${this.path} to continue it, or choose another --out`,
      )
    }
    if (isForced() || isTranslation(this.path)) return
    const foreign = WRITTEN.find((name) => {
      const file = this.#in(name)
      return exists(file) && (!isFolder(file) || namesIn(file).length > 0)
    })
    if (foreign === undefined) return
    throw new Misuse(`${this.#in(foreign)} was not made by ganvas translate. ${ADVICE}`)
  }

  /** Makes the folder, and keeps a second run out of it. Returns what releases it. */
  lock(): () => void {
    const made = writableFolder(this.path)
    const release = lock(this.#in('.lock'))
    for (const each of [this.path, this.#in('samples')]) sweep(each)
    return () => {
      release()
      removeEmpty(made)
    }
  }

  /** Makes and locks a new folder; undefined where it exists. */
  lockNew(): (() => void) | undefined {
    return exists(this.path) ? undefined : this.lock()
  }

  writeConfig(config: TranslationConfig): void {
    writeWhole(this.#in('config.json'), `${JSON.stringify(config, null, 2)}\n`)
  }

  /** @throws Failure or DataError that says what the folder is instead */
  readConfig(): TranslationConfig {
    const path = this.#in('config.json')
    if (!exists(path)) {
      throw new Failure(
        `${this.path} holds no translation: config.json is missing. Give the folder that --out named`,
      )
    }
    const parsed = parseJson(new TextDecoder().decode(readWhole(path)))
    if (isRecord(parsed) && 'objective' in parsed) {
      throw new Failure(
        `${this.path} is a run of ganvas train, and draws from noise: use ganvas sample --checkpoint ${this.path}`,
      )
    }
    // What was lost by another program's fault is in the checkpoint too.
    if (parsed === undefined && this.holdsRun) {
      const { config, file } = this.readCheckpoint()
      warn(`${path} is not JSON. Its settings are taken from ${file.path}`)
      return config
    }
    return checkTranslation(parsed, path)
  }

  readCheckpoint(): Checkpoint & { file: ReadFile } {
    const path = this.#in(CHECKPOINT)
    if (!this.holdsRun) {
      throw new Failure(
        `${this.path} has no ${CHECKPOINT} yet. Wait until it saves, or start the run again with --out`,
      )
    }
    const file = { path, bytes: readWhole(path) }
    return { ...readCheckpoint(file), file }
  }

  readNetwork(name: PlayerName): ReadFile {
    const path = this.#in(fileOf(name))
    if (exists(path)) return { path, bytes: readWhole(path) }
    throw new Failure(`${this.path} has no ${fileOf(name)} yet. Wait until it saves`)
  }

  writeEvaluation(json: string): void {
    const path = this.#in('evaluation.json')
    if (exists(path) && !this.readEvaluation() && !isForced()) {
      throw new Failure(`${path} was not made by ganvas evaluate. Rename it, or add --force`)
    }
    writeWhole(path, json)
  }

  /** Results of evaluate; undefined where there are none. */
  readEvaluation(): Record<string, unknown> | undefined {
    const path = this.#in('evaluation.json')
    if (!exists(path)) return undefined
    const found = parseJson(new TextDecoder().decode(readWhole(path)))
    return isRecord(found) && isRecord(found['toB']) ? found : undefined
  }

  log(line: { step: number; [key: string]: unknown }): void {
    append(this.#in('log.jsonl'), `${JSON.stringify(line)}\n`)
  }

  /** Begins the log: of a resumed run with the lines up to its step. */
  startLog(upTo: number): void {
    const kept = this.readLog().filter(({ step }) => step <= upTo)
    writeWhole(this.#in('log.jsonl'), kept.map((line) => `${JSON.stringify(line)}\n`).join(''))
  }

  readLog(): { step: number; [key: string]: unknown }[] {
    const path = this.#in('log.jsonl')
    if (!exists(path)) return []
    return new TextDecoder()
      .decode(readWhole(path))
      .split('\n')
      .map(parseJson)
      .filter(
        (line): line is { step: number } => isRecord(line) && typeof line['step'] === 'number',
      )
  }

  /** Step of the checkpoint; 0 if there is none. */
  get savedStep(): number {
    return this.holdsRun ? stepIn(this.#in(CHECKPOINT)) : 0
  }

  /** Writes a sheet, the networks and, last, the checkpoint. Returns the sheet's path. */
  save(step: number, sheet: Uint8Array, files: Files): string {
    const path = join(this.#in('samples'), `${String(step).padStart(6, '0')}.png`)
    writeWhole(path, sheet)
    for (const [name, bytes] of Object.entries(files)) writeWhole(this.#in(name), bytes)
    return path
  }
}

/** Is there a translation in a folder? Of a config.json that is cut, the networks beside it say so. */
export function isTranslation(path: string): boolean {
  const file = join(path, 'config.json')
  if (!exists(file)) return false
  const parsed = parseJson(new TextDecoder().decode(readWhole(file)))
  if (parsed === undefined) return exists(join(path, fileOf('toB')))
  return isRecord(parsed) && parsed['kind'] === 'translation'
}
