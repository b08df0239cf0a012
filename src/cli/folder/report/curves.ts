// Line charts of a run as SVG, for its report: coloured by classes, so that the page's style has both light and
// dark, and drawn for a narrow screen, where their text is as large as on a wide one.

import { escaped } from './html'

const WIDTH = 360
const HEIGHT = 190
const LEFT = 46
const RIGHT = 10
const TOP = 10
const BOTTOM = 26

/** Points that a line is drawn with; where there are more, each is a mean of some. */
const POINTS = 240

export interface Point {
  step: number
  value: number
}

export interface Curve {
  name: string
  /** Colour: that of D, that of G, or that of a single curve. */
  kind: 'd' | 'g' | 'one'
  points: readonly Point[]
}

export interface Chart {
  title: string
  curves: readonly Curve[]
  /** Upwards by factors of ten. */
  logarithmic?: boolean
  /** Values that the vertical axis must include. */
  reach?: readonly number[]
  marks?: readonly number[]
}

/** @returns  a figure in HTML; nothing where there is nothing to draw */
export function figureOf(chart: Chart): string {
  const { title, logarithmic = false, reach = [], marks = [] } = chart
  const drawable = ({ value }: Point) => Number.isFinite(value) && (!logarithmic || value > 0)
  const curves = chart.curves.map((curve) => ({
    ...curve,
    points: thinned(curve.points.filter(drawable)),
  }))
  const all = curves.flatMap(({ points }) => points)
  if (all.length === 0) return ''
  const last = Math.max(...all.map(({ step }) => step))
  const round = ticks(0, last).filter((step) => step <= last)
  const steps = { ticks: round, at: scaleOf([0, last], LEFT, WIDTH - RIGHT).at }
  const height = logarithmic ? Math.log10 : (value: number) => value
  const values = [...all.map(({ value }) => height(value)), ...reach]
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const levels = scaleOf(
    logarithmic ? decades(least, most) : ticks(least, most),
    HEIGHT - BOTTOM,
    TOP,
  )
  const label = (level: number) => (logarithmic ? power(level) : short(level))
  const lines = curves.map(({ kind, points }) => {
    const path = points.map(({ step, value }) => `${steps.at(step)} ${levels.at(height(value))}`)
    return points.length > 1
      ? `<polyline class="${kind}" points="${path.join(' ')}"/>`
      : points.map((p) => dot(kind, steps.at(p.step), levels.at(height(p.value)))).join('')
  })
  const names = curves.map(({ name, kind }) => `<span class="${kind}">${escaped(name)}</span>`)
  return [
    `<figure><figcaption><b>${escaped(title)}</b> ${names.join(' ')}</figcaption>`,
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(said(title, curves))}">`,
    ...levels.ticks.map((level) => {
      const y = levels.at(level)
      return `<path d="M${LEFT} ${y}H${WIDTH - RIGHT}"/><text class="level" x="${LEFT - 6}" y="${y + 4}">${label(level)}</text>`
    }),
    ...steps.ticks.map((step) => {
      return `<text class="step" x="${steps.at(step)}" y="${HEIGHT - 8}">${short(step)}</text>`
    }),
    ...marks.map((step) => `<path class="mark" d="M${steps.at(step)} ${TOP}V${HEIGHT - BOTTOM}"/>`),
    ...lines,
    '</svg></figure>',
  ].join('')
}

const dot = (kind: string, x: number, y: number) =>
  `<circle class="${kind}" cx="${x}" cy="${y}" r="3"/>`

/** Description of the chart for screen readers. */
function said(title: string, curves: readonly Curve[]): string {
  const each = curves.flatMap(({ name, points }) => {
    const [first, last] = [points[0], points.at(-1)]
    return first && last ? `${name}: from ${short(first.value)} to ${short(last.value)}` : []
  })
  return `${title}. ${each.join('; ')}`
}

/** Averages neighbouring points where there are more than the chart can show. */
function thinned(points: readonly Point[]): Point[] {
  const each = Math.max(1, Math.ceil(points.length / POINTS))
  const groups = Array.from({ length: Math.ceil(points.length / each) }, (_, i) =>
    points.slice(i * each, (i + 1) * each),
  )
  return groups.map((group) => ({
    step: group.at(-1)?.step ?? 0,
    value: group.reduce((sum, { value }) => sum + value, 0) / group.length,
  }))
}

/** Scale from values to pixels, rounded to 0.1. */
function scaleOf(values: readonly number[], from: number, to: number) {
  const [low, high] = [values[0] ?? 0, values.at(-1) ?? 1]
  const at = (value: number) =>
    Number((from + ((value - low) / (high - low || 1)) * (to - from)).toFixed(1))
  return { ticks: values, at }
}

/** Round numbers around an interval. */
export function ticks(least: number, most: number): number[] {
  const span = most - least || Math.abs(most) || 1
  const raw = span / 4
  const unit = 10 ** Math.floor(Math.log10(raw))
  const step = unit * ([1, 2, 5, 10].find((each) => each * unit >= raw) ?? 10)
  const first = Math.floor(least / step)
  const last = Math.max(first + 1, Math.ceil(most / step))
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  )
}

/** Powers of ten around an interval of them, five at most. */
function decades(least: number, most: number): number[] {
  const [low, high] = [Math.floor(least), Math.max(Math.floor(least) + 1, Math.ceil(most))]
  const every = Math.ceil((high - low) / 4)
  return Array.from({ length: Math.ceil((high - low) / every) + 1 }, (_, i) => low + i * every)
}

const power = (exponent: number) => `10<tspan class="power" dy="-5">${exponent}</tspan>`

/** `12,000` is `12k`. */
function short(value: number): string {
  if (value !== 0 && Math.abs(value) >= 1000) return `${Number((value / 1000).toPrecision(3))}k`
  return String(Number(value.toPrecision(3)))
}
