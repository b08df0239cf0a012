/** An empty IDX file of bytes, and its elements to be written. */
export function idxOf(dimensions: readonly number[]): { file: Uint8Array; elements: Uint8Array } {
  const start = 4 + 4 * dimensions.length
  const file = new Uint8Array(start + dimensions.reduce((product, size) => product * size, 1))
  file.set([0, 0, 8, dimensions.length])
  for (const [i, size] of dimensions.entries()) {
    new DataView(file.buffer).setUint32(4 + 4 * i, size)
  }
  return { file, elements: file.subarray(start) }
}
