// Opens a device with the adapter's real limits and keeps what belongs to it: compiled pipelines,
// bind-group layouts, and the faults that WebGPU reports out of band. Nothing here touches
// `navigator.gpu`: the caller hands in the GPU object of its runtime.

export class GpuError extends Error {
  override name = 'GpuError'
}

export interface OpenOptions {
  /** Part of the adapter's name; another adapter is refused. */
  adapter?: string
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

/** Does a CPU play the GPU of an adapter with such names? */
export const isSoftware = (names: string): boolean =>
  /llvmpipe|lavapipe|swiftshader|basic render/i.test(names)

/** A device and everything that lives as long as it does. */
export class Gpu {
  readonly device: GPUDevice
  readonly info: GPUAdapterInfo
  readonly pipelines = new Map<string, Promise<GPUComputePipeline>>()
  readonly layouts = new Map<string, GPUBindGroupLayout>()
  #fault: string | undefined
  #loss: string | undefined
  #closing = false

  constructor(device: GPUDevice, info: GPUAdapterInfo) {
    this.device = device
    this.info = info
    device.addEventListener('uncapturederror', ({ error }) => {
      this.#fault ??=
        error.constructor.name === 'GPUOutOfMemoryError'
          ? `the GPU has no memory left: ${firstLine(error.message)}. Take a smaller width, batch size or image size, or fewer images`
          : `the GPU refused a command: ${error.message.trim()}`
    })
    device.lost.then(({ reason, message }) => {
      if (this.#closing) return
      this.#loss = `the GPU device was lost (${reason}): ${message.trim()}`
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

  get software(): boolean {
    return isSoftware(`${this.name} ${this.info.architecture}`)
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

const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
] as const

const FEATURES = ['subgroups', 'timestamp-query'] as const

// Dawn ends the process when its GPU object is collected while a device of it is still in use.
const kept = new Set<GPU>()

/** The adapter to take if there are several. */
export const PREFERENCE = { powerPreference: 'high-performance' } as const

/**
 * Asks for an adapter and opens its device with the adapter's own limits and optional features.
 *
 * @throws GpuError when there is no adapter, not the one that was asked for, or it gives no device
 */
export async function openGpu(
  gpu: GPU | undefined,
  { adapter: wanted }: OpenOptions = {},
): Promise<Gpu> {
  if (gpu) kept.add(gpu)
  const adapter = await gpu?.requestAdapter(PREFERENCE)
  if (!adapter) {
    throw new GpuError(
      'no WebGPU adapter was found. Run `npx ganvas doctor` to see what is missing',
    )
  }
  const features = FEATURES.filter((feature) => adapter.features.has(feature as GPUFeatureName))
  const asked = adapter.requestDevice({
    label: 'ganvas',
    requiredFeatures: features as GPUFeatureName[],
    requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]])),
  })
  const device = await asked.catch((error: unknown) => {
    throw new GpuError(`the adapter gives no device: ${String(error)}`)
  })
  const opened = new Gpu(device, adapter.info)
  if (wanted && !opened.name.toLowerCase().includes(wanted.toLowerCase())) {
    opened.close()
    throw new GpuError(`no adapter is named like "${wanted}"; this one is "${opened.name}"`)
  }
  return opened
}
