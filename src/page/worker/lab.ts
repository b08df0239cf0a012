// What the worker has: a device, data to learn from, and the run that trains. Jobs get it.

import type { ImageSet } from '../../data/imageSet'
import { parseMnist } from '../../data/mnist'
import mnist from '../../data/mnist/mnist.bin.gz?url'
import { type Gpu, GpuError, openGpu } from '../../gpu/device'
import { NO_WEBGPU, type Report } from '../protocol'
import { Artist } from './artist'
import { exampleConfig, openExample } from './example/example'
import exampleFile from './example/generator.safetensors?url'
import type { Run } from './run'

export interface Digits {
  train: ImageSet
  /** Digits that nothing is trained on. */
  heldOut: ImageSet
}

export class Lab {
  #gpu: Gpu | undefined
  #digits: Promise<Digits> | undefined
  #example: Promise<Artist> | undefined
  /** Images that somebody brought. */
  own: ImageSet | undefined
  run: Run | undefined
  readonly tell: (report: Report) => void

  constructor(tell: (report: Report) => void) {
    this.tell = tell
  }

  /** One device for all: opening another takes time, and software adapters do not survive many. */
  async gpu(): Promise<Gpu> {
    if (this.#gpu) return this.#gpu
    this.tell({ type: 'opening' })
    try {
      this.#gpu = await openGpu(navigator.gpu)
    } catch (error) {
      throw error instanceof GpuError ? new Error(NO_WEBGPU) : error
    }
    return this.#gpu
  }

  digits(): Promise<Digits> {
    this.#digits ??= fetchDigits()
    this.#digits.catch(() => {
      this.#digits = undefined
    })
    return this.#digits
  }

  /** Who was trained beforehand. */
  example(): Promise<Artist> {
    const example = this.#example ?? this.#callExample()
    this.#example = example
    example.catch(() => {
      if (this.#example === example) this.#example = undefined
    })
    return example
  }

  async #callExample(): Promise<Artist> {
    const gpu = await this.gpu()
    const generator = openExample(gpu, await fetched(exampleFile, 'the trained example'))
    const { train } = await this.digits()
    return new Artist({ gpu, generator, config: exampleConfig, images: train })
  }

  /** Gives up a device that is lost or at fault; returns what became of it. */
  giveUp(): unknown {
    try {
      this.#gpu?.check()
      return undefined
    } catch (fault) {
      this.#gpu?.close()
      this.#gpu = undefined
      // What it had there went with the device.
      this.#example = undefined
      return fault
    }
  }
}

const fetchDigits = async (): Promise<Digits> => parseMnist(await fetched(mnist, 'the digits'))

async function fetched(address: string, what: string): Promise<Uint8Array> {
  const response = await fetch(address)
  if (!response.ok) throw new Error(`${what} did not arrive (HTTP ${response.status})`)
  return new Uint8Array(await response.arrayBuffer())
}
