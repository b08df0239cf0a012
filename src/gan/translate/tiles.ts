// Pictures of any size through a translator of one: in tiles that overlap by half, each as the translator has learned
// to see images, blended where they overlap.

/** A picture: [height, width, channels] in [-1, 1]. */
export interface Plane {
  width: number
  height: number
  channels: number
  values: Float32Array
}

export interface Place {
  left: number
  top: number
}

/**
 * Places of tiles that cover a picture.
 *
 * @param side  of a tile, in pixels; the picture is at least as wide and as high
 */
export function tilesOf(
  { width, height }: { width: number; height: number },
  side: number,
): Place[] {
  const tops = along(height, side)
  return tops.flatMap((top) => along(width, side).map((left) => ({ left, top })))
}

/** Evenly spaced, at most half a side apart. */
function along(extent: number, side: number): number[] {
  const room = extent - side
  const steps = Math.ceil(room / (side / 2))
  return Array.from({ length: steps + 1 }, (_, i) => Math.round((i * room) / Math.max(1, steps)))
}

/** The tiles, one after the other: [N, side, side, channels]. */
export function cutTiles(
  { width, channels, values }: Plane,
  places: readonly Place[],
  side: number,
): Float32Array<ArrayBuffer> {
  const row = side * channels
  const tiles = new Float32Array(places.length * side * row)
  for (const [n, { left, top }] of places.entries()) {
    for (let y = 0; y < side; y++) {
      const from = ((top + y) * width + left) * channels
      tiles.set(values.subarray(from, from + row), (n * side + y) * row)
    }
  }
  return tiles
}

/** The picture that tiles make: each pixel is a mean of those that cover it, the nearer to its middle the more. */
export function joinTiles(
  tiles: Float32Array,
  places: readonly Place[],
  { width, height, channels, side }: Omit<Plane, 'values'> & { side: number },
): Plane {
  const sums = new Float64Array(width * height * channels)
  const weights = new Float64Array(width * height)
  const weightAt = (at: number) => Math.min(at + 1, side - at)
  for (const [n, { left, top }] of places.entries()) {
    for (let i = 0; i < side * side; i++) {
      const [y, x] = [Math.floor(i / side), i % side]
      const weight = weightAt(x) * weightAt(y)
      const to = (top + y) * width + left + x
      weights[to] = (weights[to] ?? 0) + weight
      for (let c = 0; c < channels; c++) {
        const value = tiles[(n * side * side + i) * channels + c] ?? 0
        sums[to * channels + c] = (sums[to * channels + c] ?? 0) + weight * value
      }
    }
  }
  const values = Float32Array.from(sums, (sum, i) => sum / (weights[Math.floor(i / channels)] ?? 1))
  return { width, height, channels, values }
}
