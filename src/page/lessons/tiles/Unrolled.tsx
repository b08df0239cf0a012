// One window of the image, unrolled into a row of the matrix: a tap is a position (r, s, c) of the window.

import { useSignal } from '@preact/signals'
import { into } from '../../parts/Field'
import { Slider } from '../parts/Slider'
import { allOf, CELL, squares } from './cells'
import { GEOMETRY, SIDES } from './shape'
import { text } from './text'

const { W, H, Q, R, S, C } = GEOMETRY
/** Left edge of the row, to the right of the image. */
const LEFT = (W + 2) * CELL
const NUMBERS = { rows: R, columns: S, channels: C, taps: SIDES.terms }

export function Unrolled() {
  const row = useSignal(5)
  const { unrolled: words, of } = text.value
  const [top, left] = [R * Math.floor(row.value / Q), S * (row.value % Q)]
  const pixels = allOf(R, S).map((at) => ({ row: top + at.row, column: left + at.column }))
  return (
    <figure class="card tiles-unrolled">
      <Slider
        id="tiles-window"
        title={words.window}
        value={row.value}
        least={0}
        most={SIDES.rows - 1}
        show={(value) => of(value, SIDES.rows - 1)}
        changed={into(row)}
      />
      <div class="tiles-figures">
        <svg
          class="tiles-matrices"
          role="img"
          aria-label={words.label({ window: row.value, ...NUMBERS })}
          viewBox={`0 -14 ${LEFT + SIDES.terms * CELL} ${H * CELL + 14}`}
        >
          <text y={-4}>{words.image}</text>
          <path class="cells" d={squares(allOf(H, W))} />
          <path class="touched" d={squares(pixels)} />
          <g transform={`translate(${LEFT} 20)`}>
            <text y={-4}>{words.row(row.value)}</text>
            <path class="touched" d={squares(allOf(1, SIDES.terms))} />
            {allOf(R, S).map(({ row: r, column: s }, pixel) => (
              <g key={pixel} transform={`translate(${pixel * C * CELL} 0)`}>
                <rect class="sums" width={C * CELL} height={CELL} />
                <text y={22}>
                  r {r} s {s}
                </text>
              </g>
            ))}
          </g>
        </svg>
      </div>
      <figcaption class="note">{words.caption(NUMBERS)}</figcaption>
    </figure>
  )
}
