// Order in which the images of a data set come, as shaders/gather.wgsl computes it.

import { philox } from './philox'

/** The image at a position of an epoch's permutation: a Feistel network, walked until it lands inside. */
export function permuted(
  position: number,
  count: number,
  { seed, epoch, stream = 0 }: { seed: number; epoch: number; stream?: number | undefined },
): number {
  const half = Math.max(1, Math.ceil(Math.log2(count) / 2))
  const keys = philox([epoch, stream, 0, 0], [seed, 0x65706f63])
  let value = position
  do {
    let [left, right] = [value >>> half, value % 2 ** half]
    for (const key of keys) {
      ;[left, right] = [right, (left ^ (mix(right ^ key) % 2 ** half)) >>> 0]
    }
    value = left * 2 ** half + right
  } while (value >= count)
  return value
}

/** The finaliser of MurmurHash3. */
function mix(value: number): number {
  let bits = value >>> 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}
