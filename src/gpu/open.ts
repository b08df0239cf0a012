// Opens a device with the adapter's real limits. Nothing here touches `navigator.gpu`: the caller hands in the GPU object
// of its runtime.

import { Gpu, GpuError, isSoftware } from './device'
import { playedByCpu } from './software'

export interface OpenOptions {
  /** Part of the adapter's name; another adapter is refused. */
  adapter?: string
}

/** The adapter to take if there are several. */
export const PREFERENCE = { powerPreference: 'high-performance' } as const

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
  const named = new Gpu(device, adapter.info)
  const opened =
    isSoftware(adapter.info) === undefined && (await playedByCpu(named))
      ? new Gpu(device, adapter.info, true)
      : named
  if (wanted && !opened.name.toLowerCase().includes(wanted.toLowerCase())) {
    opened.close()
    throw new GpuError(`no adapter is named like "${wanted}"; this one is "${opened.name}"`)
  }
  return opened
}
