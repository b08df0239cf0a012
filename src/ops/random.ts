// Noise, drawn where it is used. The numbers are a function of the clock (seed and draws), the stream
// and the position alone; a tick of the clock brings new ones.

import source from '../../shaders/random.wgsl?raw'
import { check, shape2 } from '../autograd/check'
import { empty, type Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import { dispatch } from '../gpu/trace'

const random = new Shader('random.wgsl', source)

export interface NoiseOptions {
  /** [4] u32 on the GPU: seed, draws, batches, iterations. */
  clock: Tensor
  /** Two tensors drawn at one tick take different streams. */
  stream?: number
}

/**
 * Numbers spread evenly over [low, high); rounding may reach high.
 *
 * @returns  a tensor of `shape`
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.uniform_.html
 */
export function uniform(
  shape: readonly number[],
  { clock, stream = 0, low = 0, high = 1 }: NoiseOptions & { low?: number; high?: number },
): Tensor {
  check(low < high, 'uniform', () => `low must be less than high, but they are ${low} and ${high}.`)
  const result = empty('uniform', shape)
  dispatch(random, 'uniform', {
    constants: { STREAM: stream, LOW: low, HIGH: high },
    bindings: { clock, result },
    invocations: result.size,
  })
  return result
}

/**
 * Numbers from the normal distribution. With `first` they are those from that position on of a longer tensor.
 *
 * @returns  a tensor of `shape`
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.normal_.html
 */
export function normal(
  shape: readonly number[],
  {
    clock,
    stream = 0,
    mean = 0,
    std = 1,
    first = 0,
  }: NoiseOptions & { mean?: number; std?: number; first?: number },
): Tensor {
  check(std >= 0, 'normal', () => `std must not be negative, but is ${std}.`)
  const result = empty('normal', shape)
  dispatch(random, 'normal', {
    constants: { STREAM: stream, MEAN: mean, DEVIATION: std, FIRST: first },
    bindings: { clock, result },
    invocations: result.size,
  })
  return result
}

/**
 * Ones with probability p, zeros else.
 *
 * @returns  a tensor of `shape`
 * @see https://pytorch.org/docs/stable/generated/torch.bernoulli.html
 */
export function bernoulli(
  shape: readonly number[],
  { clock, stream = 0, p = 0.5 }: NoiseOptions & { p?: number },
): Tensor {
  check(p >= 0 && p <= 1, 'bernoulli', () => `p must be in [0, 1], but is ${p}.`)
  const result = empty('bernoulli', shape)
  dispatch(random, 'bernoulli', {
    constants: { STREAM: stream, P: p },
    bindings: { clock, result },
    invocations: result.size,
  })
  return result
}

/**
 * Rows of a table, drawn with replacement. No gradient flows to the table: it is data.
 *
 * @param table  [R, C]
 * @returns      [count, C]
 * @see https://numpy.org/doc/stable/reference/random/generated/numpy.random.Generator.choice.html
 */
export function choice(
  table: Tensor,
  { clock, stream = 0, count }: NoiseOptions & { count: number },
): Tensor {
  const [rows, C] = shape2('choice', 'table', table, '[R, C]')
  check(Number.isInteger(count) && count > 0, 'choice', () => {
    return `count must be a whole number above 0, but is ${count}.`
  })
  const result = empty('choice', [count, C])
  dispatch(random, 'choice', {
    constants: { STREAM: stream, ROWS: rows, C },
    bindings: { clock, table, result },
    invocations: result.size,
  })
  return result
}
