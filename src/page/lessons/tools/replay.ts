import type { Tensor } from '../../../autograd/tensor'
import type { Gpu } from '../../../gpu/device'
import { build, download, submit } from '../../../gpu/program'
import type { Trace } from '../../../gpu/trace'

export type OneStep = Trace<{ step: () => Tensor }>

/** Returns the numbers of the result. `after`: reads its other outputs, before they are freed. */
export async function replay(
  gpu: Gpu,
  recorded: OneStep,
  after?: () => Promise<void>,
): Promise<Float32Array<ArrayBuffer>> {
  const { programs, results, destroy } = await build(gpu, recorded)
  try {
    submit(gpu, [programs.step])
    const values = new Float32Array(await download(gpu, results.step))
    await after?.()
    return values
  } finally {
    destroy()
  }
}
