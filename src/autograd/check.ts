// The one voice of errors about tensors: `op: the two things that disagree, with names and shapes.
// What to do.`

export class TensorError extends Error {
  override name = 'TensorError'
}

/** Throws `op: message` unless `ok`. The message is a thunk: no text is built when all is well. */
export function check(ok: boolean, op: string, message: () => string): asserts ok {
  if (!ok) throw new TensorError(`${op}: ${message()}`)
}

/** The number, if f32, which kernels compute in, can hold it. */
export function finite(op: string, name: string, value: number): number {
  check(Number.isFinite(Math.fround(value)), op, () => {
    const why = Number.isFinite(value) ? ', beyond what f32 can hold' : ''
    return `${name} must be a finite number, but is ${value}${why}.`
  })
  return value
}

export const show = (shape: readonly number[]): string => `[${shape.join(', ')}]`

export const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)

export const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((extent, axis) => extent === b[axis])

interface Shaped {
  readonly shape: readonly number[]
}

/** The shape as a tuple of four: an image batch [N, H, W, C] or a convolution weight [R, S, C, K]. */
export function shape4(op: string, name: string, { shape }: Shaped, letters: string) {
  const [a, b, c, d] = shape
  check(
    shape.length === 4 && a !== undefined && b !== undefined && c !== undefined && d !== undefined,
    op,
    () => `${name} must have four dimensions ${letters}, but is ${show(shape)}. Reshape it.`,
  )
  return [a, b, c, d] as const
}

/** The shape as a tuple of two. */
export function shape2(op: string, name: string, { shape }: Shaped, letters: string) {
  const [a, b] = shape
  check(
    shape.length === 2 && a !== undefined && b !== undefined,
    op,
    () => `${name} must have two dimensions ${letters}, but is ${show(shape)}. Reshape it.`,
  )
  return [a, b] as const
}

/** Both tensors must have the same shape. */
export function checkSameShape(op: string, tensors: Record<string, Shaped>): void {
  const [first, second] = Object.entries(tensors)
  if (!first || !second) return
  check(
    sameShape(first[1].shape, second[1].shape),
    op,
    () =>
      `${first[0]} and ${second[0]} must have the same shape, but ${first[0]} is ` +
      `${show(first[1].shape)} and ${second[0]} is ${show(second[1].shape)}. Reshape or expand one.`,
  )
}
