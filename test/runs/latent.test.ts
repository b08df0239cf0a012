// Tools of the latent space: arithmetic against geometry, and inversion of a
// generator on the adapter of the page. The terminal's commands are in latentCli.test.ts.

import { describe, expect, test } from 'vitest'
import { smoothness } from '../../src/gan/judge/metrics/smoothness'
import { analogies, hitsOf, inkOf, type Seen } from '../../src/gan/latent/analogies'
import {
  analogy,
  around,
  between,
  combine,
  dot,
  filmOf,
  journey,
  type Latent,
  lengthOf,
  meanOf,
  orthogonalDirections,
  resized,
  stack,
  truncate,
  unstack,
} from '../../src/gan/latent/latent'
import { cornerMap, planeMap, principalDirections } from '../../src/gan/latent/latentMap'
import { seededNoise } from '../../src/gan/model/noise'
import type { latentScenarios } from '../scenarios/latent'
import { inPage } from '../support/browser'

type Result<Name extends keyof typeof latentScenarios> = Awaited<
  ReturnType<(typeof latentScenarios)[Name]>
>

const vectors = (count: number, latent: number, seed = 1) =>
  unstack(seededNoise(seed, count, latent), latent)
const of = (...values: number[]): Latent => Float32Array.of(...values)
const cosine = (a: Latent, b: Latent) => dot(a, b) / lengthOf(a) / lengthOf(b)

describe('ways', () => {
  test('the spherical way turns evenly and keeps the length; the straight one cuts through', () => {
    const [a, b] = [of(2, 0, 0), of(0, 2, 0)]
    for (const t of [0, 0.25, 0.5, 1]) {
      const z = between(a, b, t)
      expect(lengthOf(z)).toBeCloseTo(2, 6)
      expect(Math.atan2(z[1] ?? 0, z[0] ?? 0)).toBeCloseTo((t * Math.PI) / 2, 6)
    }
    expect([...between(a, b, 0.5, 'linear')]).toEqual([1, 1, 0])
  })

  test('both begin and end exactly where they should, also for parallel and opposite vectors', () => {
    const [a = of(), b = of()] = vectors(2, 50)
    for (const end of [b, a, resized(a, 3), a.map((value) => -value)]) {
      for (const way of ['linear', 'spherical'] as const) {
        expect(lengthOf(combine([between(a, end, 0, way), a], [1, -1]))).toBeLessThan(1e-5)
        expect(lengthOf(combine([between(a, end, 1, way), end], [1, -1]))).toBeLessThan(1e-5)
        expect(between(a, end, 0.3, way).every(Number.isFinite)).toBe(true)
      }
    }
  })

  test('a journey has a row from each stop to the next; a film shows no stop twice in a row', () => {
    const stops = vectors(3, 4)
    const rows = journey(stops, { frames: 5 })
    expect(rows.map((row) => row.length)).toEqual([5, 5])
    const film = filmOf(rows)
    expect(film).toHaveLength(9)
    expect(new Set(film.map((z) => z.join())).size).toBe(9)
    const loop = filmOf(journey(stops, { frames: 5, loop: true }), { loop: true })
    expect(loop).toHaveLength(12)
    expect(new Set(loop.map((z) => z.join())).size).toBe(12)
    // The last frame is one step before the first.
    const last = between(stops[2] ?? of(), stops[0] ?? of(), 0.75)
    expect([...(loop.at(-1) ?? [])]).toEqual([...last])
  })

  test('vectors of two lengths, one stop, one frame are refused', () => {
    expect(() => between(of(1), of(1, 2), 0.5)).toThrow(
      'between: vectors of one latent space have one length, but these have 1 and 2.',
    )
    expect(() => journey([of(1)], { frames: 4 })).toThrow('journey: needs two stops, got 1.')
    expect(() => journey([of(1), of(2)], { frames: 1 })).toThrow('journey: frames is 1')
  })
})

