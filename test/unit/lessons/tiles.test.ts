// The recorded machine code of the lesson on tiles.

import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { type Compiled, countOf, shareOf } from '../../../src/page/lessons/tiles/compiled'
import machine from '../../../src/page/lessons/tiles/machine.json'

const kernels = machine as unknown as readonly Compiled[]

it.each(kernels)('the machine code of $name belongs to the kernel as it is', (kernel) => {
  const source = readFileSync(`shaders/${kernel.name}`, 'utf8')
  expect(source).toContain(kernel.wgsl)
  // A tile of 64 × 64 by 64 lanes, 8 terms a turn.
  expect(countOf(kernel, 'fma')).toBe(512)
})

it('the lean kernel has more multiply-adds among its vector instructions', () => {
  expect(kernels.map((kernel) => Math.round(shareOf(kernel)))).toEqual([64, 94])
})
