// Pixels of an image as squares, to pick by the pointer or by arrow keys.

import type { TargetedPointerEvent } from 'preact'
import { key, pixelAt } from './state'
import { text } from './text'
import type { Pixel } from './ties'

export interface Look {
  text: string | number
  /** Strength of the tint, 0 to 1. */
  strength: number
  /** Hue of the tint in degrees; by default the theme's blue. */
  hue?: number
}

export interface PixelsProps {
  id: string
  label: string
  extent: number
  look: (pixel: Pixel, index: number) => Look
  lit: ReadonlySet<string>
  /** The picked pixel, if it is one of these. */
  at?: Pixel | undefined
  /** Undefined where there is nothing to pick. */
  pick?: (pixel: Pixel) => void
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

export function Pixels(props: PixelsProps) {
  const { id, label, extent, at, pick } = props
  if (!pick) {
    return (
      <div id={id} class="pixels" role="img" aria-label={label}>
        <Squares {...props} />
      </div>
    )
  }
  const point = ({ currentTarget, clientX, clientY }: TargetedPointerEvent<HTMLElement>) => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect()
    const along = (share: number) => Math.max(0, Math.min(extent - 1, Math.floor(share * extent)))
    const row = along((clientY - top) / height)
    const column = along((clientX - left) / width)
    if (at?.row !== row || at.column !== column) pick({ row, column })
  }
  return (
    <div id={id} class="pixels">
      <Squares {...props} />
      <button
        type="button"
        id={`${id}-pick`}
        class="touch"
        aria-label={text.value.windows.keys(label)}
        aria-describedby="transposed-said"
        onPointerMove={point}
        onPointerDown={point}
        onFocus={({ currentTarget }) => {
          if (!at && currentTarget.matches(':focus-visible')) pick({ row: 0, column: 0 })
        }}
        onKeyDown={(event) => {
          const step = STEPS[event.key]
          if (!step) return
          event.preventDefault()
          const { row, column } = at ?? { row: 0, column: 0 }
          const within = (place: number) => Math.max(0, Math.min(extent - 1, place))
          pick({ row: within(row + step[0]), column: within(column + step[1]) })
        }}
      />
    </div>
  )
}

function Squares({ extent, look, lit, at }: PixelsProps) {
  return (
    <svg viewBox={`-0.1 -0.1 ${extent + 0.2} ${extent + 0.2}`} aria-hidden="true">
      {Array.from({ length: extent ** 2 }, (_, i) => {
        const pixel = pixelAt(i, extent)
        const { text: shown, strength, hue } = look(pixel, i)
        const here = at?.row === pixel.row && at.column === pixel.column
        const state = here ? 'picked' : lit.has(key(pixel)) ? 'lit' : ''
        return (
          <g key={key(pixel)} class={state} data-at={key(pixel)} data-value={shown}>
            <rect
              x={pixel.column + 0.04}
              y={pixel.row + 0.04}
              width={0.92}
              height={0.92}
              rx={0.1}
              fill={hue === undefined ? 'var(--g)' : `hsl(${hue} 75% 50%)`}
              fill-opacity={0.06 + 0.44 * strength}
            />
            <text x={pixel.column + 0.5} y={pixel.row + 0.5}>
              {shown}
            </text>
          </g>
        )
      })}
    </svg>
  )
}
