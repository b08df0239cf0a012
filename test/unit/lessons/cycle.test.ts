// Lesson "Style without pairs": outcomes of a translation, the changes of the picture in the middle, and what the text
// says of the recorded trainings.

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { measured } from '../../../src/page/lessons/cycle/measured'
import {
  centres,
  meanDistance,
  type Outcome,
  outcomeOf,
  type SettingName,
  settingNames,
  targetsOf,
} from '../../../src/page/lessons/cycle/points'
import { pack, type Recording, shownOf } from '../../../src/page/lessons/cycle/recording'
import {
  blurred,
  colourKept,
  noisy,
  SIDE,
  treated,
} from '../../../src/page/lessons/cycle/treatments'

const EACH = SIDE * SIDE * 3
/** Five points of each cluster of A. */
const a = Float32Array.from(centres.a.flatMap((place) => Array(5).fill(place).flat()))
/** The same, each at the centre of a cluster of B. */
const sent = (to: (i: number) => number) =>
  Float32Array.from({ length: 15 }, (_, i) => i).reduce((points, i) => {
    points.set(centres.b[to(i)] ?? [], 2 * i)
    return points
  }, new Float32Array(30))

describe('the outcome of a translation', () => {
  it('names the target of each cluster, and none of one that is torn', () => {
    expect(
      targetsOf(
        a,
        sent((i) => Math.floor(i / 5)),
      ),
    ).toEqual([0, 1, 2])
    expect(
      targetsOf(
        a,
        sent((i) => [2, 2, 0][Math.floor(i / 5)] ?? 0),
      ),
    ).toEqual([2, 2, 0])
    // Four of five points are a target's least share.
    expect(
      targetsOf(
        a,
        sent((i) => (i === 0 ? 1 : Math.floor(i / 5))),
      ),
    ).toEqual([0, 1, 2])
    expect(
      targetsOf(
        a,
        sent((i) => (i < 2 ? 1 : Math.floor(i / 5))),
      ),
    ).toEqual([undefined, 1, 2])
  })

  it('is merged, swapped or kept', () => {
    expect(outcomeOf([0, 1, 2])).toBe('kept')
    for (const targets of [
      [1, 0, 2],
      [1, 2, 0],
    ]) {
      expect(outcomeOf(targets)).toBe('swapped')
    }
    for (const targets of [
      [0, 0, 2],
      [undefined, 1, 2],
    ]) {
      expect(outcomeOf(targets)).toBe('merged')
    }
  })

  it('has a mean distance to what comes back', () => {
    expect(meanDistance(Float32Array.of(0, 0, 1, 1), Float32Array.of(3, 4, 1, 1))).toBe(2.5)
  })
})

describe('the recorded trainings', () => {
  const recording: Recording = JSON.parse(
    readFileSync('src/page/lessons/cycle/recorded.json', 'utf8'),
  )
  const count = (name: SettingName, outcome: Outcome) =>
    recording.settings[name].outcomes.filter((each) => each === outcome).length
  const misses = (name: SettingName) => recording.settings[name].ends.map(({ missed }) => missed)

  it('end as the text says', () => {
    for (const name of settingNames) expect(recording.settings[name].outcomes).toHaveLength(20)
    expect(count('none', 'merged')).toBe(20)
    expect([count('c', 'merged'), count('c', 'kept')]).toEqual([2, 3])
    expect(count('ci', 'kept')).toBe(18)
    expect(count('i', 'kept')).toBe(20)
    expect(Math.min(...misses('i'))).toBeCloseTo(0.16, 2)
    expect(Math.max(...misses('i'))).toBeCloseTo(0.19, 2)
    expect(Math.max(...misses('c'))).toBeLessThan(0.02)
  })

  it('show points whose outcome is the counted one', () => {
    for (const name of settingNames) {
      for (const seed of [1, 2, 3]) {
        const { a, toB } = shownOf(recording, name, seed)
        const outcome = outcomeOf(targetsOf(a, toB))
        expect(outcome, `${name}, seed ${seed}`).toBe(recording.settings[name].outcomes[seed - 1])
      }
      expect(shownOf(recording, name, 4)).toEqual(shownOf(recording, name, 1))
    }
  })

  it('keep points as bytes', () => {
    const points = Float32Array.of(-4, 0, 1.5, 4, 9, -9)
    const none = { outcomes: [], ends: [{ toB: pack(points), missed: 0 }] }
    const settings = { none, c: none, i: none, ci: none }
    const { toB } = shownOf({ a: '', b: '', settings }, 'none', 1)
    for (const [i, value] of [-4, 0, 1.5, 4, 4, -4].entries()) {
      expect(Math.abs((toB[i] ?? 99) - value)).toBeLessThan(4 / 255 + 1e-6)
    }
  })
})

describe('the picture in the middle', () => {
  /** Stripes of one pixel, black and white. */
  const stripes = Float32Array.from({ length: EACH }, (_, i) => (Math.floor(i / 3) % 2 ? 1 : -1))

  it('loses stripes of a pixel by the blur, and keeps what is flat', () => {
    const inner = blurred(stripes).filter((_, i) => {
      const column = Math.floor(i / 3) % SIDE
      return column > 0 && column < SIDE - 1
    })
    // The middle between two bytes.
    for (const value of inner) expect(Math.abs(value)).toBeLessThan(0.01)
    const flat = new Float32Array(2 * EACH).fill(1)
    expect(blurred(flat)).toEqual(flat)
  })

  it('has one noise for every picture, and each time the same', () => {
    const two = noisy(new Float32Array(2 * EACH))
    expect(two.subarray(EACH)).toEqual(two.subarray(0, EACH))
    expect(noisy(new Float32Array(EACH))).toEqual(two.slice(0, EACH))
    const deviation = Math.sqrt(two.reduce((sum, value) => sum + value * value, 0) / two.length)
    expect(deviation).toBeCloseTo(0.2, 2)
  })

  it('is the true partner where that is chosen', () => {
    const drawn = new Float32Array(EACH)
    expect(treated('drawn', { made: stripes, drawn })).toBe(drawn)
    expect(treated('bytes', { made: stripes, drawn })).toBe(stripes)
  })

  it('keeps all colours of itself, half of those of half the saturation, none of its grey', () => {
    const colours = Float32Array.of(1, 0, -1, 0.5, 0.5, -1)
    expect(colourKept(colours, colours)).toBeCloseTo(1, 6)
    expect(
      colourKept(
        colours,
        colours.map((value) => value / 2),
      ),
    ).toBeCloseTo(0.5, 6)
    expect(colourKept(colours, Float32Array.of(0, 0, 0, 1, 1, 1))).toBeCloseTo(0, 6)
  })
})

it('says of the pictures what docs/applications.md says', () => {
  const table = readFileSync('docs/applications.md', 'utf8')
  for (const { difference } of [measured.bytes, measured.drawn, measured.withPairs]) {
    expect(table).toMatch(new RegExp(`\\| (\\*\\*)?${difference.toFixed(3)}`))
  }
  // Rounding takes nothing away, noise hardly anything, the blur most of it.
  expect(measured.bytes).toEqual(measured.exact)
  expect(measured.noise.colour).toBeGreaterThan(0.95 * measured.bytes.colour)
  expect(measured.blur.colour).toBeLessThan(0.4 * measured.bytes.colour)
  expect(measured.drawn.colour).toBeLessThan(0.1)
})
