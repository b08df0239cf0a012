// What a report begins with: the adapter, and how it will be timed.

import type { Gpu } from '../src/gpu/device'
import { openStopwatch } from '../src/gpu/fma'
import type { Fingerprint, Report } from './report'

/** Header of a run's output: the adapter, and how it will be timed. */
export async function describe(gpu: Gpu): Promise<Pick<Report, 'adapter' | 'timing'>> {
  const stopwatch = await openStopwatch(gpu)
  stopwatch.destroy()
  return { adapter: fingerprint(gpu), timing: stopwatch.source }
}

function fingerprint({ name, software, info, device }: Gpu): Fingerprint {
  const limits: Record<string, number> = {}
  // Limits are getters of the prototype, which Object.entries does not see.
  for (const key in device.limits) {
    const value: unknown = Reflect.get(device.limits, key)
    if (typeof value === 'number') limits[key] = value
  }
  const { vendor, architecture, description } = info
  const features = [...device.features].sort()
  return {
    name,
    vendor,
    architecture,
    device: info.device,
    description,
    software,
    features,
    limits,
  }
}
