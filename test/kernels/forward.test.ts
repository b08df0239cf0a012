// Every kernel against its card's float64 reference, in Chrome. A test's name is an address:
// `conv2d[1] y` is the second sample on the card of conv2d.

import { beforeAll, describe, expect, it } from 'vitest'
import { cardOf, type OpName, opNames } from '../../src/catalogue'
import { drawSample, symbols } from '../../src/catalogue/evaluate'
import type { Verdict } from '../../src/catalogue/verify'
import { trace } from '../../src/gpu/trace'
import { permuted } from '../../src/nn/order'
import { inPage } from '../support/browser'

const variants = [
  ['fast kernels', {}],
  ['fast kernels without subgroups', { subgroupSize: 0 }],
  ['kernels of hardware', { software: false }],
  ['plain kernels', { kernels: 'plain' }],
] as const

/** Samples that kernels of hardware compute in workgroups, in part: these are aligned or not, in several tiles and splits. */
const inWorkgroups: Partial<Record<OpName, readonly number[]>> = {
  conv2d: [1, 9],
  convTranspose2d: [9],
  convWeightGradient: [9],
}

/**
 * The other samples that a GPU's rule gives to that kernel. SwiftShader takes two seconds to compile each:
 * conv.test.ts has more of its shapes and tiles.
 */
function left(op: OpName): number[] {
  const runs = inWorkgroups[op] ?? []
  return [...cardOf(op).samples.keys()].filter((sample) => {
    const { dispatches } = onHardware(op, sample)
    const lean = dispatches.step.some(({ shader }) => shader.name.startsWith('convLean'))
    return lean && !runs.includes(sample)
  })
}

const hardware = { software: false, subgroupSize: 0 }

function onHardware(op: OpName, sample: number) {
  const drawn = drawSample(op, sample)
  const step = () => drawn.card.op(symbols(drawn), drawn.options)
  return trace({ step }, hardware)
}

/** Choices of a GPU's rule for a sample that its kernels cannot compute. */
function impossible(op: OpName, sample: number): unknown[] {
  return onHardware(op, sample).problems.step.flatMap((problem) => {
    const [rule] = problem.candidates(hardware)
    return rule && problem.possible(rule, hardware) ? [] : [rule]
  })
}

describe.each(variants)('%s', (name, options) => {
  describe.each(opNames)('%s', (op) => {
    let verdicts: Verdict[] = []
    let other: boolean[] = []
    const but = name === 'kernels of hardware' ? left(op) : []
    beforeAll(async () => {
      other = await inPage<boolean[]>('differs', op, options)
      // If the op has no fast kernel, the plain one has been checked already.
      if (name === 'fast kernels' || other.some(Boolean)) {
        verdicts = await inPage<Verdict[]>('forward', op, options, but)
      }
    })

    it.each([...cardOf(op).samples.keys()])(`${op}[%i] y`, (sample) => {
      const verdict = verdicts.find((each) => each.sample === sample)
      if (verdict) expect(verdict.ok, JSON.stringify(verdict)).toBe(true)
      else if (but.includes(sample)) expect(impossible(op, sample)).toEqual([])
      else expect(other).not.toContain(true)
    })
  })
})

describe('loops written out and left rolled give the same bits', () => {
  it.each(opNames)('%s', async (op) => {
    expect(await inPage<number[]>('rolled', op)).toEqual(cardOf(op).samples.map(() => 0))
  })

  it('and some kernels have such loops', async () => {
    expect(await inPage<boolean[]>('differs', 'conv2d', { unroll: false })).toContain(true)
  })
})

it.each([1, 2, 3, 10, 64, 65])('an epoch visits each of %i images once', (count) => {
  const order = Array.from({ length: count }, (_, position) =>
    permuted(position, count, { seed: 7, epoch: 2 }),
  )
  expect([...order].sort((a, b) => a - b)).toEqual([...order.keys()])
})

it('two sets of one size come in unrelated orders from two streams', () => {
  const order = (stream: number) =>
    Array.from({ length: 1000 }, (_, position) =>
      permuted(position, 1000, { seed: 1, epoch: 0, stream }),
    )
  const [a, b] = [order(1), order(2)]
  // Of two random orders one image in 1000 is at the same place.
  expect(a.filter((image, i) => image === b[i]).length).toBeLessThan(8)
  expect(new Set(b).size).toBe(1000)
})
