// Memory with an owner: freed at the end of the work, also when it throws.

import { expect, test } from 'vitest'
import { empty } from '../../src/autograd/tensor'
import { standing } from '../../src/gan/model/standing'
import { free, owning } from '../../src/gpu/owning'

/** An object that counts how often it is freed. */
const counted = () => ({
  freed: 0,
  destroy() {
    this.freed++
  },
})

test('everything owned is freed once the work is done, not before', async () => {
  const [one, two, three] = [counted(), counted(), counted()]
  const result = await owning(async (own) => {
    expect(own(one)).toBe(one)
    own([two])
    own({ three })
    await Promise.resolve()
    return [one, two, three].map(({ freed }) => freed)
  })
  expect(result).toEqual([0, 0, 0])
  expect([one, two, three].map(({ freed }) => freed)).toEqual([1, 1, 1])
})

test('a throw frees, too, and is thrown on', async () => {
  const one = counted()
  const failing = owning(async (own) => {
    own(one)
    throw new Error('no luck')
  })
  await expect(failing).rejects.toThrow('no luck')
  expect(one.freed).toBe(1)
})

test('tensors and slices lose their memory; those without a place have none to lose', () => {
  const [tensor, other] = [standing('tensor', [4]), standing('other', [4])]
  free(tensor, other.slice, empty('unplaced', [4]))
  for (const { slice } of [tensor, other]) {
    expect(() => slice.memory?.on({} as GPUDevice)).toThrow('its memory was freed')
  }
})