describe('arithmetic', () => {
  test('A - B + C of means', () => {
    const a = meanOf([of(1, 2), of(3, 6)])
    expect([...a]).toEqual([2, 4])
    expect([...analogy(a, of(1, 1), of(0, 10))]).toEqual([1, 13])
    expect(() => meanOf([])).toThrow('meanOf: needs a vector')
  })

  test('of three a slot the sum is as long as noise', () => {
    const noise = vectors(9, 1000)
    const slots = [0, 3, 6].map((first) => meanOf(noise.slice(first, first + 3)))
    const [a = of(), b = of(), c = of()] = slots
    expect(lengthOf(a) / Math.sqrt(1000)).toBeCloseTo(Math.sqrt(1 / 3), 1)
    expect(lengthOf(analogy(a, b, c)) / Math.sqrt(1000)).toBeCloseTo(1, 1)
  })

  test('neighbours differ by at most the radius, and each from the others', () => {
    const [z = of()] = vectors(1, 40)
    const near = around(z, { count: 9, radius: 0.25 })
    expect(near[0]).toBe(z)
    expect(new Set(near.map((each) => each.join())).size).toBe(9)
    const apart = near.flatMap((each) => [...combine([each, z], [1, -1])].map(Math.abs))
    expect(Math.max(...apart)).toBeLessThanOrEqual(0.2500001)
    expect(Math.max(...apart)).toBeGreaterThan(0.2)
  })

  test('truncation draws the tails again, and nothing else', () => {
    const [z = of()] = vectors(1, 2000)
    const cut = truncate(z, { threshold: 1, seed: 3 })
    expect(Math.max(...cut.map(Math.abs))).toBeLessThanOrEqual(1)
    const tails = [...z].filter((value) => Math.abs(value) > 1).length
    expect(tails / 2000).toBeCloseTo(0.317, 1)
    expect([...cut].filter((value, i) => value !== z[i])).toHaveLength(tails)
    // Of a normal distribution between -1 and 1 the variance is 1 - 2 φ(1) / (2 Φ(1) - 1) = 0.291.
    expect(dot(cut, cut) / 2000).toBeCloseTo(0.291, 1)
    expect([...truncate(z, { threshold: 1, seed: 3 })]).toEqual([...cut])
    expect(() => truncate(z, { threshold: 0 })).toThrow('threshold is 0, but must be 0.01 or more')
  })

  test('rows that are stacked come back', () => {
    const rows = vectors(3, 5)
    expect(unstack(stack(rows), 5)).toEqual(rows)
  })
})

describe('maps', () => {
  test('random directions stand at right angles to each other and to the centre', () => {
    const [centre = of()] = vectors(1, 30)
    const found = orthogonalDirections(4, { latent: 30, beside: [centre] })
    for (const [i, one] of found.entries()) {
      expect(Math.abs(cosine(one, centre))).toBeLessThan(1e-6)
      for (const [j, other] of found.entries())
        expect(dot(one, other)).toBeCloseTo(i === j ? 1 : 0, 5)
    }
    expect(() => orthogonalDirections(3, { latent: 2 })).toThrow('3 directions at right angles')
  })

  test('a map of a plane has its centre in the middle, and one length on the sphere', () => {
    const [centre = of()] = vectors(1, 30)
    const [right = of(), down = of()] = orthogonalDirections(2, { latent: 30, beside: [centre] })
    const map = planeMap(centre, [right, down], { size: 5, extent: 2 })
    expect(map[2]?.[2]).toEqual(centre)
    for (const z of map.flat()) expect(lengthOf(z)).toBeCloseTo(lengthOf(centre), 4)
    const flat = planeMap(centre, [right, down], { size: 3, extent: 2, way: 'linear' })
    const corner = combine([centre, right, down], [1, 2, -2])
    expect([...(flat[0]?.[2] ?? [])]).toEqual([...corner])
  })

  test('a map between three has them at its corners, and their analogy at the fourth', () => {
    const [a = of(), b = of(), c = of()] = vectors(3, 200)
    const flat = cornerMap([a, b, c], { size: 4, way: 'linear' })
    expect([flat[0]?.[0], flat[0]?.[3], flat[3]?.[0]]).toEqual([a, b, c])
    expect(flat[3]?.[3]).toEqual(analogy(b, a, c))
    const round = cornerMap([a, b, c], { size: 4 })
    for (const z of round.flat()) expect(lengthOf(z) / Math.sqrt(200)).toBeGreaterThan(0.9)
    expect(cosine(round[3]?.[3] ?? of(), analogy(b, a, c))).toBeCloseTo(1, 5)
  })

  test('principal directions find along what images differ', () => {
    const noise = vectors(2000, 12)
    const [strong = of(), weak = of()] = orthogonalDirections(2, { latent: 12, seed: 9 })
    // Images of three pixels that show the position along the two directions, with a little noise.
    const looks = noise.flatMap((z, i) => {
      const [x, y] = [5 * dot(z, strong), 2 * dot(z, weak)]
      return [x + y, x - y, 0.1 * Math.sin(i)]
    })
    const found = principalDirections(noise, Float32Array.from(looks), 2)
    expect(Math.abs(cosine(found[0] ?? of(), strong))).toBeGreaterThan(0.98)
    expect(Math.abs(cosine(found[1] ?? of(), weak))).toBeGreaterThan(0.98)
  })
})

