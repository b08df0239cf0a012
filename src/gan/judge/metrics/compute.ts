// One computation on the GPU: uploads numbers, runs recorded ops, reads the results, and frees everything.

import { type Tensor, tensor } from '../../../autograd/tensor'
import type { Gpu } from '../../../gpu/device'
import { owning } from '../../../gpu/owning'
import { run } from '../../../gpu/program'

export interface Input {
  data: Float32Array
  shape: readonly number[]
}

/** @param step  records ops on the inputs, by name; returns the tensors to read */
export async function compute<In extends string, Out extends string>(
  gpu: Gpu,
  inputs: Record<In, Input>,
  step: (tensors: Record<In, Tensor>) => Record<Out, Tensor>,
): Promise<Record<Out, Float32Array>> {
  return owning(async (own) => {
    const given = Object.entries<Input>(inputs).map(
      ([name, { data, shape }]) =>
        [name, own(tensor(gpu, Float32Array.from(data), shape, name))] as const,
    )
    const tensors = Object.fromEntries(given) as Record<In, Tensor>
    const found = Object.entries<Tensor>(own(await run(gpu, () => step(tensors))))
    const read = found.map(async ([name, result]) => [name, await result.read(gpu)] as const)
    return Object.fromEntries(await Promise.all(read)) as Record<Out, Float32Array>
  })
}
