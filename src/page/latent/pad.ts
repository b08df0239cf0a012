// The drawing pad: bytes in rows, 0 is black. It holds the user's drawing, or an image to search for.

import { signal } from '@preact/signals'
import type { Picture } from '../core/protocol'
import { blank, drawingOf, type Point, stroked } from '../parts/strokes'
import type { Target } from './searchJobs'
import { space } from './state'

/** Image on the pad; undefined until the size of the generator's images is known. */
export const pad = signal<Target | undefined>(undefined)

/** A white pen, half as wide in pixels as in the digits. */
const PEN = { radius: 1.2, ink: [255], paper: [0] }

export function clearPad(): void {
  const { height, width, channels } = space.value ?? { height: 28, width: 28, channels: 1 }
  pad.value = blank({ height, width, channels }, PEN.paper)
}

/** Makes a drawing the target of the search. */
export function lookFor(picture: Picture): void {
  pad.value = drawingOf(picture, space.value?.channels ?? 1)
}

/** Draws a white line with soft edges between two points, in pixels from the pad's corner. */
export function stroke(from: Point, to: Point): void {
  if (!pad.value) clearPad()
  if (pad.value) pad.value = stroked(pad.value, from, to, PEN)
}
