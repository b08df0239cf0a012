// Both distances for every position of the generated pile, with the current position.

import { Axes, type Box } from '../plot/Axes'
import { Drawing, useWidth } from '../plot/Drawing'
import { line, marks, type Place, scale } from '../plot/scale'
import { earthMover, jensenShannon, type Pile, pile } from './piles'
import { FARTHEST, numbers, real, STEP, shapeOfFake, shift } from './state'
import { text } from './text'

const HEIGHT = 180
/** Half the width of the tangent. */
const TANGENT = 1.5

const kinds = {
  js: { of: jensenShannon, slope: 'jsSlope', most: 0.8, every: 0.2 },
  em: { of: earthMover, slope: 'emSlope', most: 8, every: 2 },
} as const

export function Curve({ kind }: { kind: keyof typeof kinds }) {
  const { curves } = text.value
  const [width, host] = useWidth(400)
  const { of, slope, most, every } = kinds[kind]
  const box: Box = { left: 32, top: 8, right: width - 12, bottom: HEIGHT - 38 }
  const x = scale([-FARTHEST, FARTHEST], [box.left, box.right])
  const y = scale([0, most], [box.bottom, box.top])
  const value = numbers.value[kind]
  const steep = numbers.value[slope]
  const [from, to] = [-TANGENT, TANGENT].map((way): Place => {
    return [x(shift.value + way), y(value + steep * way)]
  })
  return (
    <Drawing {...{ host, width }} height={HEIGHT} label={curves[kind].label}>
      <Axes
        {...{ x, y, box }}
        across={marks(-6, 6, 3)}
        up={marks(0, most, every)}
        name={curves.across}
      />
      <path
        class={`curve ${kind}`}
        d={line(placesOf(of, real.value).map(([s, v]) => [x(s), y(v)]))}
      />
      {from && to && <path class="tangent" d={line([from, to])} />}
      <circle class={`handle ${kind}`} cx={x(shift.value)} cy={y(value)} r={6} />
    </Drawing>
  )
}

const placesOf = (of: (p: Pile, q: Pile) => number, p: Pile): Place[] =>
  marks(-FARTHEST, FARTHEST, STEP).map((s) => [s, of(p, pile(shapeOfFake.value, s))])
