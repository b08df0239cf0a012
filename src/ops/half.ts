// Tensors that a backward needs of its forward, kept as halves in between: half of the bytes that an iteration
// holds longest (bench/LOG.md, "Activations kept as halves"). An option of the trace (`halfActivations`);
// without it a kept tensor is the tensor itself.

import source from '../../shaders/half.wgsl?raw'
import { once } from '../autograd/once'
import { record } from '../autograd/tape'
import { empty, Tensor } from '../autograd/tensor'
import type { Slice } from '../gpu/memory'
import { Shader } from '../gpu/shader'
import { dispatch, tracing } from '../gpu/trace'

const shader = new Shader('half.wgsl', source)

/** The tensor again, to compute a gradient from. */
export type Kept = () => Tensor

/** Tensors that are packed already: several ops may keep the same tensor, and one of them a reshaped view. */
const packed = new WeakMap<Slice, () => Slice>()

/**
 * Keeps x until a gradient asks for it. Packed, its f32 numbers live no longer than the forward reads them;
 * they come back in the backward, once, and if nothing asks for them nothing is packed. Gradients go
 * through as if x had never changed, second ones too.
 *
 * Parameters, data and constants are there anyway: they stay what they are.
 */
export function keep(x: Tensor): Kept {
  const { slice, shape } = x
  const standing = slice.memory !== undefined || slice.value !== undefined
  if (!tracing()?.halfActivations || standing) return () => x
  const unpack = packed.get(slice) ?? pack(x)
  packed.set(slice, unpack)
  return once(() => straightThrough(x, new Tensor(shape, unpack())))
}

/**
 * y = x, rounded to a half: what `keep` gives back. The gradient takes the rounding for nothing.
 *
 * @param x  any shape; beyond ±65504 it is clamped
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.half.html
 */
export function roundToHalf(x: Tensor): Tensor {
  return straightThrough(x, new Tensor(x.shape, pack(x)()))
}

function straightThrough(x: Tensor, y: Tensor): Tensor {
  return record('roundToHalf', { x }, y, (gradY) => ({ x: () => gradY }))
}

/** Packs now, unless nothing unpacks it, and unpacks when it is first asked for. */
function pack(x: Tensor): () => Slice {
  const halves = empty('halves', [x.vectors, 2], 'u32')
  dispatch(shader, 'pack', {
    bindings: { x, packed: halves },
    invocations: x.vectors,
    optional: true,
  })
  return once(() => {
    const result = empty('unpacked', x.shape)
    dispatch(shader, 'unpack', { bindings: { halves, result }, invocations: x.vectors })
    return result.slice
  })
}
