// Layers and optimisers beyond what golden values and cards see: PyTorch's order of flattened images,
// dropout, learning-rate schedules, the moving average.

import { expect, it, test } from 'vitest'
import { inPage } from './browser'
import type { nn } from './page/nn'

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
  // In PyTorch's order, x = 1, 2, …, the weight's rows run on, and the bias is 1000, 1001, …
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
