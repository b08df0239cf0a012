// Games recorded for browsers without WebGPU: numbers of the plane as bytes, in base64.
// The commands that write them are in test/support/recordGames.ts.

import type { GameName, Turn } from './games'
import type { Shown } from './jobs'

export interface Frame {
  round: number
  next: Turn
  judged: string
  fake: string
  pushes: string
}

export interface Recording {
  reach: number
  side: number
  real: string
  games: Record<GameName, readonly Frame[]>
}

/** A byte b stands for (b / 255 · 2 − 1) · scale. Pushes are short: theirs is 4. */
const PUSH = 4

const pack = (numbers: Float32Array, scale: number): string => {
  const byte = (x: number) => Math.round((Math.min(1, Math.max(-1, x / scale)) + 1) * 127.5)
  return btoa(String.fromCharCode(...Array.from(numbers, byte)))
}

const unpack = (bytes: string, scale: number): Float32Array =>
  Float32Array.from(atob(bytes), (char) => (char.charCodeAt(0) / 127.5 - 1) * scale)

/** Cells along a side per cell that is kept; of the generated points every second is kept. */
export const THIN = 3

function thinned({ side, values }: { side: number; values: Float32Array }): Float32Array {
  const kept = side / THIN
  return Float32Array.from(
    { length: kept * kept },
    (_, i) =>
      values[(THIN * Math.floor(i / kept) + 1) * side + THIN * (i % kept) + 1] ?? Number.NaN,
  )
}

const half = (points: Float32Array): Float32Array => points.subarray(0, points.length / 2)

export function frameOf({ layers, round, next }: Shown): Frame {
  const { judged, fake, pushes, reach } = layers
  return {
    round,
    next,
    judged: pack(thinned(judged), 1),
    fake: pack(half(fake), reach),
    pushes: pack(half(pushes), PUSH),
  }
}

export const packReal = ({ layers: { real, reach } }: Shown): string => pack(half(real), reach)

export function shownOf({ reach, side, real }: Recording, frame: Frame): Shown {
  const fake = unpack(frame.fake, reach)
  const layers = {
    reach,
    judged: { side, values: unpack(frame.judged, 1) },
    mesh: { side: 0, points: new Float32Array() },
    real: unpack(real, reach),
    fake,
    pushes: unpack(frame.pushes, PUSH),
    count: { modes: 0, good: 0 },
  }
  return { layers, round: frame.round, next: frame.next }
}
