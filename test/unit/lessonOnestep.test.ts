// Lesson "One step of a GAN": its numbers, and the recorded games, which must show what the text says.

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { toys } from '../../src/data/toys'
import {
  type GameName,
  meanJudged,
  meanLength,
  reached,
} from '../../src/page/lessons/onestep/games'
import { type Recording, shownOf } from '../../src/page/lessons/onestep/recording'

const { centres } = toys.ring

describe('numbers', () => {
  it('counts a centre with 2 % of the points near it', () => {
    const ring = Float32Array.from(centres.flat())
    expect(reached(ring, centres)).toBe(8)
    expect(
      reached(
        ring.map((x) => x * 1.15),
        centres,
      ),
    ).toBe(8)
    expect(
      reached(
        ring.map((x) => x * 1.25),
        centres,
      ),
    ).toBe(0)
    const one = Float32Array.from({ length: 200 }, (_, i) => centres[0]?.[i % 2] ?? 0)
    one.set(centres[3] ?? [])
    expect(reached(one, centres)).toBe(1)
    one.set(centres[3] ?? [], 2)
    expect(reached(one, centres)).toBe(2)
  })

  it('reads D where the points are: x to the right, y upwards', () => {
    const plane = { reach: 2, judged: { side: 2, values: Float32Array.of(0.1, 0.2, 0.3, 0.4) } }
    expect(meanJudged(plane, Float32Array.of(-1, 1))).toBeCloseTo(0.1)
    expect(meanJudged(plane, Float32Array.of(1, 1))).toBeCloseTo(0.2)
    expect(meanJudged(plane, Float32Array.of(-1, -1, 9, -9))).toBeCloseTo(0.35)
  })

  it('measures the mean length of pushes', () => {
    expect(meanLength(Float32Array.of(3, 4, 0, 1))).toBe(3)
  })
})

describe('the recorded games', () => {
  const recording: Recording = JSON.parse(
    readFileSync('src/page/lessons/onestep/recorded.json', 'utf8'),
  )
  const played = (name: GameName) => recording.games[name].map((frame) => shownOf(recording, frame))
  const found = (name: GameName) => played(name).map(({ layers }) => reached(layers.fake, centres))

  it('begin with D’s turn; its step moves no point, and G’s moves them', () => {
    for (const name of ['fair', 'win', 'collapse'] as const) {
      const [start, afterD, afterG] = played(name)
      expect([start?.next, afterD?.next, afterG?.next]).toEqual(['D', 'G', 'D'])
      expect(afterD?.layers.fake).toEqual(start?.layers.fake)
      expect(afterD?.layers.judged).not.toEqual(start?.layers.judged)
      expect(afterG?.layers.fake).not.toEqual(afterD?.layers.fake)
    }
  })

  it('reach most clusters where the game is fair', () => {
    expect(found('fair').at(-1)).toBeGreaterThanOrEqual(6)
  })

  it('push G no more once D has won', () => {
    const last = played('win').at(-1)?.layers
    if (!last) throw new Error('nothing is recorded')
    // A byte resolves 4 / 127.5.
    expect(meanLength(last.pushes)).toBeLessThan(0.05)
    expect(meanJudged(last, last.real)).toBeGreaterThan(0.7)
    expect(meanJudged(last, last.fake)).toBeLessThan(0.1)
  })

  it('reach few clusters at once where G takes more steps', () => {
    expect(Math.max(...found('collapse').slice(7))).toBeLessThanOrEqual(2)
  })
})
