// Points of a plot. A pointer selects the nearest, arrow keys the next.

import type { ComponentChildren, TargetedPointerEvent } from 'preact'
import { familyOf } from './families'
import { marks } from './Mark'
import { rowTitle } from './rowTitle'
import * as state from './state'
import { text } from './text'

export interface Point {
  row: state.MeasuredRow
  name: string
  /** Pixels. */
  x: number
  y: number
}

export interface PlotProps {
  /** From left to right. */
  points: readonly Point[]
  size: { width: number; height: number }
  /** Drawn behind the points. */
  children: ComponentChildren
}

/** Distance in pixels within which a pointer selects a point. */
const NEAR = 28

export function Plot({ points, size, children }: PlotProps) {
  const at = points.findIndex(({ name }) => name === state.pointed.value)
  const point = (event: TargetedPointerEvent<HTMLDivElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect()
    const away = ({ x, y }: Point) => Math.hypot(event.clientX - left - x, event.clientY - top - y)
    const [nearest] = points.toSorted((a, b) => away(a) - away(b))
    if (nearest && away(nearest) < NEAR) state.pointed.value = nearest.name
  }
  const pointed = points[at]
  const drawing = { ...size, viewBox: `0 0 ${size.width} ${size.height}` }
  const behind = (
    <svg {...drawing} aria-hidden="true">
      {children}
    </svg>
  )
  // A listbox must have options.
  if (points.length === 0) return <div class="plot">{behind}</div>
  return (
    <div
      id="roofline"
      class="plot"
      role="listbox"
      aria-label={text.value.roofline.label}
      aria-activedescendant={at < 0 ? undefined : `point-${at}`}
      tabIndex={0}
      onPointerMove={point}
      onPointerDown={point}
      onKeyDown={(event) => {
        const to = placeAfter(event.key, at, points.length)
        if (to === undefined) return
        event.preventDefault()
        state.pointed.value = points[to]?.name
      }}
    >
      {behind}
      <svg {...drawing} class="points" role="presentation">
        {points.map(({ row, name, x, y }, i) => (
          <g
            key={name}
            id={`point-${i}`}
            role="option"
            aria-selected={i === at}
            aria-label={rowTitle(row)}
            class={`point ${familyOf(row.op)}`}
            transform={`translate(${x} ${y})`}
            data-row={name}
          >
            <path d={marks[familyOf(row.op)]} />
          </g>
        ))}
        {/* Drawn again, above points that cover it. */}
        {pointed && (
          <path
            class={`ring ${familyOf(pointed.row.op)}`}
            transform={`translate(${pointed.x} ${pointed.y})`}
            d={marks[familyOf(pointed.row.op)]}
          />
        )}
      </svg>
    </div>
  )
}

/** Index that a key moves to, of `count` points; undefined for other keys. */
function placeAfter(key: string, at: number, count: number): number | undefined {
  const last = count - 1
  if (key === 'ArrowRight' || key === 'ArrowDown') return Math.min(at + 1, last)
  if (key === 'ArrowLeft' || key === 'ArrowUp') return at < 0 ? last : Math.max(at - 1, 0)
  if (key === 'Home') return 0
  if (key === 'End') return last
  return undefined
}
