// Philox-4x32-10 on the CPU: the same bits as shaders/lib/random.wgsl. Weights are drawn here, so a
// seed gives the same initial network on every adapter.

/**
 * The 128 random bits that belong to a counter and a key. A network has millions of weights, so a round makes no array.
 */
export function philox(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
): [number, number, number, number] {
  let [x, y, z, w] = counter
  let [a, b] = key
  for (let round = 0; round < 10; round++) {
    const highX = multiplyHigh(x, 0xd251, 0x1f53)
    const highZ = multiplyHigh(z, 0xcd9e, 0x8d57)
    const lowX = Math.imul(x, 0xd2511f53)
    const lowZ = Math.imul(z, 0xcd9e8d57)
    x = highZ ^ y ^ a
    y = lowZ
    z = highX ^ w ^ b
    w = lowX
    a = (a + 0x9e3779b9) | 0
    b = (b + 0xbb67ae85) | 0
  }
  return [x >>> 0, y >>> 0, z >>> 0, w >>> 0]
}

/** The upper 32 bits of a 64-bit product, from four products of 16-bit halves, each below 2³². `high` and `low` are b's. */
function multiplyHigh(a: number, high: number, low: number): number {
  const [a1, a0] = [a >>> 16, a & 0xffff]
  const middle = (Math.imul(a1, low) >>> 0) + (Math.imul(a0, low) >>> 16)
  const carry = (middle & 0xffff) + (Math.imul(a0, high) >>> 0)
  return (Math.imul(a1, high) + (middle >>> 16) + (carry >>> 16)) | 0
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
