// An untrained generator draws in shades of one grey: as long as no pixel is far from the middle, its
// drawings are shown with more contrast.

import type { Picture } from '../core/protocol'

/** A picture whose farthest byte is so far from the middle can be seen as it is. */
const VISIBLE = 64

export function contrastFor({ pixels }: Picture): number {
  return Math.max(1, VISIBLE / farthest(pixels))
}

/** How far from the middle (127.5) the farthest red, green or blue byte is. */
function farthest(pixels: Uint8ClampedArray): number {
  let most = 0
  // Once a second for a quarter of a million bytes: a plain loop, since iterators take ten times as long.
  for (let i = 0; i < pixels.length; i++) {
    if (i % 4 !== 3) most = Math.max(most, Math.abs((pixels[i] ?? 0) - 127.5))
  }
  return most
}