describe('smoothness', () => {
  test('is 1 where all steps are equal, and the number of steps where one is all there is', () => {
    expect(smoothness(of(0, 0, 3, 4, 6, 8, 9, 12), 2)).toEqual({ steps: [5, 5, 5], figure: 1 })
    expect(smoothness(of(1, 1, 1, 7, 7), 1).figure).toBe(4)
    expect(smoothness(of(2, 2), 1).figure).toBe(1)
    expect(() => smoothness(of(1, 2), 2)).toThrow('smoothness: needs two frames')
  })
})

describe('analogies', () => {
  const pool = vectors(3000, 16)
  /** Images that depend on z in a known way: the largest of three elements is the class, a fourth is the ink. */
  const world = (zs: readonly Latent[], bend: (value: number) => number): Seen => {
    const elements = zs.map((z) => [...z].map(bend))
    return {
      labels: elements.map(([a = 0, b = 0, c = 0]) => [a, b, c].indexOf(Math.max(a, b, c))),
      ink: elements.map((each) => each[3] ?? 0),
      certainty: zs.map(() => 1),
    }
  }
  const hits = (bend: (value: number) => number) => {
    const made = analogies(pool, world(pool, bend), { trials: 300, slot: 10 })
    const of = (zs: Latent[]) => hitsOf(made.expected, world(zs, bend))
    return { made, sums: of(made.sums), random: of(made.random), plain: of(made.plain) }
  }

  test('where the world is linear, sums are what they should be, and nothing else is', () => {
    const { made, sums, random, plain } = hits((value) => value)
    expect(made.expected).toHaveLength(300)
    expect(made.expected.filter(({ thick }) => thick)).toHaveLength(150)
    for (const z of made.sums) expect(lengthOf(z)).toBeCloseTo(4, 4)
    expect(sums.both).toBeGreaterThan(0.95)
    expect(plain).toMatchObject({ label: 1, stroke: 0, both: 0 })
    expect(random.both).toBeLessThan(0.3)
  })

  test('where nothing near means the same, sums bring no more than chance', () => {
    const { sums } = hits((value) => Math.sin(1000 * value))
    expect(Math.abs(sums.label - 1 / 3)).toBeLessThan(0.1)
    expect(Math.abs(sums.stroke - 1 / 2)).toBeLessThan(0.1)
    expect(sums.both).toBeLessThan(0.3)
  })

  test('too few clear examples are refused', () => {
    const unsure = { ...world(pool, (value) => value), certainty: pool.map(() => 0.5) }
    expect(() => analogies(pool, unsure, { trials: 1, slot: 1 })).toThrow(
      'analogies: 0 classes have 1 clear examples each of thick and thin. Draw more images',
    )
  })

  test('ink is the mean brightness', () => expect(inkOf(of(-1, 1, 0, 0))).toBe(0.5))
})

describe('the way back', () => {
  test('finds images of known noise, and leaves the generator as it was', async () => {
    const { variances, errors, measured, untouched } =
      await inPage<Result<'invertSmall'>>('invertSmall')
    for (const [i, ends] of errors.entries()) {
      expect(variances[i]).toBeGreaterThan(0.1)
      expect(ends).toHaveLength(4)
      expect(ends).toEqual(ends.toSorted((a, b) => a - b))
      expect(ends[0]).toBeLessThan(1e-5)
      expect(measured[i]).toBeCloseTo(ends[0] ?? Number.NaN, 9)
    }
    expect(untouched).toBe(true)
  })

  test('no target has a part in the search for another', async () => {
    const { together, alone, begun } = await inPage<Result<'invertAlone'>>('invertAlone')
    expect(begun).toBeGreaterThan(0.01)
    for (const [i, error] of alone.entries()) expect((together[i] ?? 0) / error).toBeCloseTo(1, 3)
  })

  test('compares features too, if they are given', async () => {
    const { byPixels, byFeatures } = await inPage<Result<'invertHalf'>>('invertHalf')
    expect(byPixels).toBeGreaterThan(0.05)
    expect(byFeatures).toBeLessThan(0.001)
  })

  test('a conditional generator is told the class', async () => {
    const { right, wrong } = await inPage<Result<'invertTold'>>('invertTold')
    expect(right).toBeLessThan(1e-5)
    expect(wrong).toBeGreaterThan(1e-3)
  })

  test('a prior keeps z short', async () => {
    const { free, held } = await inPage<Result<'invertPrior'>>('invertPrior')
    expect(Math.max(...held)).toBeLessThan(Math.min(...free) / 2)
  })

  test('a target of another size is refused', async () => {
    await expect(inPage('invertWrong')).rejects.toThrow(
      'invert: the generator draws [8, 8, 1], but target 0 has 9 numbers.',
    )
  })
})

test('a direction is steered to where it edits most images', async () => {
  const { before, after } = await inPage<Result<'steerSmall'>>('steerSmall')
  expect(before).toBeLessThan(50)
  expect(after).toBeGreaterThan(60)
})
