// Philox-4x32-10 on the CPU: the same bits as shaders/lib/random.wgsl. Weights are drawn here, so a
// seed gives the same initial network on every adapter.

/** The 128 random bits that belong to a counter and a key. */
export function philox(
  counter: readonly [number, number, number, number],
  [key0, key1]: readonly [number, number],
): [number, number, number, number] {
  let [x, y, z, w] = counter
  let [a, b] = [key0 >>> 0, key1 >>> 0]
  for (let round = 0; round < 10; round++) {
    const [highX, lowX] = multiplyWide(x, 0xd2511f53)
    const [highZ, lowZ] = multiplyWide(z, 0xcd9e8d57)
    ;[x, y, z, w] = [(highZ ^ y ^ a) >>> 0, lowZ, (highX ^ w ^ b) >>> 0, lowX]
    a = (a + 0x9e3779b9) >>> 0
    b = (b + 0xbb67ae85) >>> 0
  }
  return [x, y, z, w]
}

/** A 64-bit product as [high, low], from four products of 16-bit halves: each is exact in a double. */
function multiplyWide(a: number, b: number): [number, number] {
  const [a1, a0, b1, b0] = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff]
  const middle = a1 * b0 + Math.floor((a0 * b0) / 0x10000)
  const carry = (middle % 0x10000) + a0 * b1
  const high = a1 * b1 + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000)
  return [high, Math.imul(a, b) >>> 0]
}

/** The upper 24 bits as a number in [0, 1), exact in f32. */
export const unit = (bits: number): number => (bits >>> 8) * 2 ** -24

/** Pure functions of (seed, stream, index): uniform and normal numbers. */
export class Random {
  readonly #seed: number
  readonly #stream: number
  #index = 0

  constructor(seed: number, stream: number) {
    this.#seed = seed
    this.#stream = stream
  }

  uniform(low: number, high: number): number {
    return low + (high - low) * unit(this.#next()[0])
  }

  normal(mean: number, std: number): number {
    const [a, b] = this.#next()
    return mean + std * Math.sqrt(-2 * Math.log(1 - unit(a))) * Math.cos(2 * Math.PI * unit(b))
  }

  /** A whole number of at least 0 and below `end`. */
  below(end: number): number {
    return Math.floor(unit(this.#next()[0]) * end)
  }

  #next() {
    return philox([this.#index++, this.#stream, 0, 0], [this.#seed, 0x77656967])
  }
}

/** The numbers from 0 to count - 1 in an order that belongs to a seed: Fisher and Yates's shuffle. */
export function shuffled(count: number, seed: number): Uint32Array<ArrayBuffer> {
  const order = Uint32Array.from({ length: count }, (_, i) => i)
  const random = new Random(seed, 0x73687566)
  for (let i = count - 1; i > 0; i--) {
    const j = random.below(i + 1)
    const [a = 0, b = 0] = [order[i], order[j]]
    order[i] = b
    order[j] = a
  }
  return order
}
