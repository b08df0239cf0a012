// What the worker has: a device, data to learn from, and the run that trains. Jobs get it.

import type { Probes, ProbesSoFar } from '../../../bench/probes'
import type { ImageSet, NamedSet } from '../../data/imageSet'
import { parseMnist } from '../../data/mnist'
import judgeFile from '../../data/mnist/judge.safetensors?url'
import mnist from '../../data/mnist/mnist.bin.gz?url'
import type { SetReading } from '../../data/setReading'
import type { Judge } from '../../gan/judge/judge'
import { digitShape, openJudge } from '../../gan/judge/judgeFile'
import { type Gpu, GpuError, openGpu } from '../../gpu/device'
import type { Contest } from '../compare/contest'
import { NoGpuError, type Report } from '../core/protocol'
import { Artist } from './artist'
import { exampleConfig, openExample } from './example/example'
import exampleFile from './example/generator.safetensors?url'
import { exampleOnPaper, type PaperGenerator } from './example/onPaper'
import { Judged } from './judged'
import type { Reopening } from './reopen'
import type { Run } from './run'

export interface Digits {
  train: ImageSet
  /** Digits that nothing is trained on. */
  heldOut: ImageSet
}

export class Lab {
  #gpu: Gpu | undefined
  #digits: Promise<Digits> | undefined
  #judge: Promise<Judge> | undefined
  #example: Promise<Artist> | undefined
  #onPaper: Promise<PaperGenerator> | undefined
  /** Images that somebody brought, and those that are being read. */
  own: NamedSet | undefined
  reading: SetReading | undefined
  run: Run | undefined
  /** A saved run that was read, to go on with. */
  saved: Reopening | undefined
  /** Runs that are compared. */
  contest: Contest | undefined
  /** The adapter's limits, while they are measured. */
  probing: AsyncGenerator<ProbesSoFar, Probes> | undefined
  /** What the judge sees, in the digits and in what is drawn. */
  readonly judged = new Judged(this)
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
      throw error instanceof GpuError ? new NoGpuError() : error
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

  /** Who knows the digits (gan/judge.ts), on this device; fetched when it is first asked for. */
  judge(): Promise<Judge> {
    const judge = this.#judge ?? this.#callJudge()
    this.#judge = judge
    judge.catch(() => {
      if (this.#judge === judge) this.#judge = undefined
    })
    return judge
  }

  async #callJudge(): Promise<Judge> {
    const bytes = await fetched(judgeFile, 'the judge of digits')
    return openJudge(await this.gpu(), { bytes, name: 'judge.safetensors', shape: digitShape })
  }

  /** A loss is told a moment after the calls that it fails. */
  async lossIsTold(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 100))
  }

  /** Throws where the device is lost or at fault. */
  async checkGpu(): Promise<void> {
    await this.lossIsTold()
    this.#gpu?.check()
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

  /** The same without a GPU: slow, and good enough for a few drawings. */
  async exampleOnPaper(): Promise<PaperGenerator> {
    this.#onPaper ??= fetched(exampleFile, 'the trained example').then(exampleOnPaper)
    this.#onPaper.catch(() => {
      this.#onPaper = undefined
    })
    return this.#onPaper
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
      // What they had there went with the device.
      this.#judge = undefined
      this.contest = undefined
      this.probing = undefined
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
