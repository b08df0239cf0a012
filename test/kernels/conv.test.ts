// Every kernel of the convolutions, the rule's choice or not, on random shapes and in random tiles,
// against the cards' float64 references.

import { expect, it } from 'vitest'
import { kernels } from '../../src/ops/convFamily'
import type { Judged } from '../scenarios/conv'
import { inPage } from '../support/browser'

const seen = new Set<string>()

it.each([1, 2, 3, 4, 5, 6, 7, 8])('random convolution %i', async (seed) => {
  const judged = await inPage<Judged[]>('randomConvolution', seed)
  for (const { choice } of judged) seen.add(choice.kernel)
  expect(judged.filter(({ verdict }) => !verdict.ok)).toEqual([])
  expect(judged.length).toBeGreaterThan(8)
})

it('no kernel was left out', () => {
  expect([...seen].sort()).toEqual(Object.keys(kernels).sort())
})
