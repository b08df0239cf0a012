// Sums and their adjoint. Every sum here is one along an axis, done by the same kernel in a fixed
// order; its gradient is `expand`, whose gradient is a sum again.

import source from '../../shaders/sums.wgsl?raw'
import { arithmetic, full } from '../autograd/arithmetic'
import { check, show, size } from '../autograd/check'
import { record } from '../autograd/tape'
import { empty, type Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import { dispatch } from '../gpu/trace'
import { reshape, scale } from './arithmetic'

const sums = new Shader('sums.wgsl', source)

/** Rows that one invocation adds. Short enough to keep every lane busy and rounding small. */
const CHUNK = 128

export interface SumOptions {
  /** The dimensions to sum over, counted from the end where negative; all of them by default. */
  dim?: number | readonly number[]
  /** Keep each of those dimensions, with length 1. */
  keepdim?: boolean
}

/**
 * The sum over some dimensions, or of all elements.
 *
 * @param x  any shape
 * @returns  x's shape without the dimensions `dim`; [1] where none is left
 * @see https://pytorch.org/docs/stable/generated/torch.sum.html
 */
export function sum(x: Tensor, options: SumOptions = {}): Tensor {
  return reduced('sum', x, options)
}

/**
 * The mean over some dimensions, or of all elements.
 *
 * @param x  any shape
 * @returns  x's shape without the dimensions `dim`; [1] where none is left
 * @see https://pytorch.org/docs/stable/generated/torch.mean.html
 */
export function mean(x: Tensor, options: SumOptions = {}): Tensor {
  return reduced('mean', x, options)
}

function reduced(op: 'sum' | 'mean', x: Tensor, { dim, keepdim = false }: SumOptions): Tensor {
  const reduce = (shape: readonly number[]) =>
    totals(x, shape, op === 'sum' ? 1 : size(shape) / x.size)
  if (dim === undefined && !keepdim) return reduce([1])
  const rank = x.shape.length
  const asked = dim === undefined ? [...x.shape.keys()] : [dim].flat()
  for (const d of asked) {
    check(Number.isInteger(d) && d >= -rank && d < rank, op, () => {
      return `x is ${show(x.shape)} and has no dimension ${d}. Take one from ${-rank} to ${rank - 1}.`
    })
  }
  const gone = new Set(asked.map((d) => (d + rank) % rank))
  const total = reduce(x.shape.map((extent, d) => (gone.has(d) ? 1 : extent)))
  if (keepdim) return total
  const left = x.shape.filter((_, d) => !gone.has(d))
  return reshape(total, left.length > 0 ? left : [1])
}

/**
 * Sums x down to a shape that `expand` would bring back to x's: over leading dimensions that `shape`
 * has not, and over dimensions where it has 1.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.sum_to_size.html
 */
export function sumTo(x: Tensor, shape: readonly number[]): Tensor {
  return totals(x, shape, 1)
}

/** factor · the sums; the last pass multiplies. */
function totals(x: Tensor, shape: readonly number[], factor: number): Tensor {
  const runs = repeats('sumTo', 'the result', shape, x.shape).filter(({ repeat }) => repeat > 1)
  let total = x
  for (const [index, run] of runs.entries()) {
    total = sumAxis(total, run, index + 1 === runs.length ? factor : 1)
  }
  const y = reshape(total, shape)
  return record('sumTo', { x }, y, (gradY) => ({
    x: () => expand(scale(gradY, factor), x.shape),
  }))
}

/** [outer, repeat, inner] → [outer, inner], in passes that leave a CHUNKth of the rows each. Not on the tape. */
export function sumAxis(x: Tensor, { outer, repeat, inner }: Run, factor = 1): Tensor {
  let rows = repeat
  let from = x
  while (rows > 1) {
    const chunks = Math.ceil(rows / CHUNK)
    const to = empty(chunks === 1 ? 'sum' : 'partial sums', [outer, chunks, inner])
    dispatch(sums, 'sum_axis', {
      constants: {
        OUTER: outer,
        ROWS: rows,
        INNER: inner,
        CHUNK: Math.min(CHUNK, rows),
        FACTOR: chunks === 1 ? factor : 1,
      },
      bindings: { x: from, result: to },
      invocations: to.size,
    })
    rows = chunks
    from = to
  }
  return from
}

/**
 * Repeats x along new leading dimensions, and along those where it has length 1.
 *
 * @param x      its shape stands at the end of `shape`, with 1 where numbers are repeated
 * @param shape  shape of y
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.expand.html
 */
export function expand(x: Tensor, shape: readonly number[]): Tensor {
  const runs = repeats('expand', 'x', x.shape, shape)
  if (x.slice.value !== undefined) return full(shape, x.slice.value)
  let wide = x
  // The last run first: what comes after it is as small as it can be.
  for (const { outer, repeat, inner } of runs.toReversed()) {
    const result = empty('expand', [outer, repeat, inner])
    dispatch(arithmetic, 'expand', {
      constants: { REPEAT: repeat, INNER: inner },
      bindings: { few: wide, result },
      invocations: result.vectors,
    })
    wide = result
  }
  const y = reshape(wide, shape)
  return record('expand', { x }, y, (gradY) => ({ x: () => sumTo(gradY, x.shape) }))
}

/** Neighbouring dimensions as one axis of repeats, with the extents before and after it. */
interface Run {
  outer: number
  repeat: number
  inner: number
}

/**
 * Dimensions along which `small` is repeated to become `large`: runs of neighbouring dimensions as axes
 * [outer, repeat, inner]. An axis counts the runs after it, in `outer` and `inner`, as they are while
 * the runs before it are still summed away, or not yet repeated.
 */
function repeats(
  op: string,
  name: string,
  small: readonly number[],
  large: readonly number[],
): Run[] {
  const missing = large.length - small.length
  const padded = [...new Array<number>(Math.max(missing, 0)).fill(1), ...small]
  const fits = missing >= 0 && padded.every((extent, d) => extent === 1 || extent === large[d])
  check(fits || size(small) === 1, op, () => {
    return (
      `${name} must have the last dimensions of ${show(large)}, with 1 where it is repeated, but is ` +
      `${show(small)}. Reshape it.`
    )
  })
  if (!fits) return [{ outer: 1, repeat: size(large), inner: 1 }]
  const runs: Run[] = []
  for (let d = 0; d < large.length; d++) {
    if (padded[d] === large[d]) continue
    const first = d
    while (d + 1 < large.length && padded[d + 1] === 1) d++
    runs.push({
      outer: size(padded.slice(0, first)),
      repeat: size(large.slice(first, d + 1)),
      inner: size(large.slice(d + 1)),
    })
  }
  return runs
}
