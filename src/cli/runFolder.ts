// A run's folder: config.json, log.jsonl, samples/, noise.safetensors, the two networks in PyTorch's
// layout, and checkpoint.safetensors, which alone is enough for an exact resume.

import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RawTensor, readSafetensors, writeSafetensors } from '../data/safetensors'
import type { Figures } from '../gan/clock'
import type { GanConfig } from '../gan/trainer'
import { SAMPLES, seededNoise, type Trainer } from '../gan/trainer'
import type { Gpu } from '../gpu/device'
import type { Network } from '../nn/network'
import { Failure, text } from './failure'
import { exists, readWhole, writeWhole } from './files'
import { grid } from './png'

const FORMAT = 'ganvas-checkpoint'
const VERSION = '1'

export interface RunConfig extends GanConfig {
  data: string
  steps: number
  logEvery: number
  sampleEvery: number
  /** What it was trained on: another adapter continues the run, but not to the same bits. */
  adapter: string
}

export interface LogLine extends Figures {
  step: number
  imagesPerSecond: number
}

export class RunFolder {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  get holdsRun(): boolean {
    return exists(join(this.path, 'config.json'))
  }

  writeConfig(config: RunConfig): void {
    writeWhole(join(this.path, 'config.json'), `${JSON.stringify(config, null, 2)}\n`)
  }

  readConfig(): RunConfig {
    if (!this.holdsRun) {
      throw new Failure(
        `${this.path} holds no run: config.json is missing. Give the folder that --out named`,
      )
    }
    const path = join(this.path, 'config.json')
    let config: unknown
    try {
      config = JSON.parse(new TextDecoder().decode(readWhole(path)))
    } catch (cause) {
      throw new Failure(`${path} is not JSON: ${text(cause)}`, { cause })
    }
    if (isRunConfig(config)) return config
    throw new Failure(
      `${path} is not the configuration of a run: keys are missing or of another type`,
    )
  }

  log(line: LogLine): void {
    appendFileSync(join(this.path, 'log.jsonl'), `${JSON.stringify(line)}\n`)
  }

  /** The log up to a step: what a run wrote after its last checkpoint is trained again. */
  readLog(upTo: number): string {
    const path = join(this.path, 'log.jsonl')
    if (!exists(path)) return ''
    const lines = new TextDecoder().decode(readWhole(path)).split('\n')
    const kept = lines.filter((line) => {
      const step = /^\{"step":(\d+),.*\}$/.exec(line)?.[1]
      return step !== undefined && Number(step) <= upTo
    })
    return kept.map((line) => `${line}\n`).join('')
  }

  startLog(lines: string): void {
    writeWhole(join(this.path, 'log.jsonl'), lines)
  }

  writeNoise({ seed, latent }: RunConfig): void {
    const data = seededNoise(seed, SAMPLES, latent)
    const noise: RawTensor = { dtype: 'F32', shape: [SAMPLES, latent, 1, 1], data }
    const tensors = new Map([['noise', noise]])
    writeWhole(join(this.path, 'noise.safetensors'), writeSafetensors(tensors))
  }

  /** Writes samples, both networks and, last, the checkpoint. Returns the sample's path. */
  async save(trainer: Trainer, config: RunConfig): Promise<string> {
    const { gpu, print, step } = trainer
    const images = await trainer.sample()
    const { imageSize, channels } = config
    const name = join(this.path, 'samples', `${String(step).padStart(6, '0')}.png`)
    writeWhole(
      name,
      grid(images, { count: SAMPLES, height: imageSize, width: imageSize, channels }),
    )
    for (const network of [print.models.generator, print.models.discriminator]) {
      const bytes = writeSafetensors(await network.state(gpu), { format: 'pt', step: String(step) })
      writeWhole(join(this.path, `${network.name}.safetensors`), bytes)
    }
    const saved = new Map<string, RawTensor>()
    for (const [key, data] of await trainer.save()) {
      saved.set(key, { dtype: 'U32', shape: [data.length], data })
    }
    const metadata = {
      format: FORMAT,
      version: VERSION,
      step: String(step),
      model: modelOf(config),
    }
    writeWhole(join(this.path, 'checkpoint.safetensors'), writeSafetensors(saved, metadata))
    return name
  }

  /** The step of the checkpoint, and its state. */
  readCheckpoint(config: RunConfig): {
    step: number
    state: Map<string, Uint32Array<ArrayBuffer>>
  } {
    const path = join(this.path, 'checkpoint.safetensors')
    if (!exists(path))
      throw new Failure(`${this.path} has no checkpoint yet. Start the run again with --out`)
    const { metadata, tensors } = readSafetensors(readWhole(path), path)
    const { format, version, step = '', model } = metadata
    if (format !== FORMAT) throw new Failure(`${path} is not a checkpoint of ganvas train`)
    if (version !== VERSION) {
      throw new Failure(
        `${path} has format version ${version}; this program reads version ${VERSION}`,
      )
    }
    if (model !== modelOf(config) || !/^\d+$/.test(step)) {
      throw new Failure(
        `${path} belongs to another model (${model}) than config.json (${modelOf(config)})`,
      )
    }
    const state = new Map<string, Uint32Array<ArrayBuffer>>()
    for (const [key, { data }] of tensors) {
      if (data instanceof Uint32Array) state.set(key, Uint32Array.from(data))
    }
    return { step: Number(step), state }
  }

  /** Loads generator.safetensors into a network. */
  loadGenerator(gpu: Gpu, generator: Network): void {
    const path = join(this.path, 'generator.safetensors')
    const { tensors } = readSafetensors(readWhole(path), path)
    try {
      generator.load(gpu, tensors)
    } catch (cause) {
      throw new Failure(`${path} does not fit config.json: ${text(cause)}`, { cause })
    }
  }
}

/** What must agree for a checkpoint to fit. */
function modelOf({ model, imageSize, channels, width, latent }: GanConfig): string {
  return `${model} ${imageSize}×${imageSize}×${channels}, width ${width}, latent ${latent}`
}

function isRunConfig(value: unknown): value is RunConfig {
  if (typeof value !== 'object' || value === null) return false
  const entries = new Map(Object.entries(value))
  const numbers = [
    'imageSize',
    'channels',
    'width',
    'latent',
    'batchSize',
    'lr',
    'beta1',
    'seed',
    'steps',
    'logEvery',
    'sampleEvery',
  ]
  const texts = ['data', 'objective', 'model', 'adapter']
  return (
    numbers.every((key) => Number.isFinite(entries.get(key))) &&
    texts.every((key) => typeof entries.get(key) === 'string')
  )
}
