import { type DType, empty, Tensor } from '../../autograd/tensor'
import { Slice } from '../../gpu/memory'

/** Tensor with its own memory, for data that is uploaded, or kept from one program to the next. */
export function standing(label: string, shape: readonly number[], dtype: DType = 'f32'): Tensor {
  const { bytes } = empty(label, shape, dtype).slice
  return new Tensor(shape, Slice.whole(label, bytes), dtype)
}
