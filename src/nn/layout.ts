// The two layouts of a variable: ours on the GPU (NHWC), PyTorch's in files. Converted where a file is
// read or written, nowhere else.

import type { Layout } from './module'

/** PyTorch's shape of a variable whose shape here is `shape`. */
export function torchShape(layout: Layout, shape: readonly number[]): number[] {
  if (layout === 'counter') return []
  if (layout instanceof Object) return shape.toReversed()
  return viewOf(layout, shape).axes.map((axis) => shape[axis] ?? 1)
}

/** [R, S, C, K] → [K, C, R, S]; [I, O] → [O, I]; [H, W, C] → [C, H, W]; plain ones as they are. */
export function toTorch(
  layout: Layout,
  data: Float32Array,
  shape: readonly number[],
): Float32Array<ArrayBuffer> {
  const { view, axes } = viewOf(layout, shape)
  return permute(data, view, axes)
}

/** The inverse of `toTorch`; `shape` is ours. */
export function fromTorch(
  layout: Layout,
  data: Float32Array,
  shape: readonly number[],
): Float32Array<ArrayBuffer> {
  const { view, axes } = viewOf(layout, shape)
  const inverse = axes.map((_, axis) => axes.indexOf(axis))
  return permute(
    data,
    axes.map((axis) => view[axis] ?? 1),
    inverse,
  )
}

/** Our shape, with flattened images unfolded, and for each of PyTorch's axes which of ours it is. */
function viewOf(layout: Layout, shape: readonly number[]): { view: number[]; axes: number[] } {
  const view = [...shape]
  if (layout === 'convolution') return { view, axes: [3, 2, 0, 1] }
  if (layout === 'linear') return { view, axes: [1, 0] }
  if (layout === 'perPixel') return { view, axes: [2, 0, 1] }
  if (layout instanceof Object) {
    // A weight [I, O] or a bias [O], where I or O counts the elements of an image.
    const sides = shape.length === 2 ? [layout.from, layout.to] : [layout.to]
    const unfolded = sides.map((image, side) => image ?? [shape[side] ?? 1])
    const starts = unfolded.map((_, side) => unfolded.slice(0, side).flat().length)
    const axes = unfolded.map(({ length }, side) => {
      const start = starts[side] ?? 0
      return length === 3 ? [start + 2, start, start + 1] : [start]
    })
    return { view: unfolded.flat(), axes: axes.toReversed().flat() }
  }
  return { view, axes: [...shape.keys()] }
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
