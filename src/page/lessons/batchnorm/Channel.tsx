// One channel: its numbers above, to drag, and the output of batch norm below.

import type { TargetedPointerEvent } from 'preact'
import { useRef } from 'preact/hooks'
import { minus } from '../../core/words'
import { Slider } from '../parts/Slider'
import { affine, move, picked, REACH, scale, shown, values } from './state'
import { text } from './text'

const WIDTH = 320
const MARGIN = 12
const [ABOVE, BELOW, HEIGHT] = [34, 124, 148]
const STEP = 0.1

const across = (x: number): number => {
  const share = (Math.max(-REACH, Math.min(REACH, x)) + REACH) / (2 * REACH)
  return MARGIN + share * (WIDTH - 2 * MARGIN)
}

/** Two decimals, or four for small numbers; 0 has no sign. */
export function signed(value: number): string {
  const size = Math.abs(value)
  const digits = size < 0.1 && size >= 0.00005 ? 4 : 2
  return minus(value.toFixed(digits))
}

/** Always four decimals, for numbers side by side. */
const fine = (value: number): string => minus(value.toFixed(4))

export function Channel({ channel }: { channel: number }) {
  const words = text.value.channel
  const held = useRef<number | undefined>(undefined)
  const all = values.value[channel] ?? []
  const { mean, variance, y } = shown.value[channel] ?? { mean: 0, variance: 0, y: [] }
  const { weight, bias } = affine.value[channel] ?? { weight: 1, bias: 0 }
  const deviation = Math.sqrt(variance)
  const { value: at } = picked
  const row = at.channel === channel ? at.row : undefined
  const placeOf = ({ currentTarget, clientX }: TargetedPointerEvent<HTMLElement>): number => {
    const { left, width } = currentTarget.getBoundingClientRect()
    const share = (((clientX - left) / width) * WIDTH - MARGIN) / (WIDTH - 2 * MARGIN)
    return share * 2 * REACH - REACH
  }
  return (
    <figure class="norm-channel">
      <figcaption>
        <h3>{words.title(channel)}</h3>
        <span id={`norm-moments-${channel}`} data-mean={mean} data-variance={variance}>
          {words.moments(fine(mean), fine(variance))}
        </span>
      </figcaption>
      <div id={`norm-channel-${channel}`} class="norm-numbers">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
          <rect
            class="band"
            x={across(mean - deviation)}
            y={ABOVE - 14}
            width={across(mean + deviation) - across(mean - deviation)}
            height={28}
          />
          <rect
            class="band"
            x={across(bias - Math.abs(weight))}
            y={BELOW - 14}
            width={across(bias + Math.abs(weight)) - across(bias - Math.abs(weight))}
            height={28}
          />
          {[ABOVE, BELOW].map((height) => (
            <g key={height} class="axis">
              <line x1={MARGIN} x2={WIDTH - MARGIN} y1={height} y2={height} />
              <line x1={across(0)} x2={across(0)} y1={height - 5} y2={height + 5} />
            </g>
          ))}
          <line class="mean" x1={across(mean)} x2={across(mean)} y1={ABOVE - 16} y2={ABOVE + 16} />
          <line class="mean" x1={across(bias)} x2={across(bias)} y1={BELOW - 16} y2={BELOW + 16} />
          {all.map((x, n) => {
            const [from, to] = [across(x), across(y[n] ?? 0)]
            return (
              <g key={n} class={n === row ? 'picked' : ''} data-x={x} data-y={y[n]}>
                <line class="way" x1={from} y1={ABOVE} x2={to} y2={BELOW} />
                <circle cx={from} cy={ABOVE} r={n === row ? 7 : 5} />
                <circle cx={to} cy={BELOW} r={4} />
              </g>
            )
          })}
          <text x={MARGIN} y={12}>
            x
          </text>
          <text x={MARGIN} y={BELOW - 20}>
            y
          </text>
        </svg>
        <button
          type="button"
          id={`norm-channel-${channel}-pick`}
          class="touch"
          aria-label={words.pick(channel)}
          aria-describedby={`norm-said-${channel}`}
          onPointerDown={(event) => {
            const x = placeOf(event)
            const nearest = all
              .map((each, n) => ({ n, away: Math.abs(each - x) }))
              .sort((a, b) => a.away - b.away)[0]
            held.current = nearest?.n
            event.currentTarget.setPointerCapture(event.pointerId)
            if (nearest) picked.value = { channel, row: nearest.n }
          }}
          onPointerMove={(event) => {
            if (held.current !== undefined) move(channel, held.current, placeOf(event))
          }}
          onPointerUp={() => {
            held.current = undefined
          }}
          onPointerCancel={() => {
            held.current = undefined
          }}
          onKeyDown={(event) => {
            const now = row ?? 0
            const along = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key]
            const next = { ArrowUp: -1, ArrowDown: 1 }[event.key]
            if (along === undefined && next === undefined) return
            event.preventDefault()
            if (along !== undefined) move(channel, now, (all[now] ?? 0) + along)
            if (next !== undefined) {
              picked.value = { channel, row: (now + next + all.length) % all.length }
            }
          }}
        />
      </div>
      <p id={`norm-said-${channel}`} class="note norm-said" aria-live="polite">
        {row === undefined
          ? words.drag
          : words.picked({
              place: row + 1,
              all: all.length,
              x: signed(all[row] ?? 0),
              y: signed(y[row] ?? 0),
            })}
      </p>
      <div class="controls norm-affine">
        <Slider
          id={`norm-weight-${channel}`}
          title={words.scale}
          value={weight}
          least={-2}
          most={2}
          step={0.1}
          show={signed}
          changed={(value) => scale(channel, { weight: value })}
        />
        <Slider
          id={`norm-bias-${channel}`}
          title={words.shift}
          value={bias}
          least={-2}
          most={2}
          step={0.1}
          show={signed}
          changed={(value) => scale(channel, { bias: value })}
        />
      </div>
    </figure>
  )
}
