// Attempts recorded for browsers without WebGPU: places as bytes in base64, labels as digits.
// The commands that write them are in test/support/recordWorld.ts.

import type { AdaptFigures } from '../../../gan/adapt/adapter'
import type { AttemptName } from './attempts'
import type { Mistake } from './reading'
import type { Frame, Seen } from './world'

export interface PackedSeen {
  accuracy: number
  worst: Mistake
  named: string
  places: string
  logits: readonly number[]
}

export interface PackedFrame {
  step: number
  target: PackedSeen
  figures?: AdaptFigures | undefined
}

export interface Recording {
  before: Record<'source' | 'target', PackedSeen>
  statistics: PackedSeen
  attempts: Record<AttemptName, readonly PackedFrame[]>
}

/** A byte b stands for (b / 255 · 2 − 1) · REACH. */
const REACH = 16

const rounded = (value: number): number => Number(value.toFixed(3))

export function packSeen({ accuracy, worst, named, places, logits }: Seen): PackedSeen {
  const byte = (x: number) => Math.round((Math.min(1, Math.max(-1, x / REACH)) + 1) * 127.5)
  return {
    accuracy,
    worst,
    named: [...named].join(''),
    places: btoa(String.fromCharCode(...Array.from(places, byte))),
    logits: Array.from(logits, rounded),
  }
}

export function seenOf({ accuracy, worst, named, places, logits }: PackedSeen): Seen {
  return {
    accuracy,
    worst,
    named: Uint8Array.from(named, Number),
    places: Float32Array.from(atob(places), (char) => (char.charCodeAt(0) / 127.5 - 1) * REACH),
    logits: Float32Array.from(logits),
  }
}

export function packFrame({ step, target, figures }: Frame): PackedFrame {
  if (!figures) return { step, target: packSeen(target) }
  const { lossD, lossG, dSource, dTarget } = figures
  const means = [lossD, lossG, dSource, dTarget].map(rounded)
  const [a = 0, b = 0, c = 0, d = 0] = means
  return {
    step,
    target: packSeen(target),
    figures: { lossD: a, lossG: b, dSource: c, dTarget: d },
  }
}

export const frameOf = ({ step, target, figures }: PackedFrame): Frame => ({
  step,
  target: seenOf(target),
  figures,
})
