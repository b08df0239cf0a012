// Pad to draw a critic: with the pointer as a pen, or point by point with keys.

import { batch, useSignal } from '@preact/signals'
import { Axes, type Box } from '../plot/Axes'
import { useWidth } from '../plot/Drawing'
import { dragged } from '../plot/drag'
import { line, marks, type Place, scale } from '../plot/scale'
import { bent, EDGE, HEIGHT as HIGHEST, nearest } from './critic'
import type { Pile } from './piles'
import { critic, fake, isTaut, point, real, slopes, wanted } from './state'
import { text } from './text'

const HEIGHT = 205
/** Height of density 1 in pixels. */
const TALL = 80
const KEY = 0.25

function put(i: number, height: number): void {
  const { x, f } = critic.value
  batch(() => {
    point.value = i
    wanted.value = Math.max(
      ...[i - 1, i + 1].map((beside) => {
        const [there, high] = [x[beside], f[beside]]
        if (there === undefined || high === undefined) return 0
        return Math.abs((height - high) / (there - (x[i] ?? 0)))
      }),
    )
    critic.value = bent(critic.value, i, height)
  })
}

export function CriticPad() {
  const { role, label } = text.value.critic
  const [width, host] = useWidth()
  const focused = useSignal(false)
  const box: Box = { left: 32, top: 8, right: width - 12, bottom: HEIGHT - 24 }
  const x = scale([-EDGE, EDGE], [box.left, box.right])
  const y = scale([-HIGHEST, HIGHEST], [box.bottom, box.top])
  const drag = dragged(({ left, top }) => put(nearest(critic.value, x.back(left)), y.back(top)))
  const at = point.value
  const places = critic.value.x.map((each, i): Place => [x(each), y(critic.value.f[i] ?? 0)])
  const here = places[at]
  return (
    <div
      ref={host}
      id="critic"
      class="plotted pen"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: points of a line have no elements of their own
      tabIndex={0}
      role="application"
      aria-roledescription={role}
      aria-label={label((critic.value.x[at] ?? 0).toFixed(2), (critic.value.f[at] ?? 0).toFixed(2))}
      {...drag}
      onKeyDown={press}
      onFocus={() => (focused.value = true)}
      onBlur={() => (focused.value = false)}
    >
      <svg height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden="true">
        <Axes
          {...{ x, y, box }}
          across={marks(-EDGE, EDGE, width < 480 ? 5 : 2)}
          up={marks(-HIGHEST, HIGHEST, 4)}
        />
        {(
          [
            ['real', real.value],
            ['fake', fake.value],
          ] as const
        ).map(([kind, of]: readonly ['real' | 'fake', Pile]) =>
          of.weights.map((weight, i) => (
            <rect
              key={`${kind} ${of.left + i}`}
              class={`bin ${kind}`}
              x={x(of.left + i)}
              width={x(1) - x(0)}
              y={kind === 'real' ? y(0) - TALL * weight : y(0)}
              height={TALL * weight}
            />
          )),
        )}
        {slopes.value.map((slope, i) => {
          const ends = places.slice(i, i + 2)
          return (
            <path
              key={`${ends[0]?.[0]}`}
              class={`stretch${isTaut(slope) ? ' taut' : ''}`}
              d={line(ends)}
            />
          )
        })}
        {places.map(([cx, cy]) => (
          <circle key={cx} class="knot" cx={cx} cy={cy} r={3} />
        ))}
        {here && (
          <circle
            class={`handle critic${focused.value ? ' focused' : ''}`}
            cx={here[0]}
            cy={here[1]}
            r={7}
          />
        )}
      </svg>
    </div>
  )
}

function press(event: KeyboardEvent): void {
  const { x, f } = critic.value
  const at = Math.min(point.value, x.length - 1)
  const last = x.length - 1
  const places: Record<string, number> = {
    ArrowLeft: Math.max(0, at - 1),
    ArrowRight: Math.min(last, at + 1),
    Home: 0,
    End: last,
  }
  const ways: Record<string, number> = {
    ArrowUp: KEY,
    ArrowDown: -KEY,
    PageUp: 4 * KEY,
    PageDown: -4 * KEY,
  }
  const [place, way] = [places[event.key], ways[event.key]]
  if (place === undefined && way === undefined) return
  event.preventDefault()
  if (place !== undefined) point.value = place
  if (way !== undefined) put(at, (f[at] ?? 0) + way)
}
