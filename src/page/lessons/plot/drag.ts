// Whoever drags in a drawing.

import type { TargetedPointerEvent } from 'preact'

export interface Dragged {
  /** Pixels from the drawing's edges. */
  left: number
  top: number
  /** Was the button pressed just now? */
  begins: boolean
}

/** What a drawing hears as long as a button is held down, also when the pointer leaves it. */
export function dragged(to: (place: Dragged) => void) {
  const heard = (event: TargetedPointerEvent<Element>) => {
    const { buttons, clientX, clientY, currentTarget, pointerId } = event
    if (buttons === 0) return
    const begins = event.type === 'pointerdown'
    if (begins) currentTarget.setPointerCapture(pointerId)
    const { left, top } = currentTarget.getBoundingClientRect()
    to({ left: clientX - left, top: clientY - top, begins })
  }
  return { onPointerDown: heard, onPointerMove: heard }
}
