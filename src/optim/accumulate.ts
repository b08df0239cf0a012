// Gradients of several batches, summed up before a step: a batch in parts, for one that does not fit.

import source from '../../shaders/optim.wgsl?raw'
import type { Tensor } from '../autograd/tensor'
import type { Bound } from '../gpu/memory'
import { Shader } from '../gpu/shader'
import { dispatch } from '../gpu/trace'

const shader = new Shader('optim.wgsl', source)

/** A network, as far as its gradients are concerned. */
export interface Accumulating {
  readonly gradients: Bound & { readonly vectors: number }
}

/**
 * Records, after the gradients of each part of a batch: `sum` takes them in, and after the last part the network's
 * gradients are the sum of all.
 *
 * @param sum    as large as the network's gradients
 * @param part   number of the part, from 0
 * @param parts  number of parts, at least 2
 */
export function accumulate(
  { gradients }: Accumulating,
  sum: Tensor,
  { part, parts }: { part: number; parts: number },
): void {
  const { vectors: invocations } = gradients
  if (part === 0) {
    dispatch(shader, 'keep', { bindings: { bits: gradients, copied: sum }, invocations })
  } else if (part < parts - 1) {
    dispatch(shader, 'accumulate', { bindings: { current: gradients, average: sum }, invocations })
  } else {
    dispatch(shader, 'accumulate', { bindings: { current: sum, average: gradients }, invocations })
  }
}
