// The losses by logit, or their slopes. Dragging moves the logit.

import { Axes, type Box } from '../plot/Axes'
import { Drawing, useWidth } from '../plot/Drawing'
import { dragged } from '../plot/drag'
import { line, marks, type Place, type Scale, scale } from '../plot/scale'
import { at, type Form, logits, lossNames, PER_UNIT, REACH } from '../tools/forms'
import { chosen, columnOf, dots, fixed, logit, numberAt, within } from './state'
import { text } from './text'

/** Range of the vertical axis; lines go on beyond it. */
const UP = {
  value: { least: -8, most: 8, every: 4 },
  slope: { least: -2, most: 3, every: 1 },
} as const
const HEIGHT = 230

/** Half the width of the tangent. */
const TANGENT = 1.5

export function LossPlot({ of }: { of: keyof Form }) {
  const [width, host] = useWidth()
  const box: Box = { left: 32, top: 8, right: width - 12, bottom: HEIGHT - 38 }
  const x = scale([-REACH, REACH], [box.left, box.right])
  const { least, most, every } = UP[of]
  const y = scale([least, most], [box.bottom, box.top])
  const inside = (value: number) => Math.min(most, Math.max(least, value))
  const drag = dragged(({ left }) => {
    logit.value = within(Math.round(x.back(left) * PER_UNIT) / PER_UNIT)
  })
  const bold = chosen.value
  const values = columnOf(bold, of)
  const here = numberAt(bold, of, logit.value)
  // A value outside the plot is written at its edge.
  const beyond = inside(here) === here ? '' : `${fixed(here, 1)} ${here < least ? '↓' : '↑'}`
  const right = logit.value < 0
  const clip = `loss-clip-${of}`
  return (
    <Drawing
      {...{ host, width }}
      id={`loss-plot-${of}`}
      class="grab"
      height={HEIGHT}
      label={text.value.plot[of]}
      {...drag}
    >
      <clipPath id={clip}>
        <rect x={box.left} y={box.top} width={box.right - box.left} height={box.bottom - box.top} />
      </clipPath>
      <Axes
        {...{ x, y, box }}
        across={marks(-REACH, REACH, width < 480 ? 4 : 2)}
        up={marks(least, most, every)}
        name={text.value.plot.across}
      />
      <g clip-path={`url(#${clip})`}>
        {lossNames.map((name) => (
          <path
            key={name}
            class={`loss-line ${name}${name === bold ? ' bold' : ''}`}
            data-loss={name}
            d={line(columnOf(name, of).map((value, i): Place => [x(logits[i] ?? 0), y(value)]))}
          />
        ))}
        {of === 'value' && <Tangent x={x} y={y} value={here} />}
      </g>
      {dots.value.map((dot, i) => (
        <circle
          key={i}
          class={`dot ${bold}`}
          cx={x(within(dot))}
          cy={y(inside(at(values, dot)))}
          r={3}
        />
      ))}
      <line class="probe" x1={x(logit.value)} x2={x(logit.value)} y1={box.top} y2={box.bottom} />
      <circle class={`handle ${bold}`} cx={x(logit.value)} cy={y(inside(here))} r={7} />
      {beyond && (
        <text
          class={`beyond ${bold}`}
          x={x(logit.value) + (right ? 12 : -12)}
          y={y(inside(here)) + (here < least ? -14 : 24)}
          text-anchor={right ? 'start' : 'end'}
        >
          {beyond}
        </text>
      )}
    </Drawing>
  )
}

/** Tangent of the chosen loss at the logit. */
function Tangent({ x, y, value }: { x: Scale; y: Scale; value: number }) {
  const slope = numberAt(chosen.value, 'slope', logit.value)
  const [from, to] = [-TANGENT, TANGENT].map((way): Place => {
    return [x(logit.value + way), y(value + slope * way)]
  })
  return from && to ? <path class="tangent" d={line([from, to])} /> : null
}
