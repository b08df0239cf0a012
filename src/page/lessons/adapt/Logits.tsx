// Logits sorted by size, mean of each domain: what D has to go by.

import { minus } from '../../core/words'
import { Axes, type Box } from '../plot/Axes'
import { Drawing, useWidth } from '../plot/Drawing'
import { marks, scale } from '../plot/scale'
import { CLASSES } from './geometry'
import { before, now } from './state'
import { text } from './text'

const HEIGHT = 200
const [LEAST, MOST] = [-12, 12]

export function Logits() {
  const [width, host] = useWidth(320)
  const { label, axis } = text.value.logits
  const box: Box = { left: 32, top: 8, right: width - 8, bottom: HEIGHT - 38 }
  const x = scale([0.5, CLASSES + 0.5], [box.left, box.right])
  const y = scale([LEAST, MOST], [box.bottom, box.top])
  const bar = (x(2) - x(1)) / 3
  const bars = [
    { of: 'known', logits: before.value?.source.logits, left: -bar },
    { of: 'away', logits: now.value?.target.logits, left: 0 },
  ]
  return (
    <Drawing {...{ host, width }} id="adapt-logits" height={HEIGHT} label={label}>
      <Axes
        {...{ x, y, box }}
        across={[]}
        up={marks(LEAST, MOST, 6)}
        name={axis}
        write={(value) => minus(String(value))}
      />
      {marks(1, CLASSES).map((place) => (
        <text key={place} x={x(place)} y={box.bottom + 16} text-anchor="middle">
          {place}
        </text>
      ))}
      {bars.map(({ of, logits, left }) =>
        [...(logits ?? [])].map((value, i) => (
          <rect
            key={`${of} ${i}`}
            class={`adapt-bar ${of}`}
            data-logit={value.toFixed(2)}
            x={x(i + 1) + left}
            width={bar}
            y={Math.min(y(0), y(value))}
            height={Math.abs(y(value) - y(0))}
          />
        )),
      )}
    </Drawing>
  )
}
