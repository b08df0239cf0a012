// A run's folder: config.json, log.jsonl, samples/, noise.safetensors, the networks in PyTorch's
// layout, checkpoint.safetensors, which alone is enough for an exact resume, and checkpoints/.

import { join } from 'node:path'
import { DataError } from '../../data/imageSet'
import { isRecord, parseJson } from '../../data/json'
import type { ReadFile } from '../../data/readFile'
import { COLUMNS, samplesOf } from '../../gan/run/blueprint'
import { parseConfig, type RunConfig, runSettings } from '../../gan/run/runConfig'
import { configFile, noiseFile } from '../../gan/run/runFiles'
import { names } from '../../gan/run/runNames'
import type { LogLine, Snapshot } from '../gpu/training'
import { Failure, Misuse } from '../terminal/failure'
import { Checkpoints } from './checkpoints'
import type { Evaluation } from './evaluation'
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
import { grid } from './png'
import { restoredConfig } from './restored'

/** Names in a run folder that a run writes. */
const WRITTEN = [...Object.values(names), 'log.jsonl', 'report.html', 'samples', 'checkpoints']

/** Choice between the generator and its moving average. */
export interface DrawnBy {
  ema?: boolean | undefined
}

export class RunFolder {
  readonly path: string
  readonly checkpoints: Checkpoints
  #restored: RunConfig | undefined

  constructor(path: string) {
    this.path = path
    this.checkpoints = new Checkpoints(path)
  }

