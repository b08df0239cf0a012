// Every kernel against its card's float64 reference, in Chrome. A test's name is an address:
// `conv2d[1] y` is the second sample on the card of conv2d.

import { beforeAll, describe, expect, it } from 'vitest'
import { cardOf, opNames } from '../../src/catalogue'
import { permuted } from '../../src/catalogue/gather'
import type { Verdict } from '../../src/catalogue/verify'
import { inPage } from '../support/browser'

const variants = [
  ['fast kernels', {}],
  ['fast kernels without subgroups', { subgroupSize: 0 }],
  ['kernels of hardware', { software: false }],
  ['plain kernels', { kernels: 'plain' }],
] as const

describe.each(variants)('%s', (name, options) => {
  describe.each(opNames)('%s', (op) => {
    let verdicts: Verdict[] = []
    let other: boolean[] = []
    beforeAll(async () => {
      other = await inPage<boolean[]>('differs', op, options)
      // If the op has no fast kernel, the plain one has been checked already.
      if (name === 'fast kernels' || other.some(Boolean)) {
        verdicts = await inPage<Verdict[]>('forward', op, options)
      }
    })

    it.each([...cardOf(op).samples.keys()])(`${op}[%i] y`, (sample) => {
      const verdict = verdicts.find((each) => each.sample === sample)
      if (verdict) expect(verdict.ok, JSON.stringify(verdict)).toBe(true)
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
  const order = Array.from({ length: count }, (_, position) => permuted(position, count, 7, 2))
  expect([...order].sort((a, b) => a - b)).toEqual([...order.keys()])
})
