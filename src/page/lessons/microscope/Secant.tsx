// L around the weight at the scale of ε: in float32, with the line through two points and the tape's tangent.

import { count } from '../../core/words'
import { Axes, type Box } from '../plot/Axes'
import { useWidth } from '../plot/Drawing'
import { line, type Place, scale } from '../plot/scale'
import { bare, kind, scientific, swept, viewed } from './state'
import { VIEW } from './sweep'
import { text } from './text'

const HEIGHT = 180
/** Most float32 numbers to draw as lines. */
const FEW = 40

export function Secant() {
  const [width, host] = useWidth(480)
  const box: Box = { left: 68, top: 8, right: width - 12, bottom: HEIGHT - 38 }
  return (
    <div ref={host} class="plotted">
      <svg
        id="scope-secant"
        data-epsilon={viewed.value?.epsilon}
        data-index={viewed.value?.index}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={text.value.secant.label}
      >
        <Curve box={box} />
      </svg>
      <p class="note scope-about">{about()}</p>
    </div>
  )
}

/** Spacing of float32 numbers near a value. */
const spacing = (value: number): number => 2 ** (Math.floor(Math.log2(Math.abs(value))) - 23)

function shown() {
  const { value: view } = viewed
  const { value: sweep } = swept
  if (!view || !sweep || view.index !== sweep.index) return undefined
  const middle = VIEW.count >> 1
  const zero = view.single[middle] ?? 0
  const up = (of: ArrayLike<number>) => Array.from(of, (value) => value - zero)
  const [single, double] = [up(view.single), up(view.double)]
  const reach = 1.5 * view.epsilon
  const slope = sweep.gradient
  const ends = [...single, ...double, slope * reach, -slope * reach]
  const [low, high] = [Math.min(...ends), Math.max(...ends)]
  const room = 0.06 * (high - low || spacing(zero))
  const range = [low - room, high + room] as const
  return { view, single, double, reach, slope, range, zero, middle }
}

function about(): string {
  const words = text.value.secant
  const now = shown()
  if (!now) return words.asking
  const apart = spacing(now.zero)
  const kinked = now.view.corners.length > 0
  const lines = Math.floor((now.range[1] - now.range[0]) / apart)
  const seen = lines <= FEW ? words.few(scientific(apart)) : words.many(count(lines), kinked)
  return kinked ? `${seen} ${words.dotted}` : seen
}

function Curve({ box }: { box: Box }) {
  const now = shown()
  if (!now) return null
  const { view, single, double, reach, slope, range, zero, middle } = now
  const x = scale([-reach, reach], [box.left, box.right])
  const y = scale(range, [box.bottom, box.top])
  const place = (k: number): Place => [x(view.t[k] ?? 0), y(single[k] ?? 0)]
  const [back, on] = [middle - VIEW.unit, middle + VIEW.unit]
  const [from, to] = [kind.value === 'central' ? back : middle, on]
  const [fromT, toT] = [view.t[from] ?? 0, view.t[to] ?? 0]
  const rise = ((single[to] ?? 0) - (single[from] ?? 0)) / (toT - fromT)
  const straight = (steep: number, through: readonly [number, number]) =>
    line([-reach, reach].map((t): Place => [x(t), y(through[1] + steep * (t - through[0]))]))
  const apart = spacing(zero)
  const few = (range[1] - range[0]) / apart <= FEW
  return (
    <>
      {few && (
        <path
          class="scope-numbers"
          d={multiples(range, apart)
            .map((value) => `M${box.left} ${y(value)}H${box.right}`)
            .join('')}
        />
      )}
      <Axes
        {...{ x, y, box }}
        across={[-view.epsilon, 0, view.epsilon]}
        up={multiples(range, nice(range[1] - range[0]))}
        name={text.value.secant.across}
        write={(value, along) => (along === 'across' ? epsilons(value) : signed(value))}
      />
      <clipPath id="scope-clip">
        <rect x={box.left} y={box.top} width={box.right - box.left} height={box.bottom - box.top} />
      </clipPath>
      <g clip-path="url(#scope-clip)">
        {Array.from(view.corners, (t) => (
          <line key={t} class="scope-corner" x1={x(t)} x2={x(t)} y1={box.top} y2={box.bottom} />
        ))}
        <path class="scope-double" d={line(double.map((v, k) => [x(view.t[k] ?? 0), y(v)]))} />
        {single.map((_, k) => (
          <circle key={k} class="scope-single" cx={place(k)[0]} cy={place(k)[1]} r={2.5} />
        ))}
        <path id="scope-tape" class="scope-tape" data-slope={slope} d={straight(slope, [0, 0])} />
        <path
          id="scope-line"
          class={`scope-line ${kind.value}`}
          data-slope={rise}
          d={straight(rise, [toT, single[to] ?? 0])}
        />
        {[from, to].map((k) => (
          <circle
            key={`end ${k}`}
            class={`scope-end ${kind.value}`}
            cx={place(k)[0]}
            cy={place(k)[1]}
            r={6}
          />
        ))}
      </g>
    </>
  )
}

const epsilons = (t: number): string => (t === 0 ? '0' : t < 0 ? '−ε' : 'ε')

const signed = (value: number): string => {
  if (value === 0) return 'L(w)'
  return bare(`${value > 0 ? '+' : ''}${scientific(value, 0)}`)
}

/** A step of 1, 2 or 5 times a power of ten, with at most five steps in the range. */
function nice(range: number): number {
  const power = 10 ** Math.floor(Math.log10(range / 5))
  return ([1, 2, 5, 10].find((part) => part * power * 5 >= range) ?? 10) * power
}

function multiples([low, high]: readonly [number, number], every: number): number[] {
  const first = Math.ceil(low / every)
  const count = Math.max(0, Math.floor(high / every) - first + 1)
  return Array.from({ length: count }, (_, i) => (first + i) * every)
}
