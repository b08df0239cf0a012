// The two layouts of a variable: ours on the GPU (NHWC), PyTorch's in files. Converted where a file is
// read or written, nowhere else.

import type { Layout } from './module'

/** PyTorch's shape of a variable whose shape here is `shape`. */
export function torchShape(layout: Layout, shape: readonly number[]): number[] {
  if (layout === 'counter') return []
  return torchAxes(layout, shape.length).map((axis) => shape[axis] ?? 1)
}

/** [R, S, C, K] → [K, C, R, S]; [I, O] → [O, I]; everything else as it is. */
export function toTorch(
  layout: Layout,
  data: Float32Array,
  shape: readonly number[],
): Float32Array<ArrayBuffer> {
  return permute(data, shape, torchAxes(layout, shape.length))
}

/** The inverse of `toTorch`; `shape` is ours. */
export function fromTorch(
  layout: Layout,
  data: Float32Array,
  shape: readonly number[],
): Float32Array<ArrayBuffer> {
  const axes = torchAxes(layout, shape.length)
  const inverse = axes.map((_, axis) => axes.indexOf(axis))
  return permute(data, torchShape(layout, shape), inverse)
}

function torchAxes(layout: Layout, rank: number): number[] {
  if (layout === 'convolution') return [3, 2, 0, 1]
  if (layout === 'linear') return [1, 0]
  return Array.from({ length: rank }, (_, axis) => axis)
}

/** result[..., i_axes, ...] = data[...]: axis `a` of the result is axis `axes[a]` of the data. */
export function permute(
  data: Float32Array,
  shape: readonly number[],
  axes: readonly number[],
): Float32Array<ArrayBuffer> {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1))
  const extents = axes.map((axis) => shape[axis] ?? 1)
  const steps = axes.map((axis) => strides[axis] ?? 1)
  const result = new Float32Array(data.length)
  const index = new Array<number>(axes.length).fill(0)
  let from = 0
  for (let to = 0; to < result.length; to++) {
    result[to] = data[from] ?? 0
    // Count up like an odometer, carrying from the last axis to the first.
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      const step = steps[axis] ?? 0
      const next = (index[axis] ?? 0) + 1
      from += step
      if (next < (extents[axis] ?? 1)) {
        index[axis] = next
        break
      }
      from -= step * next
      index[axis] = 0
    }
  }
  return result
}
