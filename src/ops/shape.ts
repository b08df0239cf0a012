// Moving elements along an axis: joined and cut tensors. All of it is linear, and each op's adjoint is another
// op of this family, so gradients can be differentiated as often as you like. Where nothing moves, x itself or
// a view of it is returned.

import source from '../../shaders/shape.wgsl?raw'
import { check, sameShape, show, size } from '../autograd/check'
import { record, recordAll } from '../autograd/tape'
import { empty, type Tensor } from '../autograd/tensor'
import { ALIGNMENT, type Slice } from '../gpu/memory'
import { Shader } from '../gpu/shader'
import { dispatch, entangled } from '../gpu/trace'
import { full } from './arithmetic'

const shader = new Shader('shape.wgsl', source)

/**
 * Joins tensors along one dimension.
 *
 * @param tensors  one or more, of one dtype, and of equal shapes but for that dimension
 * @param options  dim: negative ones count from the end
 * @see https://pytorch.org/docs/stable/generated/torch.cat.html
 */
export function concat(tensors: readonly Tensor[], { dim }: { dim: number }): Tensor {
  const op = 'concat'
  const [first] = tensors
  check(first !== undefined, op, () => 'there are no tensors to join. Pass at least one.')
  const axis = axisOf(op, 'the first tensor', first, dim)
  for (const [index, { shape, dtype }] of tensors.entries()) {
    check(dtype === first.dtype, op, () => {
      return (
        `tensors must have one dtype, but the first, ${show(first.shape)}, is ${first.dtype} and number ` +
        `${index + 1}, ${show(shape)}, is ${dtype}. Join like with like.`
      )
    })
    check(sameShape(shape.with(axis, 0), first.shape.with(axis, 0)), op, () => {
      return (
        `tensors may differ only in dimension ${axis}, but the first is ${show(first.shape)} and ` +
        `number ${index + 1} is ${show(shape)}. Reshape or slice one.`
      )
    })
  }
  return joined(tensors, axis) ?? first
}

/** Joins halves, and halves of halves: every element is copied log₂ n times, not n. */
function joined(tensors: readonly Tensor[], axis: number): Tensor | undefined {
  if (tensors.length < 2) return tensors[0]
  const half = Math.ceil(tensors.length / 2)
  const a = joined(tensors.slice(0, half), axis)
  const b = joined(tensors.slice(half), axis)
  return a && b ? joinedPair(a, b, axis) : (a ?? b)
}

function joinedPair(a: Tensor, b: Tensor, axis: number): Tensor {
  const [FIRST, second] = [extent(a, axis), extent(b, axis)]
  const result = empty('concat', a.shape.with(axis, FIRST + second), a.dtype)
  const { OUTER, INNER } = around(result, axis)
  if (OUTER === 1 && canAdjoin(a.slice, b.slice)) {
    // The kernels of a and b write straight into the whole: there is nothing to copy.
    a.slice.within(result.slice, 0)
    b.slice.within(result.slice, a.slice.bytes)
  } else {
    dispatch(shader, 'concat', {
      constants: { OUTER, INNER, EXTENT: FIRST + second, FIRST },
      bindings: { a, b, result },
      invocations: result.size,
    })
  }
  return record('concat', { a, b }, result, (gradY) => ({
    a: () => cut(gradY, { axis, start: 0, end: FIRST }),
    b: () => cut(gradY, { axis, start: FIRST, end: FIRST + second }),
  }))
}

/** May the slices become parts of one buffer, the second right after the first? */
function canAdjoin(a: Slice, b: Slice): boolean {
  const apart = a !== b && entangled([a, b]).size === 0
  return apart && a.isFree && b.isFree && a.bytes % ALIGNMENT === 0
}

export interface SliceOptions {
  /** Negative ones count from the end. */
  dim: number
  /** The first element that is taken: 0 by default. */
  start?: number
  /** The first one after it that is not taken: the extent of x by default. */
  end?: number
}

/**
 * A part of x along one dimension: elements start to end - 1. Where they lie together, at a place that can
 * be bound, it is a view, and no copy is made.
 *
 * @returns  x's shape, but end - start in that dimension
 * @see https://pytorch.org/docs/stable/generated/torch.narrow.html
 */
