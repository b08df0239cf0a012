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
import { Failure } from '../terminal/failure'
import { stepIn } from './checkpoints'
import { exists, readWhole, writeWhole } from './files'
import { JobFolder } from './jobFolder'
import { warn } from './outputs'

export class TranslationFolder extends JobFolder {
  protected readonly job = {
    command: 'translate',
    noun: 'a run',
    written: [
      ...playerNames.map(fileOf),
      CHECKPOINT,
      'config.json',
      'log.jsonl',
      'report.html',
      'evaluation.json',
      'samples',
    ],
    folders: ['samples'],
  }

  get holdsRun(): boolean {
    return exists(this.at(CHECKPOINT))
  }

  get isOwn(): boolean {
    return isTranslation(this.path)
  }

  writeConfig(config: TranslationConfig): void {
    writeWhole(this.at('config.json'), `${JSON.stringify(config, null, 2)}\n`)
  }

  /** @throws Failure or DataError that says what the folder is instead */
  readConfig(): TranslationConfig {
    const path = this.at('config.json')
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
    const file = this.saved(CHECKPOINT)
    return { ...readCheckpoint(file), file }
  }

  readNetwork(name: PlayerName): ReadFile {
    return this.saved(fileOf(name))
  }

  writeEvaluation(json: string): void {
    this.writeResults('evaluation.json', json, () => this.readEvaluation())
  }

  /** Results of evaluate; undefined where there are none. */
  readEvaluation(): Record<string, unknown> | undefined {
    const found = this.record('evaluation.json')
    return isRecord(found?.['toB']) ? found : undefined
  }

  /** Step of the checkpoint; 0 if there is none. */
  get savedStep(): number {
    return this.holdsRun ? stepIn(this.at(CHECKPOINT)) : 0
  }

  /** Writes a sheet, the networks and, last, the checkpoint. Returns the sheet's path. */
  save(step: number, sheet: Uint8Array, files: Files): string {
    const path = join(this.at('samples'), `${String(step).padStart(6, '0')}.png`)
    writeWhole(path, sheet)
    for (const [name, bytes] of Object.entries(files)) writeWhole(this.at(name), bytes)
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
