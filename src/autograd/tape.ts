// The tape. An op records its inputs by name and a backward that returns one lazy gradient for each
// of those names; the gradients are made of taped ops, so they can be differentiated again.

import { nameOp } from '../gpu/trace'
import { TensorError } from './check'
import type { Tensor } from './tensor'

/** A gradient that is computed when it is needed; `null` if it is zero everywhere. */
export type Lazy = (() => Tensor) | null

export type Backward<Inputs> = (gradY: Tensor) => { [Name in keyof Inputs]: Lazy }

export interface TapeNode {
  op: string
  outputs: readonly Tensor[]
  inputs: Readonly<Record<string, Tensor>>
  /** Version of each input when the op ran: its backward must see the same values. */
  versions: Readonly<Record<string, number>>
  /** Takes a gradient for each output; for one that the loss does not depend on, none. */
  backward: (gradients: readonly (Tensor | undefined)[]) => Readonly<Record<string, Lazy>>
}

/** Puts `y = op(inputs)` on the tape and returns `y`. */
export function record<Inputs extends Record<string, Tensor>>(
  op: string,
  inputs: Inputs,
  y: Tensor,
  backward: Backward<Inputs>,
): Tensor {
  recordAll(op, inputs, [y], ([gradY]) => (gradY ? backward(gradY) : {}))
  return y
}

/** The same for an op of several outputs, whose gradients come together. */
export function recordAll(
  op: string,
  inputs: Readonly<Record<string, Tensor>>,
  outputs: readonly Tensor[],
  backward: TapeNode['backward'],
): void {
  const versions = Object.fromEntries(Object.entries(inputs).map(([k, t]) => [k, t.slice.version]))
  nameOp(op, Object.values(inputs), outputs)
  const node = { op, outputs, inputs, versions, backward }
  for (const y of outputs) y.node = node
}

/** The backward of an op that is one fused kernel: differentiating it again is an error. */
export function refuse(op: string, instead: string): never {
  throw new TensorError(
    `${op}: its gradient is one fused kernel and cannot be differentiated again. ${instead}`,
  )
}
