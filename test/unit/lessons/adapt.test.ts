// The lesson on domain adaptation: its numbers, and the recorded attempts, which must show what the text says.

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readWeights } from '../../../src/data/packed'
import { adaptRecipes } from '../../../src/gan/adapt/config'
import { FEATURES } from '../../../src/gan/judge/judge'
import { attemptNames, attempts, SHORT } from '../../../src/page/lessons/adapt/attempts'
import {
  byClass,
  crosses,
  discs,
  firstWrong,
  meanPlace,
  rangeOf,
} from '../../../src/page/lessons/adapt/geometry'
import { MEASURED_STEPS, measured, ratesOf } from '../../../src/page/lessons/adapt/measured'
import {
  logitsOf,
  meanFigures,
  sortedMeans,
  worstOf,
} from '../../../src/page/lessons/adapt/reading'
import {
  frameOf,
  packFrame,
  packSeen,
  type Recording,
  seenOf,
} from '../../../src/page/lessons/adapt/recording'

describe('numbers', () => {
  it('computes logits as the last layer does', () => {
    const { tensors } = readWeights(readFileSync('src/data/mnist/judge.safetensors'), 'judge')
    const [weight, bias] = [tensors.get('head.weight'), tensors.get('head.bias')]
    // One feature at a time: a column of the weights, weighed by LeakyReLU, and the bias.
    const features = new Float32Array(2 * FEATURES)
    features[5] = 2
    features[FEATURES + 7] = -3
    const logits = logitsOf(features, tensors)
    expect(logits).toHaveLength(20)
    for (let k = 0; k < 10; k++) {
      const at = (f: number) => Number(weight?.data[k * FEATURES + f])
      expect(logits[k]).toBeCloseTo(Number(bias?.data[k]) + 2 * at(5), 4)
      expect(logits[10 + k]).toBeCloseTo(Number(bias?.data[k]) - 0.6 * at(7), 4)
    }
  })

  it('takes means of the largest, of the second, and so on', () => {
    const rows = Float32Array.of(1, -10, 9, 2, 3, 4)
    expect([...sortedMeans(rows, 3)]).toEqual([6.5, 2, -4])
    expect([...rows]).toEqual([1, -10, 9, 2, 3, 4])
  })

  it('finds the most frequent mistake', () => {
    const confusion = [
      [90, 3, 7],
      [0, 5, 1],
      [8, 0, 2],
    ]
    expect(worstOf(confusion)).toEqual({ label: 2, taken: 0, count: 8, of: 10 })
    expect(worstOf([[4]]).count).toBe(0)
  })

  it('takes means of figures', () => {
    const one = { lossD: 1, lossG: 2, dSource: 0.5, dTarget: 0.25 }
    const other = { lossD: 3, lossG: 0, dSource: 1, dTarget: 0.75 }
    expect(meanFigures([one, other])).toEqual({ lossD: 2, lossG: 1, dSource: 0.75, dTarget: 0.5 })
    expect(meanFigures([])).toBeUndefined()
  })
})

describe('the map', () => {
  it('has a path of marks for each class', () => {
    const classes = byClass(Uint8Array.of(3, 0, 3))
    expect([classes.length, classes[3], classes[0], classes[1]]).toEqual([10, [0, 2], [1], []])
    expect(discs([[1, 2]])).toBe('M1.0 2.0h0')
    expect(crosses([[10, 20]], 2)).toBe('M8.0 18.0l4 4m0 -4l-4 4')
    const two = [Float32Array.of(1, -4, 2, 5), Float32Array.of(0, 9)]
    expect([rangeOf(0, ...two), rangeOf(1, ...two)]).toEqual([
      [0, 2],
      [-4, 9],
    ])
    expect(
      meanPlace([
        [0, 2],
        [4, 4],
      ]),
    ).toEqual([2, 3])
    expect(meanPlace([])).toBeUndefined()
    expect(firstWrong(Uint8Array.of(1, 2, 3, 4), Uint8Array.of(1, 0, 3, 0), 1)).toEqual([1])
  })
})

describe('the recorded attempts', () => {
  const recording: Recording = JSON.parse(
    readFileSync('src/page/lessons/adapt/recorded.json', 'utf8'),
  )
  const framesOf = (name: keyof Recording['attempts']) => recording.attempts[name].map(frameOf)
  const last = (name: keyof Recording['attempts']) => {
    const frame = framesOf(name).at(-1)
    if (!frame?.figures) throw new Error(`${name} is not recorded`)
    return { ...frame, figures: frame.figures }
  }

  it('are packed without loss, but for rounding', () => {
    const [packed] = recording.attempts.fast
    if (!packed) throw new Error('nothing is recorded')
    expect(packFrame(frameOf(packed))).toEqual(packed)
    expect(packFrame({ ...frameOf(packed), figures: undefined }).figures).toBeUndefined()
    const seen = { ...seenOf(packed.target), places: Float32Array.of(3.21, -99) }
    const [x = 0, far = 0] = seenOf(packSeen(seen)).places
    expect([Math.abs(x - 3.21) < 0.07, far]).toEqual([true, -16])
  })

  it('begin with what the shipped classifier says of both domains', () => {
    const { before, statistics } = recording
    expect(before.source.accuracy).toBeGreaterThan(0.98)
    expect(before.target.accuracy).toBeCloseTo(0.698, 2)
    expect(statistics.accuracy).toBeCloseTo(0.726, 2)
    // As the text says.
    for (const [of, first, second] of [
      ['source', 9.5, 1],
      ['target', 7.1, 2.8],
    ] as const) {
      expect(before[of].logits[0]).toBeCloseTo(first, 1)
      expect(before[of].logits[1]).toBeCloseTo(second, 1)
    }
  })

  it('end at their last step', () => {
    for (const name of attemptNames) expect(last(name).step).toBe(attempts[name].steps)
  })

  it('reach what the page tells', () => {
    expect(MEASURED_STEPS).toBe(SHORT)
    for (const row of measured) {
      for (const [seed, name] of Object.entries(row.runs)) {
        if (!name) continue
        const { dSees, lr } = attempts[name]
        expect([dSees, lr, String(attempts[name].seed)]).toEqual([
          row.dSees,
          ratesOf[row.rate],
          seed,
        ])
        const frame = framesOf(name).find(({ step }) => step === MEASURED_STEPS)
        expect(100 * (frame?.target.accuracy ?? 0)).toBeCloseTo(row.right[Number(seed) - 1] ?? 0, 1)
      }
    }
  })

  it('show that the recipe adapts, and that D at 0.5 says nothing of the accuracy', () => {
    expect(attempts.slow.lr).toBe(adaptRecipes.adda.lr)
    expect(last('slow').target.accuracy).toBeGreaterThan(0.9)
    const [fast, unlucky, features] = [last('fast'), last('unlucky'), last('features')]
    for (const { figures } of [fast, unlucky]) {
      expect(figures.dSource).toBeCloseTo(0.5, 1)
      expect(figures.dTarget).toBeCloseTo(0.5, 1)
      expect(figures.lossD).toBeCloseTo(2 * Math.LN2, 1)
    }
    expect(fast.target.accuracy - unlucky.target.accuracy).toBeGreaterThan(0.08)
    expect(features.target.accuracy).toBeLessThan(recording.before.target.accuracy)
    // Classes are swapped, as the text says: twos for ones.
    expect(unlucky.target.worst).toMatchObject({ label: 2, taken: 1, count: 29, of: 49 })
    expect(fast.target.worst.count).toBeLessThan(8)
  })
})
