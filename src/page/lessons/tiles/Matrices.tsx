// The convolution as a product of two matrices: elements that the chosen step touches, by all and by one invocation.

import { allOf, CELL, extentOf, GAP, placeOf, squares, tally } from './cells'
import { SIDES } from './shape'
import { group, lane, rung, step, tile } from './state'
import { type Step, sumsOf, type Touched } from './steps'
import { text } from './text'

const { rows, columns, terms } = SIDES
const RIGHT = terms * CELL + GAP
const BELOW = terms * CELL + GAP
const TOP = 14

const MATRICES = [
  { tensor: 'x', left: 0, top: BELOW },
  { tensor: 'weight', left: RIGHT, top: 0 },
  { tensor: 'result', left: RIGHT, top: BELOW },
] as const

export function Matrices() {
  const { value: now } = step
  if (!now) return null
  const words = text.value.matrices
  const titles = {
    x: words.x(rows, terms),
    weight: words.weight(terms, columns),
    result: words.result,
  }
  return (
    <svg
      class="tiles-matrices"
      role="img"
      aria-label={words.label}
      viewBox={`0 0 ${RIGHT + columns * CELL} ${TOP + BELOW + rows * CELL}`}
    >
      {MATRICES.map(({ tensor, left, top }) => (
        <g key={tensor} transform={`translate(${left} ${TOP + top})`}>
          <text y={-4}>{titles[tensor]}</text>
          <Cells tensor={tensor} now={now} />
        </g>
      ))}
      <Outlines />
    </svg>
  )
}

function Cells({ tensor, now }: { tensor: keyof Touched; now: Step }) {
  const { numbers, times } = tally(now, tensor)
  const mine = now.by[lane.value]?.[tensor] ?? []
  const at = (index: number) => placeOf(tensor, index)
  return (
    <>
      <path class="cells" d={squares(allOf(...extentOf(tensor)))} />
      <path
        class={`touched ${now.phase}`}
        data-of={tensor}
        data-times={times}
        d={squares(numbers.map(at))}
      />
      <path class="mine" data-of={tensor} d={squares([...new Set(mine)].map(at))} />
    </>
  )
}

/** Outlines of the workgroup's part of the result, and of one invocation's sums. */
function Outlines() {
  const lanes = step.value?.by.length ?? 0
  const all = Array.from({ length: lanes }, (_, each) =>
    sumsOf(rung.value, tile.value, group.value, each),
  )
  const [down, across] = [all.flatMap((own) => own.rows), all.flatMap((own) => own.columns)]
  const [top, left] = [Math.min(...down), Math.min(...across)]
  const high = (Math.max(...down) - top + 1) * CELL
  const wide = (Math.max(...across) - left + 1) * CELL
  const [x, y] = [RIGHT + left * CELL, TOP + BELOW + top * CELL]
  const own = all[lane.value]
  const sums = own?.rows.flatMap((row) => own.columns.map((column) => ({ row, column }))) ?? []
  return (
    <>
      <rect class="tile" x={x} y={y} width={wide} height={high} />
      <rect class="band" x={0} y={y} width={terms * CELL} height={high} />
      <rect class="band" x={x} y={TOP} width={wide} height={terms * CELL} />
      <path class="sums" transform={`translate(${RIGHT} ${TOP + BELOW})`} d={squares(sums)} />
    </>
  )
}
