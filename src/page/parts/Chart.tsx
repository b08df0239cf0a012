// A line chart that takes its colours and its size from the style sheet.

import type { Signal } from '@preact/signals'
import { useSignalEffect } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { colour, useScheme } from './scheme'

/** Fewest steps on the axis, so that the first points do not stretch over all of it. */
const LEAST_STEPS = 100

/** Lines and gaps of a series, in pixels; nothing for a whole line. */
export type Dash = readonly number[]

export type Columns = readonly (readonly (number | null)[])[]

export interface ChartProps {
  label: string
  /** Custom properties that hold the colours of the series. */
  colours: readonly string[]
  /** Steps, then one column per series. Read again each time `grown` changes. */
  columns: () => Columns
  grown: Signal<unknown>
  /** Ends of the vertical axis, from the least and greatest value of the data; both null without data. */
  range: (least: number | null, most: number | null) => [least: number, most: number]
  /**
   * Powers of ten on both sides of 0, linear around 0, since a critic's scores may be negative; or `positive`
   * values only.
   */
  logarithmic?: boolean | 'positive'
  /** Marks each value: for series of few values. */
  marked?: boolean
  dashes?: readonly Dash[]
  /** Draws lines across missing values: for series known at different steps. */
  spanGaps?: boolean
  /** Shortest horizontal axis, where it does not show steps. */
  leastAcross?: number
  class?: string
}

export function Chart(props: ChartProps) {
  const host = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(undefined)
  const latest = useRef(props)
  latest.current = props
  const { label, colours, columns, grown, logarithmic = false } = props

  useEffect(() => {
    if (!host.current) return
    const made = new uPlot(
      optionsOf(host.current, latest.current, (...ends) => latest.current.range(...ends)),
      latest.current.columns() as uPlot.AlignedData,
      host.current,
    )
    plot.current = made
    const element = host.current
    const observer = new ResizeObserver(() => made.setSize(sizeOf(element)))
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.destroy()
    }
  }, [colours.join(), logarithmic])

  const scheme = useScheme()
  useEffect(() => plot.current?.redraw(), [scheme])

  // Smoothing changes the columns, but not `grown`.
  useEffect(() => show(plot.current, columns()))
  useSignalEffect(() => {
    void grown.value
    show(plot.current, latest.current.columns())
  })

  return <div ref={host} class={`chart ${props.class ?? ''}`} role="img" aria-label={label} />
}

/** Skips a plot with another number of series: it is about to be replaced. */
function show(plot: uPlot | undefined, columns: Columns): void {
  if (plot?.series.length === columns.length) plot.setData(columns as uPlot.AlignedData)
}

const sizeOf = (element: HTMLElement) => ({
  width: element.clientWidth,
  height: element.clientHeight,
})

function optionsOf(
  host: HTMLElement,
  {
    colours,
    dashes,
    logarithmic,
    marked = false,
    spanGaps = false,
    leastAcross = LEAST_STEPS,
  }: ChartProps,
  range: ChartProps['range'],
): uPlot.Options {
  const axis = {
    stroke: () => colour('--muted'),
    grid: { stroke: () => colour('--line'), width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
  }
  return {
    ...sizeOf(host),
    padding: [8, 22, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: (_, __, most) => [0, Math.max(leastAcross, most)] },
      y: {
        range: (_, least, most) => range(least, most),
        ...(logarithmic === 'positive'
          ? { distr: 3 }
          : logarithmic
            ? { distr: 4, asinh: 0.1 }
            : {}),
      },
    },
    axes: [
      { ...axis, size: 28, space: 64 },
      {
        ...axis,
        size: 44,
        space: 24,
        values: (_, marks) => marks.map(short),
        ...(logarithmic ? { grid: { ...axis.grid, filter: (_, marks) => marks.map(power) } } : {}),
      },
    ],
    series: [
      {},
      ...colours.map((name, i) => ({
        stroke: () => colour(name),
        width: 1.5,
        dash: [...(dashes?.[i] ?? [])],
        spanGaps,
        points: { show: marked, size: 5 },
      })),
    ],
  }
}

/** Grid line of a logarithmic axis: only at powers of ten. */
const power = (mark: number): number | null =>
  mark === 0 || Number.isInteger(+Math.log10(Math.abs(mark)).toFixed(6)) ? mark : null

/** Label of a tick; null for the unlabelled ticks of a logarithmic axis. */
const short = (mark: number | null): string =>
  mark === null ? '' : Math.abs(mark) >= 1e4 ? mark.toExponential(0) : String(+mark.toPrecision(3))
