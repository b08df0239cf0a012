// Width of a figure: its drawing has as many pixels, so that letters have their usual size.

import type { ComponentChildren, RefObject, SVGAttributes } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

export function useWidth(
  begin = 640,
): readonly [width: number, host: RefObject<HTMLDivElement | null>] {
  const host = useRef<HTMLDivElement>(null)
  const [width, set] = useState(begin)
  useEffect(() => {
    if (!host.current) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) set(Math.max(200, Math.round(entry.contentRect.width)))
    })
    observer.observe(host.current)
    return () => observer.disconnect()
  }, [])
  return [width, host]
}

interface DrawingProps extends SVGAttributes<SVGSVGElement> {
  /** Both by `useWidth`. */
  host: RefObject<HTMLDivElement | null>
  width: number
  height: number
  label: string
  children: ComponentChildren
}

/** A figure drawn in SVG, in pixels, with its description. */
export function Drawing({ host, width, height, label, children, ...more }: DrawingProps) {
  return (
    <div ref={host} class="plotted">
      <svg
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={label}
        {...more}
      >
        {children}
      </svg>
    </div>
  )
}
