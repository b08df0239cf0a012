// Numbers to compute on. How long a kernel takes does not depend on them, unless they are subnormal,
// infinite or not numbers; so a generator of two lines will do, and megabytes are filled in no time.

import { size } from '../src/autograd/check'
import type { Input } from '../src/catalogue/card'

const arrays = { f32: Float32Array, u32: Uint32Array, u8: Uint8Array } as const

/** An input's numbers, between its bounds; another seed gives others. */
export function fill({ shape, low = -1, high = 1, values, dtype = 'f32' }: Input, seed: number) {
  const numbers = new arrays[dtype](size(shape))
  if (values) {
    numbers.set(values)
    return numbers
  }
  let state = seed + 1
  for (let i = 0; i < numbers.length; i++) {
    // Numerical Recipes' linear congruential generator.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    numbers[i] = low + (high - low) * (state / 2 ** 32)
  }
  return numbers
}
