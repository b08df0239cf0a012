// Linear ops are closed under differentiation: the gradient of Aᵀu by u is A again, by the same kernel and
// so with the same bits. Differences of the reference cannot check it: ∂²x∂x of a linear op is zero.

import { describe, expect, it } from 'vitest'
import { cardOf, type OpName } from '../../src/catalogue'
import { inPage } from '../support/browser'

const linear = [
  'reshape',
  'expand',
  'sumTo',
  'transpose',
  'concat',
  'slice',
  'split',
  'pad',
  'avgPool2d',
  'upsampleNearest2d',
  'affineWarp',
] as const satisfies readonly OpName[]

describe.each(linear)('%s', (op) => {
  it.each([...cardOf(op).samples.keys()])(`${op}[%i] there and back`, async (sample) => {
    expect(await inPage<number>('thereAndBack', op, sample)).toBe(0)
  })
})
