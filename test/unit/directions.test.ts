// Directions of attributes: the least squares, what images show, trials of edits, and their success.

import { expect, test } from 'vitest'
import { directionsOf, leastSquares } from '../../src/gan/latent/directions'
import { readGround } from '../../src/gan/latent/ground'
import { Handfuls } from '../../src/gan/latent/handfuls'
import type { Latent } from '../../src/gan/latent/latent'
import {
  attributeOf,
  examplesOf,
  type Factor,
  namesOf,
  type Reading,
  successOf,
  trialsOf,
} from '../../src/gan/latent/readings'
import { Thirds } from '../../src/gan/latent/thirds'
import { Random } from '../../src/nn/philox'

const HAT: Factor = { name: 'hat', values: ['none', 'hat'] }
const GLASSES: Factor = { name: 'glasses', values: ['none', 'glasses'] }
const DIGIT: Factor = { name: 'class', values: ['0', '1', '2'], isClass: true }

/** A reading without doubt. */
function sure(factor: Factor, values: readonly number[]): Reading {
  const each = factor.values.length
  const shares = new Float32Array(values.length * each)
  for (const [i, value] of values.entries()) shares[i * each + value] = 1
  return { factor, shares }
}

/** Hats that mostly come with glasses, and codes whose first number is the hat and whose second the glasses. */
function together(count: number) {
  const random = new Random(1, 1)
  const hats = Array.from({ length: count }, () => random.below(2))
  const glasses = hats.map((hat) => (random.below(10) < 8 ? hat : 1 - hat))
  const codes = hats.map(
    (hat, i): Latent =>
      Float32Array.of(2 * hat, 3 * (glasses[i] ?? 0), random.normal(0, 0.1)) as Latent,
  )
  return { hats, glasses, codes }
}

test('least squares give each column its own effect, where columns go together', () => {
  const { hats, glasses, codes } = together(400)
  const [hat = [], glass = []] = leastSquares(codes, [hats, glasses])
  expect(hat[0]).toBeCloseTo(2, 2)
  expect(hat[1]).toBeCloseTo(0, 2)
  expect(glass[0]).toBeCloseTo(0, 2)
  expect(glass[1]).toBeCloseTo(3, 2)
})

test('a column that never changes has no direction', () => {
  const { hats, codes } = together(40)
  const [, still = []] = leastSquares(codes, [hats, hats.map(() => 1)])
  expect([...still]).toEqual([0, 0, 0])
})

test('a direction of many values leads from the mean of the others', () => {
  const values = [0, 0, 1, 1, 2, 2]
  const codes = values.map((value): Latent => Float32Array.of(value === 2 ? 6 : value) as Latent)
  const [[zero, , two] = []] = directionsOf(codes, [sure(DIGIT, values)])
  expect(zero?.[0]).toBeCloseTo(0 - (1 + 6) / 2, 2)
  expect(two?.[0]).toBeCloseTo(6 - (0 + 1) / 2, 2)
})

test('an attribute is a factor of two values, or one of several values', () => {
  const factors = [HAT, DIGIT, { name: 'class', values: ['cat', 'dog'] }]
  expect(namesOf(factors)).toEqual(['hat', '0', '1', '2', 'cat', 'dog'])
  expect(attributeOf('cat', factors)).toEqual({ factor: 2, value: 0 })
  expect(attributeOf('hat', factors)).toEqual({ factor: 0, value: 1 })
  expect(attributeOf('2', factors)).toEqual({ factor: 1, value: 2 })
  expect(attributeOf('none', factors)).toBeUndefined()
})

test('an example is certain, and so is its class', () => {
  const digits = sure(DIGIT, [0, 1, 2, 0])
  digits.shares.set([0.5, 0.4, 0.1], 9)
  const hats = sure(HAT, [1, 0, 1, 1])
  hats.shares.set([0.3, 0.7], 4)
  expect(examplesOf([digits, hats], { factor: 1, value: 1 })).toEqual({ with: [0], without: [1] })
})

test('trials put on and take off by turns; success is the change and nothing else', () => {
  const before = [sure(HAT, [0, 1]), sure(GLASSES, [0, 1])]
  const trials = trialsOf(before, { factor: 0, value: 1 }, { count: 4, seed: 1 })
  expect(trials).toEqual([
    { image: 0, factor: 0, to: 1 },
    { image: 1, factor: 0, to: 0 },
    { image: 0, factor: 0, to: 1 },
    { image: 1, factor: 0, to: 0 },
  ])
  // All right; hat still on; glasses lost its value; all right.
  const after = [sure(HAT, [1, 1, 1, 0]), sure(GLASSES, [0, 1, 1, 1])]
  expect(successOf(trials, before, after)).toEqual({
    appears: 3 / 4,
    stays: 3 / 4,
    both: 2 / 4,
    kept: { glasses: 3 / 4 },
  })
})

test('a stroke is thick beside its class', () => {
  const ink = Array.from({ length: 200 }, (_, i) => (i < 100 ? i : 1000 + i))
  const labels = ink.map((_, i) => (i < 100 ? 0 : 1))
  const scale = new Thirds(ink, labels)
  const { shares } = scale.read([49, 98, 1149, 1105], { labels: [0, 0, 1, 1] })
  const thick = [1, 3, 5, 7].map((at) => shares[at] ?? 0)
  expect(thick[0]).toBeCloseTo(0.5, 2)
  expect(thick[1]).toBeGreaterThan(0.9)
  expect(thick[2]).toBeCloseTo(0.5, 2)
  expect(thick[3]).toBeLessThan(0.1)
  expect(scale.amountOf(thick[1] ?? 0, 0)).toBeCloseTo(98, 3)
  expect(scale.amountOf(thick[3] ?? 0, 1)).toBeCloseTo(1105, 3)
})

test('two handfuls of images score the others', () => {
  const handfuls = new Handfuls('smile', [Float32Array.of(1, 5)], [Float32Array.of(0, 5)])
  const { factor, shares } = handfuls.read([0, 1, 2, 3, 4, 5].map((x) => Float32Array.of(x, -x)))
  expect(factor.values).toEqual(['none', 'smile'])
  const smile = [...shares].filter((_, i) => i % 2 === 1)
  expect(smile).toEqual([...smile].sort((a, b) => a - b))
  expect(smile[0]).toBeLessThan(0.1)
  expect(smile[5]).toBeGreaterThan(0.9)
})

test('a background is the nearest of known colours at the corner', () => {
  const factor: Factor = { name: 'background', values: ['dark', 'light'] }
  const ground = { factor, colours: [Float32Array.of(-1), Float32Array.of(1)] }
  const image = (corner: number) => {
    const pixels = new Float32Array(16).fill(-corner)
    for (const at of [5, 6, 9, 10]) pixels[at] = corner
    return pixels
  }
  const { shares } = readGround(ground, [image(0.4), image(-0.2)], 1)
  expect([...shares]).toEqual([0, 1, 1, 0])
})
