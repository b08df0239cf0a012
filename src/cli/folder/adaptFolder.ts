// Folder of an adaptation: config.json, log.jsonl, the source's model, the adapted classifier, pictures, results, and
// checkpoint.safetensors, from which it resumes.

import { DataError } from '../../data/imageSet'
import { isRecord } from '../../data/json'
import type { ReadFile } from '../../data/readFile'
import { readSafetensors } from '../../data/safetensors'
import { type AdaptConfig, parseAdaptConfig } from '../../gan/adapt/config'
import { Failure } from '../terminal/failure'
import { exists, readWhole, writeWhole } from './files'
import { JobFolder } from './jobFolder'

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

export class AdaptFolder extends JobFolder {
  protected readonly job = {
    command: 'adapt',
    noun: 'an adaptation',
    written: Object.values(adaptNames),
    folders: [],
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
    return exists(this.at(adaptNames.checkpoint)) && this.isOwn
  }

  readConfig(): AdaptConfig {
    const path = this.at(adaptNames.config)
    if (!exists(path)) {
      throw new Failure(
        `${this.path} holds no adaptation: config.json is missing. Give the folder that --out named`,
      )
    }
    return parseAdaptConfig(new TextDecoder().decode(readWhole(path)), path)
  }

  /** Was it measured? */
  get hasResults(): boolean {
    return exists(this.at(adaptNames.results))
  }

  /** Step of the checkpoint; 0 if there is none. */
  get savedStep(): number {
    if (!this.holdsRun) return 0
    const { path, bytes } = this.read('checkpoint')
    return Number(readSafetensors(bytes, path).metadata['step'] ?? 0)
  }

  /** Accuracy of the adapted classifier, if the run is complete and its target has labels. */
  readAccuracy(): number | undefined {
    const rows: unknown = this.record(adaptNames.results)?.['rows']
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
    return this.saved(adaptNames[name])
  }

  write(name: Name, content: Uint8Array | string): void {
    writeWhole(this.at(adaptNames[name]), content)
  }
}