  /** Is there a checkpoint? A folder without one may be used for a new run. */
  get holdsRun(): boolean {
    return exists(this.#in(names.checkpoint)) || this.checkpoints.steps.length > 0
  }

  /** Refuses a folder that holds a run, or files of other programs that a run would replace. */
  refuseTaken(): void {
    const { path } = this
    if (this.holdsRun) {
      throw new Misuse(
        `${path} already holds a run. Add --resume ${path} to continue it, or choose another --out`,
      )
    }
    if (isForced() || this.isOwn) return
    const foreign = WRITTEN.find((name) => {
      const file = this.#in(name)
      return exists(file) && (!isFolder(file) || namesIn(file).length > 0)
    })
    if (foreign === undefined) return
    throw new Misuse(`${this.#in(foreign)} was not made by ganvas train. ${ADVICE}`)
  }

  /** Did a run begin in the folder, and write its settings? */
  get isOwn(): boolean {
    try {
      this.readConfig()
      return true
    } catch {
      return false
    }
  }

  #in(name: string): string {
    return join(this.path, name)
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
    for (const [name, wanted] of [
      ['log.jsonl', false],
      ['samples', true],
      ['checkpoints', true],
    ] as const) {
      const found = this.#in(name)
      if (exists(found) && isFolder(found) !== wanted) {
        throw new Failure(
          `${found} is in the way: it is ${wanted ? 'not a' : 'a'} folder. Choose another --out`,
        )
      }
    }
    const release = lock(this.#in('.lock'))
    const { path: kept } = this.checkpoints
    for (const each of [this.path, this.#in('samples'), kept, join(kept, 'best')]) sweep(each)
    return () => {
      release()
      removeEmpty(made)
    }
  }

  writeConfig(config: RunConfig): void {
    writeWhole(this.#in(names.config), configFile(config))
  }

  readConfig(): RunConfig {
    const path = this.#in(names.config)
    if (!exists(path)) {
      throw new Failure(
        `${this.path} holds no run: config.json is missing. Give the folder that --out named`,
      )
    }
    const text = new TextDecoder().decode(readWhole(path))
    try {
      return parseConfig(text, path)
    } catch (error) {
      if (!(error instanceof DataError) || parseJson(text) !== undefined) throw error
      this.#restored ??= restoredConfig(this.checkpoints.files, error)
      return this.#restored
    }
  }

  writeEvaluation(json: string): void {
    const path = this.#in('evaluation.json')
    if (exists(path) && !this.readEvaluation() && !isForced()) {
      throw new Failure(`${path} was not made by ganvas evaluate. Rename it, or add --force`)
    }
    writeWhole(path, json)
  }

  readEvaluation(): Evaluation | undefined {
    const path = this.#in('evaluation.json')
    if (!exists(path)) return undefined
    const found = parseJson(new TextDecoder().decode(readWhole(path)))
    // Files of other programs are ignored.
    return isRecord(found) && isRecord(found['generated']) && isRecord(found['real'])
      ? (found as unknown as Evaluation)
      : undefined
  }

  log(line: LogLine): void {
    append(this.#in('log.jsonl'), `${JSON.stringify(line)}\n`)
  }

  /** Logs an event between the lines of steps: a rollback to this step, or a score. */
  logEvent(line: { step: number; [key: string]: unknown }): void {
    append(this.#in('log.jsonl'), `${JSON.stringify(line)}\n`)
  }

  /** Log up to a step. Later steps than that of the checkpoint are trained again. */
  readLog(upTo: number): string {
    const path = this.#in('log.jsonl')
    if (!exists(path)) return ''
    const lines = new TextDecoder().decode(readWhole(path)).split('\n')
    const kept = lines.filter((line) => {
      const step = /^\{"step":(\d+),.*\}$/.exec(line)?.[1]
      return step !== undefined && Number(step) <= upTo
    })
    return kept.map((line) => `${line}\n`).join('')
  }

  startLog(lines: string): void {
    writeWhole(this.#in('log.jsonl'), lines)
  }

  writeNoise(config: RunConfig): void {
    writeWhole(this.#in(names.noise), noiseFile(config))
  }

  /** Writes samples, the networks and, last, the checkpoint. Returns the sample's path. */
  save(
    step: number,
    { images, files }: Snapshot,
    config: RunConfig,
    { best = false }: { best?: boolean } = {},
  ): string {
    const name = this.#writeGrid(String(step).padStart(6, '0'), images, config)
    for (const [file, bytes] of Object.entries(files)) {
      const written = { step, keep: config.keep ?? runSettings.keep.value.default, best }
      if (file === names.checkpoint) this.checkpoints.write(bytes, written)
      else writeWhole(this.#in(file), bytes)
    }
    return name
  }

  #writeGrid(name: string, images: Float32Array, config: RunConfig): string {
    const path = join(this.#in('samples'), `${name}.png`)
    const { imageSize, channels } = config
    const size = { height: imageSize, width: imageSize, channels }
    writeWhole(path, grid(images, { count: samplesOf(config), columns: COLUMNS, ...size }))
    return path
  }

  /** @param options  ema: whether the moving average draws (see `drawsAverage`); weights: another file of weights */
  readGenerator({ ema, weights }: DrawnBy & { weights?: string } = {}): ReadFile {
    if (ema !== undefined && weights !== undefined) {
      const flag = ema ? '--ema' : '--no-ema'
      throw new Misuse(`${flag} and --weights: each names weights of the generator. Leave one out`)
    }
    if (weights !== undefined) return { path: weights, bytes: readWhole(weights) }
    return this.#saved(this.drawsAverage({ ema }) ? names.average : names.generator)
  }

  /** Whether the moving average of the generator draws: by default, if the run keeps one. */
  drawsAverage({ ema }: DrawnBy = {}): boolean {
    const keeps = this.readConfig().ema > 0
    if (ema && !keeps) {
      throw new Misuse(`--ema: the run in ${this.path} keeps no average. Leave it out`)
    }
    return ema ?? keeps
  }

  readDiscriminator(): ReadFile {
    return this.#saved(names.discriminator)
  }

  #saved(name: string): ReadFile {
    const path = this.#in(name)
    if (exists(path)) return { path, bytes: readWhole(path) }
    throw new Failure(
      `${this.path} has no ${name} yet. Wait until it saves, or start the run again with --out`,
    )
  }
}
