// Lets `toEqual` compare pictures and weights quickly: import it for its effect.

import { expect } from 'vitest'

type Numbers = Uint8Array | Uint16Array | Uint32Array | Float32Array

const isNumbers = (value: unknown): value is Numbers =>
  value instanceof Uint8Array ||
  value instanceof Float32Array ||
  value instanceof Uint32Array ||
  value instanceof Uint16Array

/**
 * Compares the numbers as `toEqual` does: NaN is NaN, and -0 is not 0. `toEqual` itself takes a second of processor time
 * for a picture. Anything else, and arrays of two kinds, is left to it.
 */
function areSame(a: unknown, b: unknown): boolean | undefined {
  if (!isNumbers(a) || !isNumbers(b) || a.constructor !== b.constructor) return undefined
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false
  return true
}

expect.addEqualityTesters([areSame])
