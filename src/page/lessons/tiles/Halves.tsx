// Workgroup memory: two halves, each for DEPTH terms of the tile's rows and columns.

import { allOf, CELL, GAP, placeInHalf, squares, tally } from './cells'
import { at, group, lane, step, steps, tile } from './state'
import { text } from './text'

export function Halves() {
  return (
    <div class="tiles-halves">
      <Half half={0} />
      <Half half={1} />
    </div>
  )
}

function Half({ half }: { half: number }) {
  const { value: now } = step
  const { rows, columns, depth } = tile.value
  const words = text.value.halves
  // The latest contents of this half.
  const held = steps.value
    .slice(0, at.value + 1)
    .findLast(({ phase, chunk }) => phase === 'fill' && chunk % 2 === half)
  const isUsed = now?.chunk === held?.chunk && (now?.phase === 'fill' || now?.phase === 'read')
  const parts = [
    { tensor: 'x', high: rows, wide: depth, left: 0 },
    { tensor: 'weight', high: depth, wide: columns, left: depth * CELL + GAP },
  ] as const
  const first = (held?.chunk ?? 0) * depth
  const holds = held ? words.taps(first, first + depth - 1) : words.empty
  return (
    <figure>
      <figcaption>{words.title(half, holds)}</figcaption>
      <svg
        role="img"
        aria-label={words.label(half, holds)}
        viewBox={`0 0 ${16 * 2 * CELL + GAP} ${16 * CELL}`}
        preserveAspectRatio="xMinYMin meet"
      >
        {parts.map(({ tensor, high, wide, left }) => {
          const where = { tile: tile.value, group: group.value, chunk: held?.chunk ?? 0 }
          const place = (index: number) => placeInHalf(tensor, index, where)
          const mine = now?.by[lane.value]?.[tensor] ?? []
          return (
            <g key={tensor} transform={`translate(${left} 0)`}>
              <path class={held ? 'cells held' : 'cells'} d={squares(allOf(high, wide))} />
              {now && isUsed && (
                <>
                  <path
                    class={`touched ${now.phase}`}
                    data-of={tensor}
                    d={squares(tally(now, tensor).numbers.map(place))}
                  />
                  <path class="mine" d={squares([...new Set(mine)].map(place))} />
                </>
              )}
            </g>
          )
        })}
      </svg>
    </figure>
  )
}
