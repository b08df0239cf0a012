// WebGPU in Node: Dawn, from the npm package `webgpu`.

import { type Gpu, GpuError } from '../../gpu/device'
import { openGpu } from '../../gpu/open'
import { Failure } from '../terminal/failure'
import { waitPatiently } from './patience'
import { withoutLines } from './withoutLines'

/** Printed by Dawn for every adapter whose limits are higher than its own; both are harmless. */
const CLAMPED = /^Warning: maxDynamic(Uniform|Storage)BuffersPerPipelineLayout artificially reduced/

let isPatient = false

/** Node's GPU object; `adapter` is part of the name of the one to take. */
export async function nodeGpu(adapter?: string): Promise<GPU> {
  const { create, globals } = await import('webgpu').catch((cause: unknown) => {
    throw new Failure('the npm package webgpu is missing. Type: npm install webgpu', { cause })
  })
  Object.assign(globalThis, globals)
  if (!isPatient) waitPatiently()
  isPatient = true
  const gpu = create(adapter ? [`adapter=${adapter}`] : [])
  if (process.env['GANVAS_DEBUG']) return gpu
  const request = gpu.requestAdapter.bind(gpu)
  gpu.requestAdapter = (options) => withoutLines(CLAMPED, () => request(options))
  return gpu
}

/** Opens Node's adapter; `adapter` is part of the name of the one to take. */
export async function openNodeGpu({ adapter }: { adapter?: string } = {}): Promise<Gpu> {
  const gpu = await nodeGpu(adapter)
  try {
    return await openGpu(gpu, adapter ? { adapter } : {})
  } catch (cause) {
    // Dawn throws a list of backends when none has that name.
    if (cause instanceof GpuError || adapter === undefined) throw cause
    throw new Failure(
      `no adapter is named like "${adapter}". Omit --adapter, or choose a name from: npx ganvas doctor`,
      { cause },
    )
  }
}
