// Mass of a normal distribution: lengths of draws, and of points midway between two.

import { useComputed } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { count } from '../../core/words'
import { into } from '../../parts/Field'
import { Slider } from '../parts/Slider'
import { Axes, type Box } from '../plot/Axes'
import { Drawing, useWidth } from '../plot/Drawing'
import { Readings } from '../plot/Readings'
import { marks, scale } from '../plot/scale'
import { histogram, lengthsOf, spreadOf } from './geometry'
import { DRAWS, dimensions, drawNoise, noise, WIDEST } from './state'
import { text } from './text'

const HEIGHT = 200
const BIN = 0.25
/** Longest length to draw, and most draws in a bin. */
const [LONGEST, MOST] = [14, 300]

export function Shell() {
  useEffect(() => void drawNoise(), [])
  const [width, host] = useWidth()
  const lengths = useComputed(() => {
    const { value: all } = noise
    return all && lengthsOf(all, { width: WIDEST, dimensions: dimensions.value })
  })
  const { shell } = text.value
  const d = dimensions.value
  const { draws, middles } = lengths.value ?? {}
  const of = draws && spreadOf(draws)
  const ofMiddles = middles && spreadOf(middles)
  const asLong =
    of && middles
      ? [shell.says.asLong(middles.filter((each) => each >= of.least).length, count(DRAWS))]
      : []
  const box: Box = { left: 36, top: 8, right: width - 12, bottom: HEIGHT - 38 }
  const x = scale([0, LONGEST], [box.left, box.right])
  const y = scale([0, MOST], [box.bottom, box.top])
  const bars = (values: readonly number[] | undefined, of: string) =>
    histogram(values ?? [], { width: BIN, count: LONGEST / BIN }).map((many, i) => (
      <rect
        key={`${of} ${i}`}
        class={`bin ${of}`}
        data-many={many}
        x={x(i * BIN)}
        y={y(many)}
        width={x(BIN) - x(0)}
        height={box.bottom - y(many)}
      />
    ))
  return (
    <section class="card stack" aria-label={shell.label}>
      <Slider
        id="space-d"
        title={shell.d}
        value={d}
        least={1}
        most={WIDEST}
        changed={into(dimensions)}
      />
      <Drawing
        {...{ host, width }}
        id="space-shell"
        height={HEIGHT}
        label={shell.plot(count(DRAWS), d)}
      >
        <Axes
          {...{ x, y, box }}
          across={marks(0, LONGEST, 2)}
          up={marks(0, MOST, 100)}
          name={shell.axis}
        />
        {bars(middles, 'middle')}
        {bars(draws, 'draw')}
        {[d, d / 2].map((squared) => (
          <line
            key={squared}
            class="probe"
            x1={x(Math.sqrt(squared))}
            x2={x(Math.sqrt(squared))}
            y1={box.top}
            y2={box.bottom}
          />
        ))}
      </Drawing>
      <p class="note space-key">
        <span class="draw">{shell.draws(count(DRAWS))}</span>{' '}
        <span class="middle">{shell.middles}</span> <span class="dotted">{shell.roots}</span>
      </p>
      <Readings
        rows={[
          {
            id: 'space-root',
            tex: String.raw`\sqrt d`,
            value: Math.sqrt(d).toFixed(2),
            says: shell.says.root,
          },
          {
            id: 'space-draws',
            name: shell.ofDraws,
            value: of ? `${of.mean.toFixed(2)} ± ${of.deviation.toFixed(2)}` : '–',
            says: of
              ? shell.says.draws(of.least.toFixed(2), of.most.toFixed(2))
              : shell.says.coming,
          },
          {
            id: 'space-middles',
            name: shell.ofMiddles,
            value: ofMiddles
              ? `${ofMiddles.mean.toFixed(2)} ± ${ofMiddles.deviation.toFixed(2)}`
              : '–',
            says: [shell.says.middles(Math.sqrt(d / 2).toFixed(2)), ...asLong].join(' '),
          },
        ]}
      />
    </section>
  )
}
