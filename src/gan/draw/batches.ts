// Runs a captured program on any number of rows, batch by batch.

import type { Tensor } from '../../autograd/tensor'
import type { Gpu } from '../../gpu/device'
import { type Program, submit, upload } from '../../gpu/program'

/**
 * Results of a program for independent rows. The last batch is padded with zeros.
 *
 * @param rows     [count, ...], as one array
 * @param input    [batch, ...], input of the program
 * @param results  [batch, ...] each, its outputs
 * @returns        [count, ...] of each result
 */
export async function inBatches(
  gpu: Gpu,
  program: Program,
  { rows, input, results }: { rows: Float32Array; input: Tensor; results: readonly Tensor[] },
): Promise<Float32Array<ArrayBuffer>[]> {
  const [batch = 1] = input.shape
  const each = input.size / batch
  const count = rows.length / each
  const all = results.map(({ size }) => new Float32Array((count * size) / batch))
  for (let first = 0; first < count; first += batch) {
    const part = new Float32Array(input.size)
    part.set(rows.subarray(first * each, (first + batch) * each))
    upload(gpu, input, part)
    submit(gpu, [program])
    for (const [i, result] of results.entries()) {
      const size = result.size / batch
      const made = await result.read(gpu)
      all[i]?.set(made.subarray(0, Math.min(count - first, batch) * size), first * size)
    }
  }
  return all
}
