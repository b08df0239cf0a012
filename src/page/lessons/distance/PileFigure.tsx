// The two piles, and the earth carried from one to the other. Dragging moves the generated one.

import { useRef } from 'preact/hooks'
import { Axes, type Box } from '../plot/Axes'
import { Drawing, useWidth } from '../plot/Drawing'
import { dragged } from '../plot/drag'
import { line, marks, type Scale, scale } from '../plot/scale'
import { EDGE } from './critic'
import { type Pile, transportPlan } from './piles'
import { fake, move, real, shift } from './state'
import { text } from './text'

const HEIGHT = 300
/** Heights between which the earth is carried. */
const [TOP, BOTTOM] = [96, 190]
/** Height of density 1 in pixels. */
const TALL = 210

export function PileFigure() {
  const { piles } = text.value
  const [width, host] = useWidth()
  const held = useRef(0)
  const box: Box = { left: 12, top: 8, right: width - 12, bottom: HEIGHT - 24 }
  const x = scale([-EDGE, EDGE], [box.left, box.right])
  const drag = dragged(({ left, begins }) => {
    const place = x.back(left)
    if (begins) held.current = place - shift.value
    move(place - held.current)
  })
  const plan = transportPlan(real.value, fake.value)
  const most = Math.max(...plan.map(({ mass }) => mass))
  return (
    <Drawing
      {...{ host, width }}
      id="piles"
      class="grab"
      height={HEIGHT}
      label={piles.label}
      {...drag}
    >
      <Axes {...{ x, box }} y={x} across={marks(-EDGE, EDGE, width < 480 ? 5 : 2)} up={[]} />
      {plan.map(({ mass, from, to }) => (
        <path
          key={`${from} ${to}`}
          class="carried"
          data-mass={mass}
          fill-opacity={(0.6 * mass) / most}
          d={`${line([
            [x(to[0]), TOP],
            [x(to[1]), TOP],
            [x(from[1]), BOTTOM],
            [x(from[0]), BOTTOM],
          ])}Z`}
        />
      ))}
      <Bars of={real.value} {...{ x }} kind="real" />
      <Bars of={fake.value} {...{ x }} kind="fake" />
      <text x={box.left} y={20}>
        {piles.real}
      </text>
      {/* On the side away from the pile. */}
      <text
        x={shift.value < 0 ? box.right : box.left}
        y={BOTTOM + 70}
        text-anchor={shift.value < 0 ? 'end' : 'start'}
      >
        {piles.fake}
      </text>
    </Drawing>
  )
}

interface BarsProps {
  of: Pile
  x: Scale
  kind: 'real' | 'fake'
}

function Bars({ of, x, kind }: BarsProps) {
  return of.weights.map((weight, i) => (
    <rect
      key={i}
      class={`bin ${kind}`}
      x={x(of.left + i)}
      width={x(1) - x(0)}
      y={kind === 'real' ? TOP - TALL * weight : BOTTOM}
      height={TALL * weight}
    />
  ))
}
