// Numbers as halves (IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of fraction), for files. Not every
// JavaScript has an array of them yet.

/** Each number as the nearest half, of two equally near ones the even; beyond ±65504 it is infinite. */
export function toHalves(numbers: Float32Array): Uint16Array<ArrayBuffer> {
  const words = new Uint32Array(Float32Array.from(numbers).buffer)
  return Uint16Array.from(words, halfOf)
}

export function fromHalves(halves: Uint16Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(halves, numberOf)
}

/** From the bits of a float: 1 of sign, 8 of exponent, 23 of fraction. */
function halfOf(word: number): number {
  const [sign, size] = [(word >>> 16) & 0x8000, word & 0x7fffffff]
  if (size > 0x7f800000) return sign | 0x7e00
  // From 65520 on, the nearest half would be 2¹⁶.
  if (size >= 0x477ff000) return sign | 0x7c00
  // Below 2⁻¹⁴ halves are the multiples of 2⁻²⁴.
  if (size < 0x38800000) return sign | evenly(numberOfBits(size) * 2 ** 24)
  // 13 bits of fraction go, and the exponent counts from 15 in place of 127. A carry ends up in it.
  return sign | ((size + 0xfff + ((size >>> 13) & 1) - 0x38000000) >>> 13)
}

function numberOf(half: number): number {
  const [sign, exponent, fraction] = [half & 0x8000 ? -1 : 1, (half >>> 10) & 31, half & 1023]
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction > 0 ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

function evenly(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor
}

/** The number of a float's bits, without sign, that is not infinite. */
function numberOfBits(size: number): number {
  return new Float32Array(Uint32Array.of(size).buffer)[0] ?? 0
}
