// Error of each difference against the tape by ε, both on log scales. Dragging moves ε.

import { Axes, type Box } from '../plot/Axes'
import { Drawing, useWidth } from '../plot/Drawing'
import { dragged } from '../plot/drag'
import { line, marks, type Place, scale } from '../plot/scale'
import { epsilon, errors, kind, powerOfTen, step, swept } from './state'
import { EPSILONS, H, type Kind, noise, truncation } from './sweep'
import { text } from './text'

const HEIGHT = 168
/** Ends of the axis, as powers of ten. */
const [LEFT, RIGHT] = [-7, 0]
const [BOTTOM, TOP] = [-12, 1]

const kinds: readonly Kind[] = ['double', 'forward', 'central']

export function Errors() {
  const words = text.value.errors
  const [width, host] = useWidth(640)
  const box: Box = { left: 44, top: 8, right: width - 14, bottom: HEIGHT - 38 }
  const x = scale([LEFT, RIGHT], [box.left, box.right])
  const y = scale([BOTTOM, TOP], [box.bottom, box.top])
  const drag = dragged(({ left }) => {
    const nearest = Math.round((x.back(left) - LEFT) * 4)
    step.value = Math.max(0, Math.min(EPSILONS.length - 1, nearest))
  })
  const inside = (log: number) => y(Math.max(BOTTOM, Math.min(TOP, log)))
  const { value: sweep } = swept
  const { value: found } = errors
  const path = (values: readonly number[]) =>
    line(values.map((value, k): Place => [x(LEFT + k / 4), inside(Math.log10(value))]))
  const guide = (of: (epsilon: number) => number) => {
    const ends = [LEFT, RIGHT].map((log): Place => [x(log), y(Math.log10(of(10 ** log)))])
    return ends.every(([, height]) => Number.isFinite(height)) ? line(ends) : ''
  }
  const kinked = sweep ? sweep.kinks.findIndex((count) => count > 0) : -1
  const now = x(Math.log10(epsilon.value))
  return (
    <Drawing
      {...{ host, width }}
      id="scope-errors"
      class="grab"
      height={HEIGHT}
      label={words.label}
      {...drag}
    >
      <clipPath id="scope-errors-clip">
        <rect x={box.left} y={box.top} width={box.right - box.left} height={box.bottom - box.top} />
      </clipPath>
      {kinked >= 0 && (
        <>
          <rect
            class="scope-kinked"
            x={x(LEFT + kinked / 4)}
            y={box.top}
            width={box.right - x(LEFT + kinked / 4)}
            height={box.bottom - box.top}
          />
          <text x={box.right - 4} y={box.bottom - 8} text-anchor="end">
            {words.kinks}
          </text>
        </>
      )}
      <Axes
        {...{ x, y, box }}
        across={marks(LEFT, RIGHT)}
        up={marks(BOTTOM, TOP, 2)}
        name="ε"
        write={powerOfTen}
      />
      {sweep && found && (
        <g clip-path="url(#scope-errors-clip)">
          <path class="scope-guide" d={guide((each) => noise(sweep, each))} />
          <path class="scope-guide forward" d={guide((each) => truncation.forward(sweep, each))} />
          <path class="scope-guide central" d={guide((each) => truncation.central(sweep, each))} />
          {kinds.map((each) => (
            <path
              key={each}
              data-kind={each}
              class={`scope-error ${each}${each === kind.value ? ' bold' : ''}`}
              d={path(found[each])}
            />
          ))}
          <text id="scope-own" x={box.left + 6} y={inside(Math.log10(found.double[H] ?? 0)) - 7}>
            {words.own}
          </text>
          <line class="scope-now" x1={now} x2={now} y1={box.top} y2={box.bottom} />
          {kinds.map((each) => (
            <circle
              key={each}
              class={`scope-end ${each}`}
              cx={now}
              cy={inside(Math.log10(found[each][step.value] ?? Number.NaN))}
              r={each === kind.value ? 7 : 4}
            />
          ))}
        </g>
      )}
    </Drawing>
  )
}