export function slice(x: Tensor, { dim, start = 0, end }: SliceOptions): Tensor {
  const axis = axisOf('slice', 'x', x, dim)
  const length = extent(x, axis)
  const stop = end ?? length
  const isRange =
    Number.isInteger(start) &&
    Number.isInteger(stop) &&
    start >= 0 &&
    start < stop &&
    stop <= length
  check(isRange, 'slice', () => {
    return (
      `start ${start} and end ${stop} are no range of dimension ${axis} of x, ${show(x.shape)}. ` +
      `Take whole numbers with 0 ≤ start < end ≤ ${length}.`
    )
  })
  return cut(x, { axis, start, end: stop })
}

function cut(x: Tensor, { axis, start, end }: Range): Tensor {
  const LENGTH = extent(x, axis)
  if (start === 0 && end === LENGTH) return x
  const result = part(x, { axis, start, end })
  return record('slice', { x }, result, (gradY) => ({
    x: () => padZero(gradY, { axis, before: start, after: LENGTH - end }),
  }))
}

interface Range {
  axis: number
  start: number
  end: number
}

function part(x: Tensor, { axis, start, end }: Range): Tensor {
  const shape = x.shape.with(axis, end - start)
  if (x.slice.value !== undefined) return full(shape, x.slice.value)
  const result = empty('slice', shape, x.dtype)
  const { OUTER, INNER } = around(x, axis)
  const offset = (start * INNER * result.slice.bytes) / result.size
  if (OUTER === 1 && offset % ALIGNMENT === 0) {
    result.slice.within(x.slice, offset)
    return result
  }
  dispatch(shader, 'slice', {
    constants: { OUTER, INNER, LENGTH: extent(x, axis), EXTENT: end - start, START: start },
    bindings: { x, result },
    invocations: result.size,
  })
  return result
}

/**
 * Cuts x into parts along one dimension, one after the other. Each is a view where `slice` is one; their
 * gradients are joined, not added.
 *
 * @param options  dim: negative ones count from the end; sizes: of the parts, which make up the whole
 * @see https://pytorch.org/docs/stable/generated/torch.split.html
 */
export function split(
  x: Tensor,
  { dim, sizes }: { dim: number; sizes: readonly number[] },
): Tensor[] {
  const axis = axisOf('split', 'x', x, dim)
  const length = extent(x, axis)
  const whole = sizes.reduce((a, b) => a + b, 0)
  check(whole === length && sizes.every((n) => Number.isInteger(n) && n > 0), 'split', () => {
    return `sizes ${show(sizes)} must be whole numbers above 0 that add up to dimension ${axis} of x, ${show(x.shape)}.`
  })
  const parts = sizes.map((n, index) => {
    const start = sizes.slice(0, index).reduce((a, b) => a + b, 0)
    return part(x, { axis, start, end: start + n })
  })
  recordAll('split', { x }, parts, (gradients) => ({
    x: () =>
      concat(
        gradients.map((g, i) => g ?? full(parts[i]?.shape ?? [], 0)),
        { dim: axis },
      ),
  }))
  return parts
}

export interface Border {
  axis: number
  before: number
  after: number
}

/** The adjoint of a cut. */
export function padZero(x: Tensor, border: Border): Tensor {
  const { axis, before, after } = border
  if (before + after === 0) return x
  const LENGTH = extent(x, axis)
  const result = bordered('pad_zero', x, border, before + LENGTH + after)
  return record('padZero', { x }, result, (gradY) => ({
    x: () => cut(gradY, { axis, start: before, end: before + LENGTH }),
  }))
}

/** Runs one of the kernels of borders; the result has EXTENT elements along the axis. */
export function bordered(
  entry: string,
  x: Tensor,
  { axis, before: BEFORE, after: AFTER }: Border,
  EXTENT: number,
): Tensor {
  const result = empty(entry, x.shape.with(axis, EXTENT))
  dispatch(shader, entry, {
    constants: { ...around(x, axis), LENGTH: extent(x, axis), EXTENT, BEFORE, AFTER },
    bindings: { x, result },
    invocations: result.size,
  })
  return result
}

/** Extents around an axis: the tensor is [OUTER, axis, INNER]. */
const around = ({ shape }: Tensor, axis: number) => ({
  OUTER: size(shape.slice(0, axis)),
  INNER: size(shape.slice(axis + 1)),
})

export const extent = ({ shape }: Tensor, axis: number): number => shape[axis] ?? 1

function axisOf(op: string, name: string, { shape }: Tensor, dim: number): number {
  const axis = dim < 0 ? dim + shape.length : dim
  check(shape[axis] !== undefined, op, () => {
    return `dim ${dim} is none of ${name}, ${show(shape)}. Use ${-shape.length} to ${shape.length - 1}.`
  })
  return axis
}
