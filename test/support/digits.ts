// The digits of MNIST in two halves, and choices of them, for tests of the judge.

import { loadHalves } from '../../src/cli/data/images'
import type { ImageSet } from '../../src/data/imageSet'

export type Labelled = ImageSet & { labels: Uint8Array }

export async function loadDigits(): Promise<{ train: Labelled; heldOut: Labelled }> {
  const { train, heldOut } = await loadHalves('mnist')
  return { train: labelled(train), heldOut: labelled(heldOut) }
}

function labelled({ labels, ...images }: ImageSet): Labelled {
  if (!labels) throw new Error('no labels')
  return { ...images, labels }
}

/** Chosen images of a set, in that order. */
export function pick({ pixels, labels, ...set }: Labelled, chosen: readonly number[]): Labelled {
  const each = pixels.length / set.count
  const picked = new Uint8Array(chosen.length * each)
  for (const [n, from] of chosen.entries()) {
    picked.set(pixels.subarray(from * each, (from + 1) * each), n * each)
  }
  const named = Uint8Array.from(chosen, (n) => labels[n] ?? 0)
  return { ...set, count: chosen.length, pixels: picked, labels: named }
}

export const range = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => first + i)
