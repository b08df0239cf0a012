// What the worker has: a device, data to learn from, and the run that trains. Jobs get it.

import type { ImageSet } from '../../data/imageSet'
import { parseMnist } from '../../data/mnist'
import mnist from '../../data/mnist/mnist.bin.gz?url'
import { type Gpu, GpuError, openGpu } from '../../gpu/device'
import { NO_WEBGPU, type Report } from '../protocol'
import type { Run } from './run'

export interface Digits {
  train: ImageSet
  /** Digits that nothing is trained on. */
  heldOut: ImageSet
}

export class Lab {
  #gpu: Gpu | undefined
  #digits: Promise<Digits> | undefined
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

  /** Gives up a device that is lost or at fault; returns what became of it. */
  giveUp(): unknown {
    try {
      this.#gpu?.check()
      return undefined
    } catch (fault) {
      this.#gpu?.close()
      this.#gpu = undefined
      return fault
    }
  }
}

async function fetchDigits(): Promise<Digits> {
  const response = await fetch(mnist)
  if (!response.ok) throw new Error(`the digits did not arrive (HTTP ${response.status})`)
  return parseMnist(new Uint8Array(await response.arrayBuffer()))
}
