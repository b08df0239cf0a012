// A tensor: a shape over a slice of GPU memory, and the node of the tape that made it.

import type { Gpu } from '../gpu/device'
import { Slice } from '../gpu/memory'
import { download, upload } from '../gpu/program'
import { check, show, size } from './check'
import type { TapeNode } from './tape'

export type DType = 'f32' | 'u32' | 'u8'

export class Tensor {
  readonly shape: readonly number[]
  readonly dtype: DType
  readonly slice: Slice
  /** The op that made this tensor; none for parameters, data and constants. */
  node: TapeNode | undefined

  constructor(shape: readonly number[], slice: Slice, dtype: DType = 'f32') {
    this.shape = shape
    this.slice = slice
    this.dtype = dtype
  }

  get size(): number {
    return size(this.shape)
  }

  /** Vectors of four that hold it: the invocations of a kernel that goes element by element. */
  get vectors(): number {
    return Math.ceil(this.size / 4)
  }

  /** Reads an f32 tensor back from the GPU. */
  async read(gpu: Gpu): Promise<Float32Array> {
    return new Float32Array(await download(gpu, this))
  }
}

/** A tensor that a step will write: its memory is found when the step is captured. */
export function empty(label: string, shape: readonly number[], dtype: DType = 'f32'): Tensor {
  return new Tensor(shape, new Slice(label, size(shape) * (dtype === 'u8' ? 1 : 4)), dtype)
}

/** A tensor with a buffer of its own, holding `data`. */
export function tensor(
  gpu: Gpu,
  data:
    | Float32Array<ArrayBuffer>
    | Uint32Array<ArrayBuffer>
    | Uint8Array<ArrayBuffer>
    | readonly number[],
  shape: readonly number[],
  label = 'data',
): Tensor {
  const values = ArrayBuffer.isView(data) ? data : new Float32Array(data)
  check(values.length === size(shape), 'tensor', () => {
    return `${label} has ${values.length} values, but shape ${show(shape)} holds ${size(shape)}. Pass as many.`
  })
  const dtype = values instanceof Uint32Array ? 'u32' : values instanceof Uint8Array ? 'u8' : 'f32'
  const made = new Tensor(shape, Slice.whole(label, values.byteLength), dtype)
  upload(gpu, made, values)
  return made
}
