// A device and what belongs to it: compiled pipelines, bind-group layouts, and the faults that WebGPU reports out of
// band.

import { LONGEST } from './portions'

export class GpuError extends Error {
  override name = 'GpuError'
}

/** Traits of an adapter that the choice of a kernel depends on. */
export interface Traits {
  /** Lanes of a subgroup, where the adapter has subgroup functions and only this one size. */
  subgroupSize?: number
  /** Does a CPU play the GPU? Assumed if left out. */
  software?: boolean
  /** Bytes of the largest buffer that it binds; by default, what every adapter binds. */
  maxBinding?: number
}

export type BufferLimits = Pick<GPUSupportedLimits, 'maxBufferSize' | 'maxStorageBufferBindingSize'>

/** Bytes of the largest buffer that a kernel may bind whole. */
export const maxBinding = ({ maxBufferSize, maxStorageBufferBindingSize }: BufferLimits): number =>
  Math.min(maxBufferSize, maxStorageBufferBindingSize)

/** Milliseconds. */
const TOLD = 200

const firstLine = (text: string): string => text.trim().split('\n')[0]?.replace(/\.$/, '') ?? ''

/** Messages that name the loss only in the words of the browser's source. */
const EMPTY = /^$|external Instance reference|^(the )?device was (lost|destroyed)/i

/** Loss of a device in a line, with what the browser says of its cause. */
export function lossText(message: string): string {
  const cause = firstLine(message)
  return EMPTY.test(cause) ? 'the GPU was lost' : `the GPU was lost (${cause})`
}

const SOFTWARE = /llvmpipe|lavapipe|swiftshader|basic render/i

type Names = Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description'>

/** Does a CPU play the GPU of an adapter? By its names and by what it says of itself; undefined if it has no name. */
export function isSoftware(info: Names & { isFallbackAdapter?: boolean }): boolean | undefined {
  const { vendor, architecture, device, description, isFallbackAdapter } = info
  const names = [vendor, architecture, device, description].join('')
  if (isFallbackAdapter || SOFTWARE.test(names)) return true
  return names === '' ? undefined : false
}

/** A device and everything that lives as long as it does. */
export class Gpu {
  readonly device: GPUDevice
  readonly info: GPUAdapterInfo
  /** Does a CPU play the GPU? */
  readonly software: boolean
  /** Milliseconds of work that a submit may hold. */
  longest: number
  readonly pipelines = new Map<string, Promise<GPUComputePipeline>>()
  readonly layouts = new Map<string, GPUBindGroupLayout>()
  #fault: string | undefined
  #loss: string | undefined
  #closing = false

  constructor(device: GPUDevice, info: GPUAdapterInfo, software = isSoftware(info) ?? false) {
    this.device = device
    this.info = info
    this.software = software
    this.longest = software ? Infinity : LONGEST
    device.addEventListener('uncapturederror', ({ error }) => {
      this.#fault ??=
        error.constructor.name === 'GPUOutOfMemoryError'
          ? `the GPU has no memory left: ${firstLine(error.message)}. Take a smaller width, batch size or image size, or fewer images`
          : `the GPU refused a command: ${error.message.trim()}`
    })
    device.lost.then(({ message }) => {
      if (this.#closing) return
      this.#loss = lossText(message)
      this.#fault = this.#loss
    })
  }

  /** Why the device is lost, if it is. Device loss is reported shortly after the calls that it breaks. */
  async loss(): Promise<string | undefined> {
    await Promise.race([this.device.lost, new Promise((resolve) => setTimeout(resolve, TOLD))])
    return this.#loss
  }

  /** Throws the first fault that WebGPU reported out of band, if there was one. */
  check(): void {
    if (this.#fault !== undefined) throw new GpuError(this.#fault)
  }

  get name(): string {
    const { description, device, vendor, architecture } = this.info
    return description || device || [vendor, architecture].filter(Boolean).join(' ') || 'unnamed'
  }

  /**
   * Identity of an adapter for measured times: its names, its subgroups, and the runtime. Two GPUs of one
   * kind share it; a browser tells no more.
   */
  get fingerprint(): string {
    const { vendor, architecture, device, description } = this.info
    const { subgroupMinSize, subgroupMaxSize } = this.info
    const runtime = globalThis.navigator?.userAgent ?? 'Node.js'
    const subgroups = `subgroups ${subgroupMinSize} to ${subgroupMaxSize}`
    return [vendor, architecture, device, description, subgroups, runtime].join('; ')
  }

  get traits(): Traits {
    const { subgroupMinSize, subgroupMaxSize } = this.info
    const known = this.device.features.has('subgroups') && subgroupMinSize === subgroupMaxSize
    return {
      software: this.software,
      maxBinding: maxBinding(this.device.limits),
      ...(known && { subgroupSize: subgroupMinSize }),
    }
  }

  close(): void {
    this.#closing = true
    this.device.destroy()
  }
}
