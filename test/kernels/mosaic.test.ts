// A batch as one picture: the kernel against plain loops, and the trainer's picture against its samples.

import { expect, test } from 'vitest'
import { empty } from '../../src/autograd/tensor'
import { mosaic } from '../../src/gan/run/mosaic'
import { trace } from '../../src/gpu/trace'
import { inPage } from '../support/browser'

test.each([
  { count: 64, height: 32, width: 32, channels: 1, columns: 8 },
  { count: 6, height: 3, width: 5, channels: 3, columns: 3 },
  { count: 7, height: 4, width: 2, channels: 3, columns: 3 },
  { count: 10, height: 5, width: 3, channels: 1, columns: 4 },
  { count: 1, height: 3, width: 3, channels: 1, columns: 8 },
])('$count images $height × $width × $channels in $columns columns', async (grid) => {
  const { bytes, wrong } = await inPage<{ bytes: number; wrong: number }>('mosaicErrors', grid)
  const rows = Math.ceil(grid.count / grid.columns)
  expect(bytes).toBe(4 * rows * grid.height * grid.columns * grid.width)
  expect(wrong).toBe(0)
})

test('two channels are refused', () => {
  const step = () => mosaic(empty('images', [4, 2, 2, 2]), { columns: 2 })
  expect(() => trace({ step })).toThrow('mosaic: images need 1 or 3 channels, got 2.')
})

test("a trainer's picture shows its samples, and makes no buffer", async () => {
  const { buffers, wrong } = await inPage<{ buffers: number; wrong: number[] }>('pictureErrors')
  expect(wrong).toEqual([0, 0, 0, 0, 0])
  expect(buffers).toBe(0)
})

test('a trainer may be destroyed; the next of the same seed begins with the same picture', async () => {
  expect(await inPage<boolean>('pictureAgain')).toBe(true)
})
