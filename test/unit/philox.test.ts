// The random number generator against its authors' published values
// (https://github.com/DEShawResearch/random123, tests/kat_vectors).

import { expect, test } from 'vitest'
import { hash, hashBits } from '../../src/gpu/hash'
import { philox, shuffled } from '../../src/nn/philox'

const all = 0xffffffff

test.each([
  [
    [0, 0, 0, 0],
    [0, 0],
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  ],
  [
    [all, all, all, all],
    [all, all],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
] as const)('philox of %j under %j', (counter, key, bits) => {
  expect(philox(counter, key)).toEqual([...bits])
})

// http://www.isthe.com/chongo/tech/comp/fnv/, its test vectors for 32 bits.
test.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])('streams have the FNV-1a hash of their names: %j', (text, bits) => {
  expect(hashBits(text)).toBe(bits)
  expect(Number.parseInt(hash(text), 16)).toBe(bits)
})

test('a shuffle has every number once, in an order that its seed decides', () => {
  const order = shuffled(1000, 1)
  expect(order.toSorted()).toEqual(Uint32Array.from({ length: 1000 }, (_, i) => i))
  expect(shuffled(1000, 1)).toEqual(order)
  expect(shuffled(1000, 2)).not.toEqual(order)
  // A number's place is independent of its size: the correlation of 1,000 numbers has a deviation of 0.03.
  const centred = (value: number) => value - 499.5
  const products = order.reduce((sum, value, i) => sum + centred(value) * centred(i), 0)
  expect(Math.abs(products / (1000 * (1000 ** 2 / 12)))).toBeLessThan(0.15)
})
