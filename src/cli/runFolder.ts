// A run's folder: config.json, log.jsonl, samples/, noise.safetensors, the two networks in PyTorch's
// layout, and checkpoint.safetensors, which alone is enough for an exact resume.

import { join } from 'node:path'
import { type RawTensor, readSafetensors, writeSafetensors } from '../data/safetensors'
import type { Figures } from '../gan/clock'
import type { GanConfig } from '../gan/trainer'
import { SAMPLES, seededNoise, type Trainer } from '../gan/trainer'
import type { Gpu } from '../gpu/device'
import type { Network } from '../nn/network'
import { Failure, Misuse, text } from './failure'
import { append, discard, exists, isFolder, readWhole, writableFolder, writeWhole } from './files'
import { grid } from './png'
import { parseConfig, type RunConfig } from './runConfig'

const FORMAT = 'ganvas-checkpoint'
const VERSION = '1'

export interface LogLine extends Figures {
  step: number
  imagesPerSecond: number
}

export class RunFolder {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  /** A folder that was left before its first checkpoint may be started afresh. */
  get holdsRun(): boolean {
    return exists(this.#in('checkpoint.safetensors'))
  }

  #in(name: string): string {
    return join(this.path, name)
  }

  /**
   * Makes the folder, and keeps a second run out of it for as long as this process lives.
   *
   * @returns  lets go of the folder
   */
  lock(): () => void {
    writableFolder(this.path)
    for (const [name, wanted] of [
      ['log.jsonl', false],
      ['samples', true],
    ] as const) {
      const found = this.#in(name)
      if (exists(found) && isFolder(found) !== wanted) {
        throw new Failure(
          `${found} is in the way: it is ${wanted ? 'not a' : 'a'} folder. Choose another --out`,
        )
      }
    }
    const path = this.#in('.lock')
    const owner = exists(path) ? Number(new TextDecoder().decode(readWhole(path))) : undefined
    if (owner !== undefined && owner !== process.pid && alive(owner)) {
      throw new Misuse(
        `${this.path} is in use by process ${owner}. Wait for it, or choose another --out`,
      )
    }
    writeWhole(path, String(process.pid))
    return () => discard(path)
  }

  writeConfig(config: RunConfig): void {
    writeWhole(this.#in('config.json'), `${JSON.stringify(config, null, 2)}\n`)
  }

  readConfig(): RunConfig {
    const path = this.#in('config.json')
    if (!exists(path)) {
      throw new Failure(
        `${this.path} holds no run: config.json is missing. Give the folder that --out named`,
      )
    }
    return parseConfig(new TextDecoder().decode(readWhole(path)), path)
  }

  log(line: LogLine): void {
    append(this.#in('log.jsonl'), `${JSON.stringify(line)}\n`)
  }

  /** The log up to a step: what a run wrote after its last checkpoint is trained again. */
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

  writeNoise({ seed, latent }: RunConfig): void {
    const data = seededNoise(seed, SAMPLES, latent)
    const noise: RawTensor = { dtype: 'F32', shape: [SAMPLES, latent, 1, 1], data }
    const tensors = new Map([['noise', noise]])
    writeWhole(this.#in('noise.safetensors'), writeSafetensors(tensors))
  }

  /** Writes samples, both networks and, last, the checkpoint. Returns the sample's path. */
  async save(trainer: Trainer, config: RunConfig): Promise<string> {
    const { gpu, print, step } = trainer
    const saved = new Map<string, RawTensor>()
    for (const [key, data] of await trainer.save()) {
      saved.set(key, { dtype: 'U32', shape: [data.length], data })
    }
    const images = await trainer.sample()
    const { imageSize, channels } = config
    const name = join(this.#in('samples'), `${String(step).padStart(6, '0')}.png`)
    writeWhole(
      name,
      grid(images, { count: SAMPLES, height: imageSize, width: imageSize, channels }),
    )
    for (const network of [print.models.generator, print.models.discriminator]) {
      const bytes = writeSafetensors(await network.state(gpu), { format: 'pt', step: String(step) })
      writeWhole(this.#in(`${network.name}.safetensors`), bytes)
    }
    const metadata = {
      format: FORMAT,
      version: VERSION,
      step: String(step),
      model: modelOf(config),
    }
    writeWhole(this.#in('checkpoint.safetensors'), writeSafetensors(saved, metadata))
    return name
  }

  /** The step of the checkpoint, and its state. */
  readCheckpoint(config: RunConfig): {
    step: number
    state: Map<string, Uint32Array<ArrayBuffer>>
  } {
    const path = this.#in('checkpoint.safetensors')
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
    if (!/^\d+$/.test(step)) throw new Failure(`${path}: its step is "${step}", not a number`)
    if (model !== modelOf(config)) {
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
    const path = this.#in('generator.safetensors')
    const { tensors } = readSafetensors(readWhole(path), path)
    for (const [name, { data }] of tensors) {
      if (data instanceof Float32Array && data.some((value) => !Number.isFinite(value))) {
        throw new Failure(`${path}: ${name} holds NaN or Infinity: the run diverged`)
      }
    }
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

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process may not be signalled, but it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
