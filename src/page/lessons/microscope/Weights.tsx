// The weights of the small D, or their gradients, as a map; the chosen one is framed.

import type { TargetedPointerEvent } from 'preact'
import { bands, beside, cells, DRAWING, nearest } from './net'
import { titleOf } from './say'
import { colouring, index, taped } from './state'
import { text } from './text'

const named = ['weight1', 'gamma', 'weight2'] as const

export function Weights() {
  const { map } = text.value
  const { value: at } = index
  const { value: known } = taped
  const values = known?.[colouring.value]
  const most = Math.max(...(values ?? []).map(Math.abs), 1e-9)
  const point = (event: TargetedPointerEvent<HTMLElement>) => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect()
    const x = ((event.clientX - left) / width) * DRAWING.width
    index.value = nearest(x, ((event.clientY - top) / height) * DRAWING.height)
  }
  return (
    <>
      <div class="scope-weights">
        <svg viewBox={`0 0 ${DRAWING.width} ${DRAWING.height}`} aria-hidden="true">
          {named.map((name) => (
            <text key={name} x={0} y={bands[name] - 0.25}>
              {map[name]}
            </text>
          ))}
          {cells.map(({ index: i, x, y }) => {
            const value = values?.[i] ?? 0
            return (
              <rect
                key={i}
                data-at={i}
                data-value={value}
                class={value < 0 ? 'below' : 'above'}
                x={x + 0.04}
                y={y + 0.04}
                width={0.92}
                height={0.92}
                fill-opacity={0.05 + (0.95 * Math.abs(value)) / most}
              />
            )
          })}
          {cells
            .filter((cell) => cell.index === at)
            .map(({ x, y }) => (
              <rect key="picked" class="picked" {...{ x, y }} width={1} height={1} />
            ))}
        </svg>
        <button
          type="button"
          id="scope-weights"
          class="touch"
          aria-label={map.label}
          aria-describedby="scope-picked"
          onPointerDown={point}
          onPointerMove={(event) => {
            if (event.buttons > 0) point(event)
          }}
          onKeyDown={(event) => {
            const next = beside(at, event.key)
            if (next === undefined) return
            event.preventDefault()
            index.value = next
          }}
        />
      </div>
      <p id="scope-picked" aria-live="polite">
        {titleOf(at)}
      </p>
    </>
  )
}
