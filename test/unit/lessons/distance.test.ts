// Claims of the lesson on distances, in numbers: closed forms, the plan, and that no critic exceeds the distance.

import { expect, it } from 'vitest'
import {
  bent,
  best,
  type Critic,
  EDGE,
  flat,
  gap,
  HEIGHT,
  meanOver,
  meanSlopeOver,
  slopesOf,
} from '../../../src/page/lessons/distance/critic'
import {
  densityAt,
  earthMover,
  earthMoverSlope,
  jensenShannon,
  jensenShannonSlope,
  type Pile,
  pile,
  pushed,
  type ShapeName,
  shapes,
  transportPlan,
} from '../../../src/page/lessons/distance/piles'

const names = Object.keys(shapes) as ShapeName[]
const shifts = [-7, -5, -4.75, -2.5, -1, -0.3, 0, 0.25, 1.5, 2, 3.75, 4.9, 5, 6.5]

/** Every pair of shapes at every shift. */
const pairs: { real: Pile; fake: Pile; shift: number }[] = names.flatMap((a) =>
  names.flatMap((b) => shifts.map((shift) => ({ real: pile(a, 0), fake: pile(b, shift), shift }))),
)

/** Numbers in [0, 1) that are the same each time (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

it('gives the distances of piles that can be worked out by hand', () => {
  for (const name of names) {
    const real = pile(name, 0)
    for (const shift of [5, 5.5, 7]) {
      expect(jensenShannon(real, pile(name, shift))).toBeCloseTo(Math.LN2, 12)
      expect(jensenShannonSlope(real, pile(name, shift + 1))).toBeCloseTo(0, 12)
    }
    for (const shift of shifts) {
      // The same shape elsewhere: all of it moves by the same distance.
      expect(earthMover(real, pile(name, shift))).toBeCloseTo(Math.abs(shift), 12)
      expect(earthMoverSlope(real, pile(name, shift))).toBeCloseTo(Math.sign(shift), 12)
    }
    expect(jensenShannon(real, real)).toBe(0)
  }
  // Five bins, of which four coincide: a fifth of each is alone.
  const [flatPile, next] = [pile('flat', 0), pile('flat', 1)]
  expect(jensenShannon(flatPile, next)).toBeCloseTo(Math.LN2 / 5, 12)
})

it('integrates densities as a sum over a fine grid does', () => {
  // Edges of bins are edges of cells.
  const CELLS = 48_000
  for (const { real, fake } of pairs.filter((_, i) => i % 11 === 0)) {
    let [js, em, ahead] = [0, 0, 0]
    const width = 24 / CELLS
    for (let i = 0; i < CELLS; i++) {
      const x = -12 + (i + 0.5) * width
      const [p, q] = [densityAt(real, x), densityAt(fake, x)]
      if (p > 0) js += 0.5 * width * p * Math.log((2 * p) / (p + q))
      if (q > 0) js += 0.5 * width * q * Math.log((2 * q) / (p + q))
      em += width * Math.abs(ahead + 0.5 * width * (p - q))
      ahead += width * (p - q)
    }
    expect(jensenShannon(real, fake)).toBeCloseTo(js, 6)
    expect(earthMover(real, fake)).toBeCloseTo(em, 6)
  }
})

it('has slopes that finite differences meet', () => {
  const h = 1e-6
  for (const { real, fake } of pairs) {
    const difference = (distance: (p: Pile, q: Pile) => number) =>
      (distance(real, pushed(fake, h)) - distance(real, pushed(fake, -h))) / (2 * h)
    expect(jensenShannonSlope(real, fake)).toBeCloseTo(difference(jensenShannon), 6)
    expect(earthMoverSlope(real, fake)).toBeCloseTo(difference(earthMover), 5)
  }
})

it('plans a transport that moves all of it and costs the distance', () => {
  for (const { real, fake } of pairs) {
    const plan = transportPlan(real, fake)
    const total = (of: (carried: (typeof plan)[number]) => number) =>
      plan.reduce((sum, carried) => sum + of(carried), 0)
    expect(total(({ mass }) => mass)).toBeCloseTo(1, 12)
    expect(total(({ cost }) => cost)).toBeCloseTo(earthMover(real, fake), 12)
    // It takes from each interval, and leaves there, no more than the interval holds.
    for (const { mass, from, to } of plan) {
      const middle = ([a, b]: readonly [number, number]) => (a + b) / 2
      expect(densityAt(fake, middle(from)) * (from[1] - from[0])).toBeCloseTo(mass, 12)
      expect(densityAt(real, middle(to)) * (to[1] - to[0])).toBeCloseTo(mass, 12)
    }
  }
})

it('knows the mean slope of a critic under a pile, which is 1 under the best as long as it is fresh', () => {
  const h = 1e-6
  for (const { real, fake } of pairs) {
    const critic = best({ real, fake })
    // A step of the pile changes the mean of f by the mean slope.
    const rise = meanOver(critic, pushed(fake, h)) - meanOver(critic, pushed(fake, -h))
    expect(meanSlopeOver(critic, fake)).toBeCloseTo(rise / (2 * h), 5)
    // The slope of f is that of the distance.
    expect(meanSlopeOver(critic, fake)).toBeCloseTo(-earthMoverSlope(real, fake), 9)
  }
  const [real, fake] = [pile('hill', 0), pile('two hills', 3)]
  const critic = best({ real, fake })
  expect(meanSlopeOver(critic, fake)).toBeCloseTo(-1, 12)
  // Three eighths, its last bar, lie beyond the pile's former end.
  expect(meanSlopeOver(critic, pushed(fake, 1))).toBeCloseTo(-5 / 8, 12)
})

const steepest = (critic: Critic): number => Math.max(...slopesOf(critic).map(Math.abs))

it('never lets a drawn critic beat the distance', () => {
  const random = numbers(7)
  let [closest, bends] = [0, 0]
  for (const { real, fake } of pairs) {
    const distance = earthMover(real, fake)
    // One begins with a flat critic, the other bends the best.
    for (const begun of [flat, best({ real, fake })]) {
      let critic = begun
      for (let i = 0; i < 30; i++) {
        const point = Math.floor(random() * critic.x.length)
        critic = bent(critic, point, 3 * HEIGHT * (random() - 0.5))
        bends++
        expect(steepest(critic)).toBeLessThanOrEqual(1 + 1e-12)
        expect(Math.max(...critic.f.map(Math.abs))).toBeLessThanOrEqual(HEIGHT)
        const value = gap(critic, { real, fake })
        expect(value).toBeLessThanOrEqual(distance + 1e-12)
        if (distance > 1) closest = Math.max(closest, value / distance)
      }
    }
  }
  expect(bends).toBe(13_440)
  // Some come near, so the bound is tight.
  expect(closest).toBeGreaterThan(0.8)
})

it('draws a critic that reaches the distance, as a steeper one would exceed it', () => {
  for (const { real, fake } of pairs) {
    const critic = best({ real, fake })
    const distance = earthMover(real, fake)
    expect(steepest(critic)).toBeLessThanOrEqual(1 + 1e-12)
    expect(critic.x[0]).toBe(-EDGE)
    expect(critic.x.at(-1)).toBe(EDGE)
    expect(gap(critic, { real, fake })).toBeCloseTo(distance, 12)
    const steeper = { x: critic.x, f: critic.f.map((f) => 1.5 * f) }
    expect(gap(steeper, { real, fake })).toBeCloseTo(1.5 * distance, 12)
  }
})

it('moves the point that is asked for, and others only where they must', () => {
  const critic = bent(flat, EDGE, 3)
  expect(critic.f[EDGE]).toBe(3)
  expect(critic.f.slice(EDGE - 4, EDGE + 5)).toEqual([0, 0, 1, 2, 3, 2, 1, 0, 0])
  expect(bent(flat, 0, 100).f[0]).toBe(HEIGHT)
})
