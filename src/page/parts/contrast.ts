// An untrained generator draws in nearly one grey: as long as no pixel is far from the middle, its
// drawings are shown with more contrast.

import type { Picture } from '../core/protocol'

/** Distance from the middle (127.5), of the farthest byte, from which a picture needs no more contrast. */
const VISIBLE = 64

export function contrastFor({ pixels }: Picture): number {
  return Math.max(1, VISIBLE / farthest(pixels))
}

/** Distance from the middle (127.5) of the farthest red, green or blue byte. */
function farthest(pixels: Uint8ClampedArray): number {
  let most = 0
  // Once a second for a quarter of a million bytes: a plain loop, since iterators take ten times as long.
  for (let i = 0; i < pixels.length; i++) {
    if (i % 4 !== 3) most = Math.max(most, Math.abs((pixels[i] ?? 0) - 127.5))
  }
  return most
}
