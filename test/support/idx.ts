// IDX files for tests, for `--data`.

/** An IDX file of that type (8: bytes), with dimensions and elements. */
export function idx(
  type: number,
  dimensions: readonly number[],
  elements: ArrayLike<number>,
): Uint8Array<ArrayBuffer> {
  const start = 4 + 4 * dimensions.length
  const file = new Uint8Array(start + elements.length)
  file.set([0, 0, type, dimensions.length])
  dimensions.forEach((size, i) => {
    new DataView(file.buffer).setUint32(4 + 4 * i, size)
  })
  file.set(elements, start)
  return file
}

/** Grey images, no two alike. */
export function idxImages(count: number, height: number, width: number): Uint8Array<ArrayBuffer> {
  const pixels = Array.from({ length: count * height * width }, (_, i) => (i * 37) % 256)
  return idx(8, [count, height, width], pixels)
}
