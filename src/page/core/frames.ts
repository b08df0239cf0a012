// Pictures of a run by step, for looking back. When there are too many, every second one is dropped, and from then
// on half as many are kept.

import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { Layers } from '../../gan/toy/toyLayers'
import type { Picture } from './protocol'

const MOST = 128
/** Bytes of all of them. */
const ROOM = 64 * 2 ** 20

/** Step that the user looks back to; undefined while the page follows the run. */
export const lookedAt = signal<number | undefined>(undefined)

export class Film<Frame extends { step: number }> {
  readonly frames = signal<readonly Frame[]>([])
  readonly newest = signal<Frame | undefined>(undefined)
  /** The frame to show: the last one at or before `lookedAt`. */
  readonly shown: ReadonlySignal<Frame | undefined> = computed(() => {
    const step = lookedAt.value
    const newest = this.newest.value
    if (step === undefined) return newest
    return this.frames.value.findLast((frame) => frame.step <= step) ?? newest
  })
  readonly #bytes: (frame: Frame) => number
  #every = 1
  #offered = 0

  constructor(bytes: (frame: Frame) => number) {
    this.#bytes = bytes
  }

  add(frame: Frame): void {
    this.newest.value = frame
    // The first is always kept, and is not counted.
    if (this.frames.value.length > 0 && ++this.#offered % this.#every !== 0) return
    const kept = [...this.frames.value, frame]
    const most = Math.max(8, Math.min(MOST, Math.floor(ROOM / this.#bytes(frame))))
    if (kept.length > most) this.#every *= 2
    this.frames.value = kept.length > most ? kept.filter((_, i) => i % 2 === 0) : kept
  }

  /** Keeps only the newest frame, or none. */
  restart({ empty = false } = {}): void {
    const newest = empty ? undefined : this.newest.value
    this.newest.value = newest
    this.frames.value = newest ? [newest] : []
    this.#every = 1
    this.#offered = 0
  }

  /** Forgets frames at later steps than the newest frame: the run went back. */
  rewind(): void {
    const newest = this.newest.value
    if (!newest) return
    this.frames.value = [...this.frames.value.filter(({ step }) => step < newest.step), newest]
  }
}

export interface Frame {
  step: number
  picture: Picture
}

export const pictures = new Film<Frame>(({ picture }) => picture.pixels.byteLength)

/** The plane of a GAN of points. */
export const planes = new Film<{ step: number; layers: Layers }>(({ layers }) => {
  const { judged, mesh, real, fake, pushes } = layers
  return [judged.values, mesh.points, real, fake, pushes].reduce((sum, a) => sum + a.byteLength, 0)
})
