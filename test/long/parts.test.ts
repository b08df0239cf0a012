// A data set in parts trains to the bits of one buffer, in Chrome as in Node (test/kernels/parts.test.ts).

import { expect, test } from 'vitest'
import type { GanConfig } from '../../src/gan/model/config'
import type { partsScenarios } from '../scenarios/parts'
import { inPage } from '../support/browser'

type Compared = Awaited<ReturnType<(typeof partsScenarios)['comparePartsHere']>>

test.each([
  [{ halfActivations: true }],
  [
    {
      ...{ objective: 'wgan-gp', criticSteps: 2, lambda: 10, classes: 3, ema: 0.9 },
      augment: 'colour,translation,cutout,flip',
    },
  ],
] satisfies [Partial<GanConfig>][])(
  'three parts of 70 images are one buffer, bit for bit, and share checkpoints: %j',
  async (changes) => {
    // Past the end of the first epoch.
    const { batches, digests, saved, gathers } = await inPage<Compared>(
      'comparePartsHere',
      changes,
      6,
    )
    const [whole, parted] = batches
    expect(new Set(whole).size).toBe(6)
    expect(parted).toEqual(whole)
    expect(digests).toHaveLength(4)
    expect(new Set(digests).size).toBe(1)
    expect(saved[1]).toEqual(saved[0])
    const labels = 'classes' in changes ? ['gather_classes'] : []
    expect(gathers[0]).toEqual(['gather', ...labels])
    expect(gathers[1]).toEqual(['gather_part', 'gather_part', 'gather_part', ...labels])
  },
)
