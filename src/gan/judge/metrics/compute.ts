// One computation on the GPU: numbers go in, ops are recorded, numbers come out, nothing is left behind.

import { type Tensor, tensor } from '../../../autograd/tensor'
import type { Gpu } from '../../../gpu/device'
import { run } from '../../../gpu/program'

export interface Input {
  data: Float32Array
  shape: readonly number[]
}

/** @param step  records ops on the inputs, by their names; what it returns is read back */
export async function compute<In extends string, Out extends string>(
  gpu: Gpu,
  inputs: Record<In, Input>,
  step: (tensors: Record<In, Tensor>) => Record<Out, Tensor>,
): Promise<Record<Out, Float32Array>> {
  const given = Object.entries<Input>(inputs).map(
    ([name, { data, shape }]) => [name, tensor(gpu, Float32Array.from(data), shape, name)] as const,
  )
  const kept = given.map(([, each]) => each)
  try {
    const results = await run(gpu, () => step(Object.fromEntries(given) as Record<In, Tensor>))
    const found = Object.entries<Tensor>(results)
    kept.push(...found.map(([, each]) => each))
    const read = found.map(async ([name, result]) => [name, await result.read(gpu)] as const)
    return Object.fromEntries(await Promise.all(read)) as Record<Out, Float32Array>
  } finally {
    for (const each of kept) each.slice.memory?.destroy()
  }
}
