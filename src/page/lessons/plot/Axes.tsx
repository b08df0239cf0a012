import { minus } from '../../core/words'
import type { Scale } from './scale'

export interface AxesProps {
  x: Scale
  y: Scale
  /** Values with a grid line and a number. */
  across: readonly number[]
  up: readonly number[]
  box: Box
  /** Title under the numbers of the horizontal axis. */
  name?: string
  write?: (value: number, along: 'across' | 'up') => string
}

/** Bounds of the plot in its drawing, in pixels. */
export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

const written = (value: number): string => minus(String(+value.toFixed(2)))

export function Axes({ x, y, across, up, box, name, write = written }: AxesProps) {
  const { left, top, right, bottom } = box
  return (
    <g class="axes">
      {up.map((value) => (
        <g key={`up ${value}`}>
          <line
            class={value === 0 ? 'zero' : ''}
            data-up={value}
            x1={left}
            x2={right}
            y1={y(value)}
            y2={y(value)}
          />
          <text x={left - 6} y={y(value) + 4} text-anchor="end">
            {write(value, 'up')}
          </text>
        </g>
      ))}
      {across.map((value) => (
        <g key={`across ${value}`}>
          <line
            class={value === 0 ? 'zero' : ''}
            data-across={value}
            x1={x(value)}
            x2={x(value)}
            y1={top}
            y2={bottom}
          />
          <text x={x(value)} y={bottom + 16} text-anchor="middle">
            {write(value, 'across')}
          </text>
        </g>
      ))}
      {name && (
        <text x={(left + right) / 2} y={bottom + 32} text-anchor="middle">
          {name}
        </text>
      )}
    </g>
  )
}
