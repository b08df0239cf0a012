// The worker's shared equipment, which every job gets: the device, the digits, and the judge of digits. What else a
// job keeps, its own room holds in a WeakMap: by `Lab`, or by `Gpu` where it lies on the device and is lost with it.

import judgeFile from '../../data/mnist/judge.safetensors?url'
import type { Judge } from '../../gan/judge/judge'
import { digitShape, openJudge } from '../../gan/judge/judgeFile'
import { type Gpu, GpuError } from '../../gpu/device'
import { openGpu } from '../../gpu/open'
import { NoGpuError, type Report } from '../core/protocol'
import { remembered } from '../core/remembered'
import { type Digits, fetchDigits } from './digits'
import { fetched } from './fetched'
import { Judged } from './judged'

/** Milliseconds until a lost device says so: after the calls that it breaks. */
const LOSS_COMES_WITHIN = 100

export class Lab {
  #gpu: Gpu | undefined
  readonly #digits = remembered(fetchDigits)
  readonly #judge = remembered(async () => {
    const bytes = await fetched(judgeFile, 'the judge of digits')
    return openJudge(await this.gpu(), { bytes, name: 'judge.safetensors', shape: digitShape })
  })
  /** Features that the judge computes of the digits and of generated images. */
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

  /** The same, for jobs that can do without: undefined where the browser offers no GPU. */
  async gpuIfAny(): Promise<Gpu | undefined> {
    try {
      return await this.gpu()
    } catch (error) {
      if (error instanceof NoGpuError) return undefined
      throw error
    }
  }

  /** The device, if it is open. */
  get device(): Gpu | undefined {
    return this.#gpu
  }

  digits(): Promise<Digits> {
    return this.#digits.get()
  }

  /** Classifier of digits (gan/judge), on this device; fetched when it is first needed. */
  judge(): Promise<Judge> {
    return this.#judge.get()
  }

  /** Waits until a loss of the device would have been reported. */
  async lossIsTold(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, LOSS_COMES_WITHIN))
  }

  /** @throws the fault of a device that is lost or at fault */
  async checkGpu(): Promise<void> {
    await this.lossIsTold()
    this.#gpu?.check()
  }

  /** Closes a device that is lost or at fault; returns the fault, or undefined where the device is sound. */
  giveUp(): unknown {
    try {
      this.#gpu?.check()
      return undefined
    } catch (fault) {
      this.#gpu?.close()
      this.#gpu = undefined
      this.#judge.forget()
      return fault
    }
  }
}
