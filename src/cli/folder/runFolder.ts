// A run's folder: config.json, log.jsonl, samples/, noise.safetensors, the networks in PyTorch's
// layout, checkpoint.safetensors, which alone is enough for an exact resume, and checkpoints/.

import { join } from 'node:path'
import { DataError } from '../../data/imageSet'
import { isRecord, parseJson } from '../../data/json'
import type { ReadFile } from '../../data/readFile'
import { COLUMNS, samplesOf } from '../../gan/run/blueprint'
import { parseConfig, type RunConfig } from '../../gan/run/runConfig'
import { configFile, noiseFile } from '../../gan/run/runFiles'
import { names } from '../../gan/run/runNames'
import { runSettings } from '../../gan/run/runSettings'
import type { Snapshot } from '../gpu/training'
import { Failure, Misuse } from '../terminal/failure'
import { Checkpoints } from './checkpoints'
import type { Evaluation } from './evaluation'
import { exists, readWhole, writeWhole } from './files'
import { JobFolder } from './jobFolder'
import { grid } from './png'
import { restoredConfig } from './restored'

/** Choice between the generator and its moving average. */
export interface DrawnBy {
  ema?: boolean | undefined
}

export class RunFolder extends JobFolder {
  readonly checkpoints: Checkpoints
  #restored: RunConfig | undefined
  protected readonly job = {
    command: 'train',
    noun: 'a run',
    written: [...Object.values(names), 'log.jsonl', 'report.html', 'samples', 'checkpoints'],
    folders: ['samples', 'checkpoints', 'checkpoints/best'],
  }

  constructor(path: string) {
    super(path)
    this.checkpoints = new Checkpoints(path)
  }

  get holdsRun(): boolean {
    return exists(this.at(names.checkpoint)) || this.checkpoints.steps.length > 0
  }

  get isOwn(): boolean {
    try {
      this.readConfig()
      return true
    } catch {
      return false
    }
  }

  writeConfig(config: RunConfig): void {
    writeWhole(this.at(names.config), configFile(config))
  }

  readConfig(): RunConfig {
    const path = this.at(names.config)
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
    this.writeResults('evaluation.json', json, () => this.readEvaluation())
  }

  readEvaluation(): Evaluation | undefined {
    const found = this.record('evaluation.json')
    // Files of other programs are ignored.
    return isRecord(found?.['generated']) && isRecord(found['real'])
      ? (found as unknown as Evaluation)
      : undefined
  }

  writeNoise(config: RunConfig): void {
    writeWhole(this.at(names.noise), noiseFile(config))
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
      else writeWhole(this.at(file), bytes)
    }
    return name
  }

  #writeGrid(name: string, images: Float32Array, config: RunConfig): string {
    const path = join(this.at('samples'), `${name}.png`)
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
    return this.saved(this.drawsAverage({ ema }) ? names.average : names.generator)
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
    return this.saved(names.discriminator)
  }
}
