// Every kernel of the convolutions, the rule's choice or not, on random shapes and in random tiles,
// against the cards' float64 references.

import { beforeAll, expect, it } from 'vitest'
import type { AdapterInfo } from '../../src/cli/gpu/page/harness'
import { kernels } from '../../src/ops/convFamily'
import type { Judged } from '../scenarios/conv'
import { inPage } from '../support/browser'

const seen = new Set<string>()

/** Kernels that the adapter can run: subgroups are optional. */
let able: string[] = []

beforeAll(async () => {
  const { features } = await inPage<AdapterInfo>('adapterInfo')
  const subgroups = features.includes('subgroups')
  able = Object.keys(kernels).filter((name) => name !== 'subgroup' || subgroups)
})

it.each([1, 2, 3, 4, 5, 6, 7, 8])('random convolution %i', async (seed) => {
  const judged = await inPage<Judged[]>('randomConvolution', seed)
  for (const { choice } of judged) seen.add(choice.kernel)
  expect(judged.filter(({ verdict }) => !verdict.ok)).toEqual([])
  // Three sums by plain and register tiles and, with subgroups, by theirs; the other kernels compute some of the sums.
  expect(judged.length).toBeGreaterThan(able.includes('subgroup') ? 8 : 5)
})

it('no kernel was left out', () => {
  expect([...seen].sort()).toEqual(able.sort())
})
