import type { RefObject } from 'preact'
import { type Inputs, useLayoutEffect } from 'preact/hooks'

/** Paints a canvas when an input changes, and again when a browser whose GPU process ended has emptied it. */
export function usePainted(
  canvas: RefObject<HTMLCanvasElement | null>,
  paint: (context: CanvasRenderingContext2D) => void,
  inputs: Inputs,
): void {
  useLayoutEffect(() => {
    const element = canvas.current
    const painted = () => {
      const context = element?.getContext('2d')
      if (context) paint(context)
    }
    painted()
    element?.addEventListener('contextrestored', painted)
    return () => element?.removeEventListener('contextrestored', painted)
  }, inputs)
}
