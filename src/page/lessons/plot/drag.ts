import type { TargetedPointerEvent } from 'preact'

export interface Dragged {
  /** Pixels from the drawing's edges. */
  left: number
  top: number
  /** Is it the start of the drag? */
  begins: boolean
}

/** Handlers that follow the pointer while a button is held down, even outside the drawing. */
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
