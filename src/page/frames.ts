// The drawings of a run, step after step, for looking back. When there are too many, every second one goes,
// and from then on only half as many are kept.

import { signal } from '@preact/signals'
import type { Picture } from './protocol'

export interface Frame {
  step: number
  picture: Picture
}

const MOST = 128
/** Bytes of all of them. */
const ROOM = 64 * 2 ** 20

export const frames = signal<readonly Frame[]>([])

let every = 1
let offered = 0

export function clearFrames(): void {
  frames.value = []
  every = 1
  offered = 0
}

export function addFrame({ step, picture }: Frame): void {
  // The first is always kept, and is not counted.
  if (frames.value.length > 0 && ++offered % every !== 0) return
  const kept = [...frames.value, { step, picture }]
  const most = Math.max(8, Math.min(MOST, Math.floor(ROOM / picture.pixels.byteLength)))
  if (kept.length <= most) {
    frames.value = kept
    return
  }
  frames.value = kept.filter((_, i) => i % 2 === 0)
  every *= 2
}
