// Layers and optimisers beyond golden values and cards: PyTorch's order of flattened images,
// dropout, learning-rate schedules, the moving average, the spectral norm.

import { describe, expect, it, test } from 'vitest'
import type { nn } from '../scenarios/nn'
import { inPage } from '../support/browser'

type Result<Name extends keyof typeof nn> = Awaited<ReturnType<(typeof nn)[Name]>>

it.each([
  { from: [2, 3, 4], to: [3, 1, 2] },
  { from: [1, 1, 5], to: [2, 2, 1] },
])('a linear layer from image $from to image $to counts as PyTorch does', async ({ from, to }) => {
  const { y, weight, bias } = await inPage<Result<'linearBetweenImages'>>('linearBetweenImages', {
    from,
    to,
  })
  const size = (image: number[]) => image.reduce((a, b) => a * b, 1)
  // In PyTorch's order: x = 1, 2, …, the weight's rows continue, and the bias is 1000, 1001, …
  const expected = Array.from({ length: size(to) }, (_, o) => {
    const row = Array.from({ length: size(from) }, (_, i) => (o * size(from) + i + 1) * (i + 1))
    return row.reduce((a, b) => a + b, 0) + 1000 + o
  })
  expect(y).toEqual(expected)
  expect(weight).toEqual(Array.from(weight, (_, i) => i + 1))
  expect(bias).toEqual(Array.from(bias, (_, i) => 1000 + i))
})

test('dropout keeps 1 - p, scales it up, and draws anew each time', async () => {
  const [p, size] = [0.25, 4000]
  const { drawn, still } = await inPage<Result<'dropout'>>('dropout', p, size)
  expect(drawn).toHaveLength(4)
  for (const values of drawn) {
    expect(new Set(values.map((value) => value.toFixed(5)))).toEqual(
      new Set(['0.00000', '1.33333']),
    )
    const kept = values.filter(Boolean).length
    // Four standard deviations of a binomial number.
    expect(Math.abs(kept - size * (1 - p))).toBeLessThan(4 * Math.sqrt(size * p * (1 - p)))
  }
  expect(new Set(drawn.map((values) => values.join())).size).toBe(4)
  expect(new Set(still)).toEqual(new Set([1]))
})

test('dropout in training wants random numbers', async () => {
  expect(await inPage<string>('dropoutRefusal')).toMatch(
    /^TensorError: Dropout: training draws random numbers for x \[3\]. Pass `noise` to forward/,
  )
})

test.each([
  [{ kind: 'linear', start: 0.5, end: 0.1, steps: 4 }, (t: number) => 0.5 - 0.1 * Math.min(t, 4)],
  [{ kind: 'linear', hold: 3, steps: 4 }, (t: number) => Math.max(0, Math.min(1, (7 - t) / 4))],
  [
    { kind: 'cosine', end: 0.2, steps: 5 },
    (t: number) => 0.2 + 0.4 * (1 + Math.cos((Math.PI * Math.min(t, 5)) / 5)),
  ],
  [{ kind: 'exponential', gamma: 0.9 }, (t: number) => 0.9 ** t],
] as const)('the learning rate follows %j', async (schedule, factor) => {
  const moved = await inPage<number[]>('scheduled', schedule, 8)
  for (const [t, lr] of moved.entries()) expect(lr).toBeCloseTo(factor(t), 5)
})

test('a moving average follows parameters and takes over what is tracked', async () => {
  const { network, average } = await inPage<Result<'averaged'>>('averaged', 0.75, 3)
  expect(network['0.weight']).toEqual([3, 5])
  // From 1: 3 - 2 · 0.75³ and 5 - 4 · 0.75³.
  expect(average['0.weight']?.[0]).toBeCloseTo(3 - 2 * 0.75 ** 3, 6)
  expect(average['0.weight']?.[1]).toBeCloseTo(5 - 4 * 0.75 ** 3, 6)
  for (const name of ['0.running_mean', '0.running_var', '0.num_batches_tracked']) {
    expect(average[name]).toEqual(network[name])
  }
  expect(average['0.num_batches_tracked']).toEqual([3])
})

test('with a ramp its half-life is a share of the steps so far, of running statistics too', async () => {
  const { network, average } = await inPage<Result<'averaged'>>('averaged', 0.9, 3, 2 / 3)
  // Half-lives 2/3, 4/3 and 2; the decay ends the ramp.
  const kept = [1, 2, 3].map((t) => Math.min(0.9, 2 ** (-3 / (2 * t))))
  const followed = (start: number, values: number[]) =>
    values.reduce((mean, value, i) => value + (mean - value) * (kept[i] ?? 0), start)
  expect(average['0.weight']?.[0]).toBeCloseTo(followed(1, [3, 3, 3]), 5)
  // The batch is [1, 2] and [3, 4]: means 2 and 3, with momentum 0.1.
  const means = [1, 2, 3].map((t) => 2 * (1 - 0.9 ** t))
  expect(network['0.running_mean']?.[0]).toBeCloseTo(means[2] ?? 0, 5)
  expect(average['0.running_mean']?.[0]).toBeCloseTo(followed(0, means), 5)
  expect(average['0.num_batches_tracked']).toEqual([3])
  const capped = await inPage<Result<'averaged'>>('averaged', 0.25, 3, 2 / 3)
  expect(capped.average['0.weight']?.[0]).toBeCloseTo(3 - 2 * 0.25 ** 3, 5)
})

