// Advice of `ganvas doctor`: what will be slow on this machine, and how a headless Chrome gets a GPU.

import { number } from '../../../../bench/report'
import { configOf } from '../../../gan/model/presets'
import { makeBlueprint } from '../../../gan/run/blueprint'
import { worksOf } from '../../../gan/run/tuning'
import { isSoftware } from '../../../gpu/device'
import type { AdapterInfo } from '../../gpu/page/harness'

export interface Measured {
  /** A multiply-add counts as two operations. */
  gflops: number
  /** Gigabytes a second from memory. */
  gbs: number
}

export const playedByCpu = (adapter: AdapterInfo): boolean => isSoftware(adapter) ?? false

/** Lines about what will be slow with that adapter. */
export function slowWith(adapter: AdapterInfo, measured: Measured | undefined): string[] {
  const { features, limits } = adapter
  const software = playedByCpu(adapter)
  const megabytes = (limits['maxStorageBufferBindingSize'] ?? 0) / 2 ** 20
  return [
    ...(software
      ? ['everything: a CPU emulates the GPU. train uses a narrow network, 16 channels, by default']
      : []),
    ...(measured ? [iterationsWith(measured, software)] : []),
    ...(features.includes('subgroups')
      ? []
      : ['convolutions: without subgroups their kernels load each number more often']),
    ...(features.includes('timestamp-query')
      ? []
      : ['bench and tune: without timestamps they time whole submits, again and again']),
    ...(megabytes < 1024
      ? [
          `large sets: above ${megabytes.toFixed(0)} MB they are split, with one more dispatch a batch for each part`,
        ]
      : []),
  ]
}

/** Upper bound from the multiply-adds of convolutions alone: no kernel reaches the peak. */
function iterationsWith({ gflops }: Measured, software: boolean): string {
  const config = configOf({}, { software, channels: 1 })
  const blueprint = makeBlueprint(config, { count: 9000, height: 28, width: 28, channels: 1 })
  const flop = worksOf(blueprint).reduce((sum, { problem, count }) => sum + count * problem.flop, 0)
  const most = (gflops * 1e9) / flop
  return `an iteration of train's default (${config.model}, width ${config.width}): at best ${number(most)} a second`
}

/** By the system's name in Node. */
export const chromeGpu: Readonly<Record<string, string>> = {
  linux:
    'Linux: install the Vulkan driver (Debian: mesa-vulkan-drivers, or NVIDIA’s own), see that /dev/dri/renderD* is ' +
    'readable (group render, in a container --device /dev/dri), then GANVAS_ADAPTER=hardware, which starts ' +
    'Chrome with --enable-unsafe-webgpu --enable-features=Vulkan',
  darwin:
    'macOS: nothing to enable, headless Chrome uses Metal. Not inside a virtual machine without its GPU',
  win32:
    'Windows: nothing to enable, headless Chrome uses Direct3D 12. Over remote desktop or as a service there may ' +
    'be only the Basic Render Driver: start it in a session of the desktop',
}
