// The lesson on batch norm, without a page: its numbers, against the card's float64 reference and differences.

import { expect, it } from 'vitest'
import { batchNormCard } from '../../../src/catalogue/batchNorm'
import { Dense } from '../../../src/catalogue/card'
import {
  backward,
  fogged,
  momentsOf,
  naiveVariance,
  normalised,
  standardised,
  total,
} from '../../../src/page/lessons/batchnorm/onPaper'

const values = [-0.6, 0.2, 0.5, 0.9, 1.3, 1.6, 2.2, 3.1]
const own = { weight: 1.5, bias: -0.25 }

const dense = (data: readonly number[], ...shape: number[]) =>
  new Dense(shape, Float64Array.from(data))

it('normalises as the card does', () => {
  const inputs = {
    x: dense(values, values.length, 1),
    weight: dense([own.weight], 1),
    bias: dense([own.bias], 1),
  }
  const { y } = batchNormCard.reference(inputs, { training: true })
  for (const [i, value] of normalised(values, own).entries()) {
    expect(value).toBeCloseTo(y.at(i), 12)
  }
  expect(momentsOf(standardised(values)).mean).toBeCloseTo(0, 12)
  expect(momentsOf(standardised(values)).variance).toBeCloseTo(1, 4)
})

it('goes backward as differences say, and leaves nothing along 1 and x̂', () => {
  const gradY = values.map((_, i) => Number(i === 7))
  const { x, weight, bias } = backward(values, gradY, own.weight)
  const h = 1e-5
  const loss = (moved: readonly number[]) =>
    total(normalised(moved, own).map((y, i) => y * (gradY[i] ?? 0)))
  for (const [i, g] of x.entries()) {
    const by = (step: number) => values.map((v, at) => (at === i ? v + step : v))
    expect(g).toBeCloseTo((loss(by(h)) - loss(by(-h))) / (2 * h), 8)
  }
  expect(weight).toBeCloseTo(standardised(values)[7] ?? 0, 12)
  expect(bias).toBe(1)
  expect(total(x)).toBeCloseTo(0, 12)
  // Apart from ε.
  expect(total(x.map((g, i) => g * (standardised(values)[i] ?? 0)))).toBeCloseTo(0, 4)
})

it('loses the variance of large numbers, the short way', () => {
  const moved = values.map((x) => Math.fround(x + 10_000))
  expect(naiveVariance(values)).toBeCloseTo(momentsOf(values).variance, 5)
  expect(Math.abs(naiveVariance(moved) - momentsOf(moved).variance)).toBeGreaterThan(1)
})

it('sees no fog, apart from ε', () => {
  const clear = Float32Array.from(values, (v) => v / 4)
  const behind = fogged(clear, { fog: 0.9, shade: -0.5 })
  expect(Math.max(...behind)).toBeLessThan(0)
  const [a, b] = [standardised([...clear]), standardised([...behind])]
  for (const [i, x] of a.entries()) expect(b[i]).toBeCloseTo(x, 1)
})