describe('a spectral norm', () => {
  const numbers = (count: number, seed: number) =>
    Float32Array.from({ length: count }, (_, i) => Math.sin(seed + 2.4 * i))
  /** `rows` × `columns` numbers times a vector. */
  const times = (matrix: ArrayLike<number>, vector: ArrayLike<number>) => {
    const columns = vector.length
    return Array.from({ length: matrix.length / columns }, (_, row) =>
      Array.from(vector, (value, i) => value * (matrix[row * columns + i] ?? 0)).reduce(plus, 0),
    )
  }
  const plus = (a: number, b: number) => a + b
  const transposed = (matrix: ArrayLike<number>, columns: number) =>
    Array.from(matrix, (_, i) => {
      const rows = matrix.length / columns
      return matrix[(i % rows) * columns + Math.floor(i / rows)] ?? 0
    })
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.map((value, i) => value * (b[i] ?? 0)).reduce(plus, 0)
  const unit = (vector: readonly number[]) =>
    vector.map((value) => value / Math.sqrt(dot(vector, vector)))

  /** In PyTorch's order: x [2, 3, 3], y of a 2 × 2 convolution [3, 2, 2]; or a matrix times x. */
  function forward(kind: string, weight: readonly number[], x: ArrayLike<number>): number[] {
    if (kind === 'linear') return times(weight, x)
    return Array.from({ length: 12 }, (_, i) => {
      const [k, row, column] = [Math.floor(i / 4), Math.floor(i / 2) % 2, i % 2]
      const terms = Array.from({ length: 8 }, (_, j) => {
        const [c, r, s] = [Math.floor(j / 4), Math.floor(j / 2) % 2, j % 2]
        return (weight[k * 8 + j] ?? 0) * (x[c * 9 + (row + r) * 3 + column + s] ?? 0)
      })
      return terms.reduce(plus, 0)
    })
  }

  test.each([
    ['conv2d', [3, 2, 2, 2], 8, 12],
    ['linear', [4, 18], 18, 4],
  ] as const)('of a %s is what PyTorch computes', async (kind, shape, columns, outputs) => {
    const rows = shape[0]
    const weight = numbers(rows * columns, 1)
    const [u, v] = [numbers(rows, 2), numbers(columns, 3)]
    const bias = numbers(rows, 4)
    const at = `${kind === 'conv2d' ? 0 : 1}`
    const names = {
      bias: `${at}.bias`,
      weight: `${at}.parametrizations.weight.original`,
      u: `${at}.parametrizations.weight.0._u`,
      v: `${at}.parametrizations.weight.0._v`,
    }
    const given = {
      [names.bias]: { shape: [rows], data: bias },
      [names.weight]: { shape: [...shape], data: weight },
      [names.u]: { shape: [rows], data: u },
      [names.v]: { shape: [columns], data: v },
    }
    const [x, cotangent] = [numbers(18, 5), numbers(outputs, 6)]
    const ran = await inPage<Result<'spectral'>>('spectral', kind, given, { x, cotangent })

    // One power iteration, in float64: u first, from v alone; then v from the new u.
    const nextU = unit(times(weight, v))
    const nextV = unit(times(transposed(weight, columns), nextU))
    const near = (got: readonly number[] | undefined, want: readonly number[], digits = 5) => {
      expect(got).toHaveLength(want.length)
      for (const [i, value] of want.entries()) expect(got?.[i]).toBeCloseTo(value, digits)
    }
    near(ran.once[names.u], nextU)
    near(ran.once[names.v], nextV)
    const y = (by: readonly number[]) => {
      const sigma = dot(nextU, times(by, nextV))
      const normed = by.map((value) => value / sigma)
      const raw = forward(kind, normed, x)
      return raw.map((value, i) => value + (bias[Math.floor(i / (outputs / rows))] ?? 0))
    }
    const plain = Array.from(weight)
    near(ran.y, y(plain))

    // The gradient flows through σ too, u and v being constants.
    const loss = (by: readonly number[]) => dot(y(by), Array.from(cotangent))
    const h = 1e-5
    near(
      ran.gradient[names.weight],
      plain.map(
        (value, i) => (loss(plain.with(i, value + h)) - loss(plain.with(i, value - h))) / (2 * h),
      ),
      4,
    )

    // In eval mode nothing moves; the next pass in training moves on.
    near(ran.still, y(plain))
    expect(ran.unmoved).toEqual(ran.once)
    const laterU = unit(times(weight, nextV))
    near(ran.twice[names.u], laterU)
    near(ran.twice[names.v], unit(times(transposed(weight, columns), laterU)))
  })
})
