// The tape's gradients, through the real kernels in Chrome, against central differences of the float64
// references, and again for the gradients of gradients. A test's name is an address:
// `conv2d[1] ∂weight` is the second sample on the card of conv2d.

import { beforeAll, describe, expect, it } from 'vitest'
import { cardOf, opNames } from '../../src/catalogue'
import { secondPairs, secondRefusal } from '../../src/catalogue/second'
import type { Verdict } from '../../src/catalogue/verify'
import { differentiable } from '../../src/catalogue/verifyAll'
import { withGradients } from '../scenarios/catalogue'
import { inPage } from '../support/browser'

const withGradient = opNames.filter((op) => cardOf(op).gradient)

describe.each(withGradient)('%s', (op) => {
  let verdicts: Verdict[] = []
  beforeAll(async () => {
    verdicts = await inPage<Verdict[]>('gradient', op)
  })

  const addresses = differentiable(withGradients(op)).flatMap(({ sample, inputs, large }) => [
    ...inputs.map((input) => ({ sample, input: `∂${input}` })),
    ...(large ? [] : secondPairs(op, inputs)).map(({ a, b }) => ({ sample, input: `∂²${a}∂${b}` })),
  ])
  it.each(addresses)(`${op}[$sample] $input`, (address) => {
    const verdict = verdicts.find((each) => matches(each, address))
    expect(verdict?.ok, JSON.stringify(verdict)).toBe(true)
  })
})

function matches(verdict: Verdict, { sample, input }: { sample: number; input: string }): boolean {
  return verdict.sample === sample && verdict.input === input
}

describe('norms with the kernels of hardware, where a workgroup merges the chunks of a group', () => {
  it.each(['batchNorm', 'groupNorm'] as const)('%s', async (op) => {
    const verdicts = await inPage<Verdict[]>('gradient', op, { software: false })
    expect(verdicts.filter(({ ok }) => !ok)).toEqual([])
    expect(verdicts.length).toBeGreaterThan(5)
  })
})

describe('a second differentiation through a fused gradient is refused', () => {
  const refusing = withGradient.filter((op) => cardOf(op).refusesSecond)

  it.each(refusing)('%s', (op) => {
    expect(secondRefusal(op, 0, 'x')).toMatch(cardOf(op).refusesSecond ?? /^$/)
  })

  it('and only there', () => {
    expect(refusing).toEqual(['batchNorm', 'styleActivation'])
    expect(secondRefusal('tanh', 0, 'x')).toBeUndefined()
  })
})

describe('the checks themselves', () => {
  let planted: Record<string, Verdict> = {}
  beforeAll(async () => {
    planted = await inPage('plantedErrors')
  })

  it.each(['a gradient 1 % too large', 'a transposed weight gradient', 'a transposed weight'])(
    'find %s',
    (what) => {
      expect(planted[what]).toMatchObject({ ok: false })
      expect(planted[what]?.error).toBeGreaterThan(1000)
    },
  )

  it.each(['right: the other factor', 'right: the gradient of x'])('find nothing in %s', (what) => {
    expect(planted[what]).toMatchObject({ ok: true })
  })
})
