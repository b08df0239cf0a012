// Width of a figure: its drawing has as many pixels, so that letters have their usual size.

import type { RefObject } from 'preact'
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
